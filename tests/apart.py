"""Runs of tests beside each other don't meet in Redis: each worker of pytest-xdist has a database of its own there.

PostgreSQL's are kept apart by pytest-django. Loaded by name (`-p tests.apart`), before the settings are read.
"""

import os
import re

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

if number := WORKER.removeprefix("gw"):
    os.environ["REDIS_URL"] = re.sub(r"/\d+$", f"/{int(number) + 1}", os.environ.get("REDIS_URL", ""))
