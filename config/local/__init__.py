"""The product on one machine, with nothing but Python beneath it: for the demonstration, the tests and a desk.

PostgreSQL and Redis are real ones, taken from wheels, and stop with the command that they were started for. A machine
that serves people sets DATABASE_URL and REDIS_URL instead, and never comes here.

    python -m config.local demo             the demonstration, with worker, clock and web server
    python -m config.local demo-reset       forget what was entered in it
    python -m config.local run -- COMMAND   run a command beside a throw-away PostgreSQL and Redis
"""
