"""Writing many events at once: an import of 20 000 people makes 40 000, and each alone would cost a dozen questions."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, DataError

from randa.core.access.row_security import as_system
from randa.core.audit.errors import AuditUnavailableError
from randa.core.audit.models import AuditEvent

BATCH = 1000


@dataclass(slots=True)
class Gathering:
    """Events that wait to be written, and where persons belong of whom that is known already."""

    paths: Mapping[Any, Sequence[str]]
    events: list[AuditEvent] = field(default_factory=list)


running: ContextVar[Gathering | None] = ContextVar("audit_gathering", default=None)


@contextmanager
def gathered(paths: Mapping[Any, Sequence[str]] | None = None) -> Iterator[None]:
    """Keep what `record` is told until the block ends, then write it in batches. Inside the transaction of the changes.

    Args:
        paths: by key of a person, the organisation paths where they belong; others are looked up one by one.

    Raises:
        AuditUnavailableError: the database refused the rows; let it pass, and none of the changes happens.
    """
    gathering = Gathering(paths or {})
    token = running.set(gathering)
    try:
        yield
    finally:
        running.reset(token)
    with as_system("events are written whoever acts"):
        try:
            AuditEvent.objects.bulk_create(gathering.events, batch_size=BATCH)
        except DataError:
            raise  # the sender's doing, as in `record`
        except DatabaseError as error:
            raise AuditUnavailableError from error
