"""What a calendar holds: events with lasting identities, of what its owner may see when they ask."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.calendars.matching import Spot
from randa.calendars.models import Entry, Feed
from randa.calendars.pairings import Pairings, pairings_of, parts
from randa.calendars.services.entries import entries_in_step
from randa.core.access.row_security import as_system
from randa.core.ui.formats import week
from randa.people.models import User
from randa.placements.models import Placement, PlacementQuerySet
from randa.supervisors.models import Supervisor
from randa.training.models import Enrolment, Unit

OWN_KEPT = dt.timedelta(days=365)  # after its end a block stays so long in the learner's own calendar
OTHERS_KEPT = dt.timedelta(days=28)  # and in those of others
CANCELLED_KEPT = dt.timedelta(days=60)  # so long a calendar is told that a block no longer stands


@dataclass(frozen=True, slots=True)
class Event:
    """One event of whole days, half-open, in words.

    Attributes:
        uid: the same as long as it is the same block, whatever becomes of its unit and its weeks.
        sequence, changed_at: how many times, and when last, it became another.
        page: where in Randa it is read.
    """

    uid: UUID
    sequence: int
    changed_at: dt.datetime
    starts_on: dt.date
    ends_before: dt.date
    summary: str
    place: str
    description: str
    area: str
    page: str
    is_cancelled: bool = False


Key = tuple[UUID, str, int | None, Spot]


def own_events(owner: User, day: dt.date) -> list[Event]:
    """Return one's own published blocks, and for some weeks those that no longer stand: a constant number of queries.

    A calendar that was read in by hand learns only from a cancelled event that a block is gone; one that is followed would learn it from
    the event's absence too. The learner knew the block, so nothing is told to anybody new.
    """
    enrolments = list(Enrolment.objects.filter(learner=owner).values_list("pk", flat=True))
    rows = _published(Placement.objects.filter(enrolment__in=enrolments), day - OWN_KEPT)
    entries = [one for one in entries_in_step(enrolments) if one.supervisor_id is None]
    return _events_of_learner(rows, entries) + _cancelled(entries, day)


def learner_events(viewer: User, enrolment: Enrolment, day: dt.date) -> list[Event]:
    """Return the published blocks of one learner that the viewer sees, as the learner's own calendar has them."""
    seen = Placement.objects.visible_to(viewer).filter(enrolment=enrolment)
    return _events_of_learner(_published(seen, day - OWN_KEPT), entries_in_step([enrolment.pk]))


def unit_events(viewer: User, unit: Unit, day: dt.date, *, with_names: bool) -> list[Event]:
    """Return who comes to the unit when. Who no longer comes is left out: the unit has no need of them any more."""
    seen = Placement.objects.visible_to(viewer).usable(viewer).filter(unit=unit)
    rows = list(_of_others(_published(seen, day - OTHERS_KEPT)))
    events = by_key(entries_in_step({row.enrolment_id for row in rows}))
    page = reverse("supply:coming", args=[unit.organisation.code])
    found = []
    for row in rows:
        entry = events.get(_key(row))
        if entry is not None:
            found.append(_event(entry, row, _learner(row, with_names=with_names), "", page))
    return found


def supervisor_events(viewer: User, day: dt.date, *, with_names: bool) -> list[Event]:
    """Return when the viewer supervises whom; a block without any named supervisor stands for everybody at its unit."""
    own = dict(Supervisor.objects.filter(user=viewer).values_list("pk", "unit_id"))
    seen = Placement.objects.visible_to(viewer).usable(viewer).filter(unit__in=set(own.values()))
    rows = list(_of_others(_published(seen, day - OTHERS_KEPT)))
    enrolments = {row.enrolment_id for row in rows}
    with as_system("whether a block has a supervisor already says nothing of who it is"):
        named = pairings_of(enrolments)
    events = by_key(entries_in_step(enrolments))
    return [
        event
        for row in rows
        for event in _supervised(row, named, own, events, with_names=with_names)
    ]  # fmt: skip


