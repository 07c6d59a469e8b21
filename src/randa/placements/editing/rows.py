"""A placement as a plain value: what an edit keeps of it before and after."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from randa.placements.models import Placement

COMMENT_LENGTH = 300
Rows = dict[str, "Row | None"]  # by the placement's key; None where there is no such row


@dataclass(frozen=True, slots=True)
class Row:
    """One block. Keys, not names: what is kept of an edit must not tell who somebody is.

    Attributes:
        key: the placement's own.
        enrolment: whose block it is.
        unit: key of the unit; None when no place was found.
        weeks: working weeks, fewer than the calendar's when an absence lies inside.
    """

    key: str
    enrolment: str
    area: str
    unit: int | None
    starts_on: dt.date
    ends_before: dt.date
    weeks: int
    is_locked: bool = False
    comment: str = ""

    @classmethod
    def of(cls, placement: Placement) -> Self:
        """Return the row of a placement."""
        return cls(
            key=str(placement.pk),
            enrolment=str(placement.enrolment_id),
            area=placement.area_id,
            unit=placement.unit_id,
            starts_on=placement.starts_on,
            ends_before=placement.ends_before,
            weeks=placement.working_weeks,
            is_locked=placement.is_locked,
            comment=placement.comment,
        )

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Return the row that `as_data` wrote."""
        days = {name: dt.date.fromisoformat(data[name]) for name in ("starts_on", "ends_before")}
        return cls(**{**data, **days})

    def as_data(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            "key": self.key,
            "enrolment": self.enrolment,
            "area": self.area,
            "unit": self.unit,
            "starts_on": self.starts_on.isoformat(),
            "ends_before": self.ends_before.isoformat(),
            "weeks": self.weeks,
            "is_locked": self.is_locked,
            "comment": self.comment,
        }

    def values(self) -> dict[str, Any]:
        """Return the columns of the placement, its key and plan left out."""
        return {
            "enrolment_id": self.enrolment,
            "area_id": self.area,
            "unit_id": self.unit,
            "starts_on": self.starts_on,
            "ends_before": self.ends_before,
            "working_weeks": self.weeks,
            "is_locked": self.is_locked,
            "comment": self.comment,
        }


def rows_of(placements: Iterable[Placement]) -> Rows:
    """Return the rows of placements by key."""
    return {str(one.pk): Row.of(one) for one in placements}


def as_data(rows: Rows) -> dict[str, Any]:
    """Return rows as an edit keeps them."""
    return {key: None if row is None else row.as_data() for key, row in sorted(rows.items())}


def read_rows(data: Mapping[str, Any]) -> Rows:
    """Return the rows that `as_data` wrote."""
    return {key: None if row is None else Row.read(row) for key, row in data.items()}
