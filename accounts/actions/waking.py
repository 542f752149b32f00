"""Waking a worker for what stands in a row: a courtesy, since a sweep finds the row a little later anyhow."""

from celery import current_app
from django.db import transaction


def wake(task: str, pk: int) -> None:
    """Send the task for the row once this is committed. Where that fails, as without Redis, what is done stays done."""

    # A function with a name: Django names the one that failed, and fails itself on a `partial`, which has none.
    def send() -> None:
        current_app.send_task(task, [pk], retry=False)

    transaction.on_commit(send, robust=True)