def events_of(feed: Feed, day: dt.date) -> list[Event]:
    """Return what a feed holds, in the owner's language."""
    if feed.kind == Feed.Kind.OWN:
        return own_events(feed.owner, day)
    if feed.kind == Feed.Kind.UNIT and feed.unit is not None:
        return unit_events(feed.owner, feed.unit, day, with_names=feed.with_names)
    return supervisor_events(feed.owner, day, with_names=feed.with_names)


def by_key(entries: Iterable[Entry]) -> dict[Key, Entry]:
    """Return the events that stand, by what they say."""
    return {
        (one.enrolment_id, one.area_id, one.supervisor_id, Spot(one.unit_id, one.starts_on, one.ends_before)): one
        for one in entries
        if one.cancelled_at is None
    }


def _published(rows: PlacementQuerySet, since: dt.date) -> QuerySet[Placement]:
    rows = rows.filter(is_published=True, unit__isnull=False, ends_before__gt=since)
    return rows.select_related("area", "unit__organisation").order_by("starts_on", "pk")


def _of_others(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    return rows.select_related("area", "unit__organisation", "enrolment__learner", "enrolment__post__programme")


def _key(row: Placement, supervisor: int | None = None, spot: Spot | None = None) -> Key:
    assert row.unit_id is not None  # noqa: S101 - only blocks with a unit are asked for
    return row.enrolment_id, row.area_id, supervisor, spot or Spot(row.unit_id, row.starts_on, row.ends_before)


def _events_of_learner(rows: Iterable[Placement], entries: Sequence[Entry]) -> list[Event]:
    events = by_key(entries)
    return [
        _event(entry, row, f"{row.area}: {row.unit}", _length(row), reverse("placements:mine"))
        for row in rows
        if (entry := events.get(_key(row))) is not None
    ]


def _cancelled(entries: Iterable[Entry], day: dt.date) -> list[Event]:
    gone = [
        one.pk
        for one in entries
        if one.cancelled_at and one.cancelled_at.date() > day - CANCELLED_KEPT and one.ends_before > day
    ]
    found = []
    with as_system("what was the learner's own block may now lie at a unit they do not see"):
        for one in Entry.objects.filter(pk__in=gone).select_related("area", "unit__organisation"):
            said = _("Placeringen gäller inte längre. Se Mina placeringar i Randa.")
            found.append(_event(one, one, f"{one.area}: {one.unit}", said, reverse("placements:mine")))
    return found


def _supervised(
    row: Placement, named: Pairings, own: dict[int, int], events: dict[Key, Entry], *, with_names: bool
) -> Iterable[Event]:
    there = parts(row, named.get(row.enrolment_id, []))
    who, page = _learner(row, with_names=with_names), reverse("supply:units")
    if not there:
        entry = events.get(_key(row))
        if entry is not None:
            yield _event(entry, row, who, _("Ingen handledare är utsedd än."), page)
    for part in there:
        entry = events.get(_key(row, part.supervisor_id, part.spot)) if part.supervisor_id in own else None
        if entry is not None:
            yield _event(entry, row, _("Handleder: %(learner)s") % {"learner": who}, "", page)


def _event(entry: Entry, row: Placement | Entry, summary: str, said: str, page: str) -> Event:
    unit = row.unit
    assert unit is not None  # noqa: S101 - only blocks with a unit are asked for
    where = str(unit)
    return Event(
        uid=entry.pk,
        sequence=entry.sequence,
        changed_at=entry.changed_at,
        starts_on=entry.starts_on,
        ends_before=entry.ends_before,
        summary=summary,
        place=where if unit.site in where else f"{where}, {unit.site}",
        description=said,
        area=str(row.area),
        page=page,
        is_cancelled=entry.cancelled_at is not None,
    )


def _length(row: Placement) -> str:
    first, last = week(row.starts_on), week(row.ends_before - dt.timedelta(days=1))
    return _("%(first)s till och med %(last)s") % {"first": first, "last": last}


def _learner(row: Placement, *, with_names: bool) -> str:
    """Return whom a calendar speaks of: a kind and a post's number, which say nothing outside Randa, or a name."""
    kind = row.enrolment.post.programme.get_kind_display()
    who = row.enrolment.learner.get_full_name() if with_names else row.enrolment.post.number
    return f"{row.area}: {who} ({kind})"
