"""Several people who act at the same moment, each in a thread and a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from randa.core.errors import DomainError

Act = Callable[[], object]


def at_once(*acts: Act) -> list[str]:
    """Do all of it at the same moment. Return the code of each refusal, empty for what was done."""
    gate = Barrier(len(acts))

    def one(act: Act) -> str:
        gate.wait(timeout=300)
        try:
            act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
