"""Events keep their UID over publications, swaps and moves, and number and date what changes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from randa.calendars.contents import Event, own_events
from randa.calendars.models import Entry
from randa.calendars.services.entries import entries_in_step
from randa.placements.models import Placement, Plan
from randa.placements.services.drafts import copy_plan
from randa.placements.services.plans import publish_plan
from randa.placements.services.swaps import accept_swap, approve_swap, propose_swap
from tests.factories import TODAY, PlacementFactory
from tests.placements.swapping import Pair, published_pair

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def pair() -> Pair:
    return published_pair()


def events_by_area(pair: Pair, number: int) -> dict[str, Event]:
    return {one.area: one for one in own_events(pair.person(number), TODAY)}


def test_a_plan_that_is_copied_changed_and_published_anew_keeps_the_identities(pair: Pair) -> None:
    before = [events_by_area(pair, number) for number in (0, 1)]
    draft = copy_plan(actor=pair.planner, plan=pair.plan)
    first = min(one.starts_on for one in draft.placements.all())
    for area, weeks in (("PSY", 8), ("AKU", 12)):  # the other way round than it was
        moved = draft.placements.filter(enrolment=pair.learners[0], area=area)
        moved.update(starts_on=first, ends_before=first + weeks * WEEK)
        first += weeks * WEEK

    publish_plan(actor=pair.planner, plan=draft, reason="Kliniken flyttar")
    after = [events_by_area(pair, number) for number in (0, 1)]

    assert not set(draft.placements.values_list("pk")) & set(pair.plan.placements.values_list("pk"))
    assert [{area: one.uid for area, one in mine.items()} for mine in after] == [
        {area: one.uid for area, one in mine.items()} for mine in before
    ]
    assert [sorted(one.sequence for one in mine.values()) for mine in after] == [[1, 1], [0, 0]]
    assert all(after[0][area].changed_at > before[0][area].changed_at for area in before[0])
    assert after[1] == before[1]


def test_a_swap_moves_the_events_of_both_and_makes_none(pair: Pair) -> None:
    before = [{one.uid for one in own_events(pair.person(number), TODAY)} for number in (0, 1)]

    swap = propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)
    accept_swap(actor=pair.person(1), swap=swap)
    approve_swap(actor=pair.planner, swap=swap)

    after = [own_events(pair.person(number), TODAY) for number in (0, 1)]
    assert [{one.uid for one in rows} for rows in after] == before
    assert [one.place.split(",")[0] for one in after[0] if one.sequence] == [str(pair.far)]


def test_a_block_that_goes_is_cancelled_for_the_learner_and_comes_back_as_itself(pair: Pair) -> None:
    own_events(pair.person(0), TODAY)
    block = pair.block(0)
    Placement.objects.filter(pk=block.pk).update(is_published=False)

    (gone,) = (one for one in own_events(pair.person(0), TODAY) if one.is_cancelled)
    Placement.objects.filter(pk=block.pk).update(is_published=True)
    back = {one.uid: one for one in own_events(pair.person(0), TODAY)}[gone.uid]

    assert (gone.sequence, back.sequence, back.is_cancelled) == (1, 2, False)


def test_what_was_cancelled_long_ago_is_forgotten(pair: Pair) -> None:
    own_events(pair.person(0), TODAY)
    Placement.objects.filter(pk=pair.block(0).pk).delete()
    own_events(pair.person(0), TODAY)
    cancelled = Entry.objects.get(cancelled_at__isnull=False)
    day = cancelled.cancelled_at.date()  # type: ignore[union-attr]

    shown = [
        any(one.is_cancelled for one in own_events(pair.person(0), day + dt.timedelta(days=days))) for days in (59, 60)
    ]

    assert shown == [cancelled.ends_before > day + dt.timedelta(days=59), False]


def test_two_blocks_of_one_area_are_two_events(pair: Pair) -> None:
    block = pair.block(0)
    half = block.starts_on + 4 * WEEK
    Placement.objects.filter(pk=block.pk).update(ends_before=half)
    PlacementFactory.create(
        plan=block.plan, enrolment=block.enrolment, unit=block.unit, area=block.area, is_published=True,
        starts_on=half, ends_before=half + 4 * WEEK,
    )  # fmt: skip

    assert len({one.uid for one in own_events(pair.person(0), TODAY)}) == 3


def test_drafts_make_no_events(pair: Pair) -> None:
    before = own_events(pair.person(0), TODAY)
    draft = copy_plan(actor=pair.planner, plan=pair.plan)
    draft.placements.update(starts_on=TODAY + WEEK)

    assert draft.state == Plan.State.DRAFT
    assert own_events(pair.person(0), TODAY) == before


def test_nothing_is_written_while_nothing_changes_and_the_cost_is_the_same_for_many(pair: Pair) -> None:
    keys = [one.pk for one in pair.learners]
    entries_in_step(keys)

    costs = []
    for some in (keys[:1], keys):
        with CaptureQueriesContext(connection) as captured:
            entries_in_step(some)
        costs.append(len(captured))
        assert not any(one["sql"].startswith(("INSERT", "UPDATE")) for one in captured)

    assert costs[0] == costs[1] <= 3
