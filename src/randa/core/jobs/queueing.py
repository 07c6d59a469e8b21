"""Asking the worker for something that one waiting task is enough for."""

from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer
from procrastinate.tasks import Task


def ask_once(task: Task[..., Any, Any] | JobDeferrer, **arguments: Any) -> bool:
    """Put a task with a queueing lock in the queue, and tell whether it was put there: one that waits already is enough.

    The refusal of a second one is a fault to the database, so it gets a savepoint: a transaction around us goes on.
    """
    try:
        with transaction.atomic():
            task.defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True
