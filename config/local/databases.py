"""The databases of the tests, one for each worker: the first is made by the migrations, the others are copies of it.

Migrations take half a minute, a copy takes a second.
"""

import os

import django
from django.db import connection

from config.local.tests import WORKERS


def make_databases() -> None:
    """Make them anew, under the names by which pytest-django knows those of pytest-xdist's workers."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    for number in range(WORKERS):
        connection.creation.clone_test_db(f"gw{number}", verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    make_databases()
