"""PostgreSQL with a door: no row is seen by a connection that does not show what only the installation's key can make.

A database backend for Django (`ENGINE = "accounts.postgres"`). What it keeps shut, and what not: docs/sealing.md.
"""
