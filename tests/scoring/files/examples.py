"""The example files, and a database that forgets."""

from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
MYCSP, THREE_BM, DAY_CENTRES = (EXAMPLES / f"{name}.yaml" for name in ("mycsp", "3bm", "day-centres"))


@contextmanager
def forgotten():
    """What is written to the database within is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
