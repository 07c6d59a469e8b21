"""A person's identity numbers as a page shows them: covered."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from randa.core.secrets_at_rest import UnreadableSecretError, reveal
from randa.people.identity_numbers import covered
from randa.people.models import IdentityNumber, User


@dataclass(frozen=True, slots=True)
class CoveredNumber:
    """One line: what it is, its covered number (empty for none), since when, until when, and why."""

    key: UUID
    kind: str
    level: str
    number: str
    starts_on: dt.date
    ends_before: dt.date | None
    reason: str
    recorded_by: str

    @property
    def words(self) -> str:
        return f"{self.kind} {self.number}".strip()


def identity_history(person: User) -> list[CoveredNumber]:
    """Return the person's numbers, the current one first: one query. Nothing here opens a whole number to the page."""
    rows = person.identity_numbers.select_related("recorded_by").order_by("-recorded_at", "pk")
    return [_covered(row) for row in sorted(rows, key=lambda row: row.ends_before is not None)]


def current_of(history: list[CoveredNumber]) -> CoveredNumber | None:
    """Return what the person is identified with now; None when nobody has said."""
    return history[0] if history and history[0].ends_before is None else None


def _covered(row: IdentityNumber) -> CoveredNumber:
    try:
        number = reveal(row, "number")
    except UnreadableSecretError:
        shown = "?"  # its key is gone: the page still opens, and `randa keys status` names the rows
    else:
        shown = covered(row.kind, number) if number else ""
    return CoveredNumber(
        row.pk, str(row.get_kind_display()), str(row.get_level_display()), shown, row.starts_on, row.ends_before, row.reason,
        str(row.recorded_by or ""),
    )  # fmt: skip
