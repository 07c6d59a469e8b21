"""Keeping the identities of events in step with what is published."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from randa.calendars.matching import Spot, is_same, matched
from randa.calendars.models import Entry
from randa.calendars.pairings import pairings_of, parts
from randa.core.access.row_security import as_system
from randa.placements.models import Placement
from randa.training.models import Enrolment

Whose = tuple[UUID, str, int | None]  # enrolment, area, supervisor
Blocks = dict[Whose, list[Spot]]


def entries_in_step(enrolments: Collection[UUID]) -> list[Entry]:
    """Return all events of the enrolments as they stand today, those that are cancelled too; what has changed is written first.

    Asked whenever a calendar is made, so that no way of changing what is published can be forgotten: publishing, swaps, seats at
    others, an erasure. Nothing is written while nothing has changed: three queries.
    """
    if not enrolments:
        return []
    with as_system("an event is the same in every calendar, whoever fetches it"):
        known, now = _known(enrolments), _now(enrolments)
        if not _is_in_step(known, now):
            known = _bring_in_step(enrolments)
    return [one for rows in known.values() for one in rows]


@transaction.atomic
def _bring_in_step(enrolments: Collection[UUID]) -> dict[Whose, list[Entry]]:
    # Two calendars that are fetched at once must not both make an event of the same block.
    list(Enrolment.objects.select_for_update(no_key=True).filter(pk__in=enrolments).order_by("pk").values_list("pk"))
    known, now, moment = _known(enrolments), _now(enrolments), timezone.now()
    for whose in known.keys() | now.keys():
        _match(whose, known[whose], now.get(whose, []), moment)
    return known


def _match(whose: Whose, rows: list[Entry], blocks: list[Spot], moment: dt.datetime) -> None:
    """Write what is another for one learner, area and supervisor; `rows` becomes what stands."""
    live = [one for one in rows if one.cancelled_at is None]
    gone = [one for one in rows if one.cancelled_at is not None]
    for found, spot in matched(live, blocks):
        if spot is None:
            if found is not None:
                _save(found, moment, cancelled_at=moment)
            continue
        # What comes back just as it was is the same event again: a draft published by mistake, and the right one after it.
        entry = found or next((one for one in gone if is_same(one, spot)), None)
        if entry is None:
            enrolment, area, supervisor = whose
            made = Entry(enrolment_id=enrolment, area_id=area, supervisor_id=supervisor, changed_at=moment)
            made.unit_id, made.starts_on, made.ends_before = spot.unit_id, spot.starts_on, spot.ends_before
            made.save()
            rows.append(made)
        elif entry.cancelled_at is not None or not is_same(entry, spot):
            entry.unit_id, entry.starts_on, entry.ends_before = spot.unit_id, spot.starts_on, spot.ends_before
            _save(entry, moment, cancelled_at=None)


def _save(entry: Entry, moment: dt.datetime, *, cancelled_at: dt.datetime | None) -> None:
    entry.cancelled_at, entry.changed_at = cancelled_at, moment
    entry.sequence += 1
    entry.save()


def _known(enrolments: Collection[UUID]) -> dict[Whose, list[Entry]]:
    found: dict[Whose, list[Entry]] = defaultdict(list)
    for one in Entry.objects.filter(enrolment__in=enrolments).order_by("starts_on", "pk"):
        found[one.enrolment_id, one.area_id, one.supervisor_id].append(one)
    return found


def _now(enrolments: Collection[UUID]) -> Blocks:
    found: Blocks = defaultdict(list)
    named = pairings_of(enrolments)
    rows = Placement.objects.filter(enrolment__in=enrolments, is_published=True, unit__isnull=False)
    for one in rows.order_by("starts_on", "pk"):
        assert one.unit_id is not None  # noqa: S101 - asked for above
        spot = Spot(one.unit_id, one.starts_on, one.ends_before)
        found[one.enrolment_id, one.area_id, None].append(spot)
        for part in parts(one, named.get(one.enrolment_id, [])):
            found[one.enrolment_id, one.area_id, part.supervisor_id].append(part.spot)
    return found


def _is_in_step(known: dict[Whose, list[Entry]], now: Blocks) -> bool:
    stand = {
        (whose, Spot(one.unit_id, one.starts_on, one.ends_before))
        for whose, rows in known.items()
        for one in rows
        if one.cancelled_at is None
    }
    return stand == {(whose, spot) for whose, spots in now.items() for spot in spots}
