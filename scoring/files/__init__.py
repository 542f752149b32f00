"""A competition as a file: `schema` says what it may hold, `reading` checks it, `playing` lives it, `writing` dumps it.

The format is documented in docs/file-format.md.
"""
