"""From wishes to seats: what was shown is given, no seat twice, and the student sees where and why."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.exchange.errors import (
    AllocationChangedError,
    CannotSwapError,
    ReasonDecidedError,
    WishesClosedError,
    WrongWishError,
)
from randa.exchange.loader import load_exchange
from randa.exchange.models import GroupMember, Inquiry, SpecialReasonKind
from randa.exchange.queries.allocating import proposal, threads_with_room
from randa.exchange.queries.fairness import Outcome, Travel, fairness_of
from randa.exchange.queries.free import holds
from randa.exchange.services.allocating import confirm_allocation, swap_seats
from randa.exchange.services.bidding import end_inquiry
from randa.exchange.services.wishes import ask_for_consideration, decide_special_reason, state_wishes
from randa.placements.models import Placement
from randa.supply.loader import load_supply
from randa.training.loader import load_learner_kinds
from randa.training.models import Unit
from tests.exchange.students import Course, course, imported, row, seats_at
from tests.exchange.world import START, TODAY
from tests.factories import OrganisationFactory, PlacementFactory
from tests.placements.world import add_unit

pytestmark = pytest.mark.django_db
AFTER = dt.date(2027, 2, 2)


@pytest.fixture
def world() -> Course:
    load_exchange()
    return course()


def members(world: Course) -> list[GroupMember]:
    rows = GroupMember.objects.filter(group=world.group).select_related("enrolment__learner", "group")
    return list(rows.order_by("enrolment__learner__email"))


def wishes(member: GroupMember, *units: Unit) -> None:
    state_wishes(actor=member.enrolment.learner, member=member, units=units, today=TODAY)


def where(world: Course) -> list[Unit | None]:
    rows = GroupMember.objects.filter(group=world.group).order_by("enrolment__learner__email")
    return [one.seat.placement.unit if one.seat and one.seat.placement else None for one in rows]


def confirmed(world: Course) -> None:
    confirm_allocation(actor=world.coordinator, group=world.group, mark=proposal(world.group).mark)


def test_wishes_and_a_granted_reason_decide_who_is_where_and_placements_follow(world: Course) -> None:
    imported(world, [row(1), row(2)])
    near, far = seats_at(world, 1, "Region Nära"), seats_at(world, 1, "Region Bort")
    first, second = members(world)
    wishes(first, near, far)
    wishes(second, near, far)
    kind = SpecialReasonKind.objects.get(pk="children")
    ask_for_consideration(actor=second.enrolment.learner, member=second, kind=kind, today=TODAY)
    decide_special_reason(actor=world.coordinator, member=second, grant=True, reason="Förskola på orten", today=TODAY)

    confirmed(world)

    assert where(world) == [far, near]
    placed = Placement.objects.get(unit=near)
    assert (placed.is_published, placed.starts_on, placed.enrolment) == (True, START, second.enrolment)
    assert members(world)[0].why["reasons"][0]["tier"] == 1


def test_a_seat_that_is_given_is_held_by_its_placement_and_is_not_given_again(world: Course) -> None:
    imported(world, [row(1), row(2), row(3)])
    unit = seats_at(world, 2, "Region Nära")

    confirmed(world)
    confirmed(world)

    assert sorted(str(one) for one in where(world)) == sorted([str(unit), str(unit), "None"])
    assert [one.seats for one in holds([unit.pk], day=TODAY)] == [0]
    assert [getattr(one, "used", 0) for one in threads_with_room(world.group)] == [2]


def test_what_changed_since_it_was_shown_is_not_given(world: Course) -> None:
    imported(world, [row(1), row(2)])
    near, far = seats_at(world, 1, "Region Nära"), seats_at(world, 1, "Region Bort")
    for one in members(world):
        wishes(one, near, far)
    mark = proposal(world.group).mark
    loser = next(line.member for line in proposal(world.group).lines if line.given.rank == 2)
    winner = next(one for one in members(world) if one.pk != loser.pk)
    wishes(winner, far, near)

    with pytest.raises(AllocationChangedError):
        confirm_allocation(actor=world.coordinator, group=world.group, mark=mark)
    assert where(world) == [None, None]


def test_nobody_is_placed_at_the_own_workplace_or_in_two_places(world: Course) -> None:
    load_learner_kinds()
    load_supply()
    imported(world, [row(1), row(2)])
    work, other = seats_at(world, 2, "Region Nära"), seats_at(world, 2, "Region Bort")
    first, second = members(world)
    for one in (first, second):
        wishes(one, work)
    busy = PlacementFactory.create(
        enrolment=second.enrolment,
        unit=other,
        starts_on=START,
        ends_before=START + dt.timedelta(weeks=1),
        is_published=True,
    )
    person_role(first, work)

    found = {line.member.pk: line for line in proposal(world.group).lines}

    assert found[second.pk].inquiry is None, busy
    assert found[first.pk].inquiry is not None
    assert found[first.pk].inquiry.unit == other


def person_role(member: GroupMember, unit: Unit) -> None:
    from tests.factories import RoleAssignmentFactory

    RoleAssignmentFactory.create(
        user=member.enrolment.learner, organisation=unit.organisation, starts_on=dt.date(2026, 1, 1), ends_before=None
    )


def test_two_students_swap_and_their_placements_follow(world: Course) -> None:
    imported(world, [row(1), row(2)])
    near, far = seats_at(world, 1, "Region Nära"), seats_at(world, 1, "Region Bort")
    first, second = members(world)
    wishes(first, near)
    wishes(second, far)
    confirmed(world)

    swap_seats(actor=world.coordinator, one=first, other=second)

    assert where(world) == [far, near]
    assert Placement.objects.filter(is_published=True).count() == 2
    with pytest.raises(CannotSwapError):
        swap_seats(actor=world.coordinator, one=first, other=first)


def test_seats_given_back_send_the_students_to_the_next_allocation(world: Course) -> None:
    imported(world, [row(1)])
    unit = seats_at(world, 1, "Region Nära")
    confirmed(world)

    end_inquiry(actor=world.coordinator, inquiry=Inquiry.objects.get(unit=unit), reason="Färre studenter", today=TODAY)

    assert where(world) == [None]
    assert Placement.objects.filter(unit=unit).count() == 0


def test_wishes_close_stand_and_are_the_students_own(world: Course, client: Client) -> None:
    imported(world, [row(1)])
    unit, elsewhere = seats_at(world, 1, "Region Nära"), add_unit(OrganisationFactory.create(), "PSY", 1)
    (member,) = members(world)
    wishes(member, unit)

    with pytest.raises(WishesClosedError):
        state_wishes(actor=member.enrolment.learner, member=member, units=[], today=AFTER)
    with pytest.raises(WrongWishError):
        wishes(member, elsewhere)
    with pytest.raises(WrongWishError):
        wishes(member, unit, unit)
    with pytest.raises(PermissionDenied):
        state_wishes(actor=world.coordinator, member=member, units=[unit], today=TODAY)
    client.force_login(member.enrolment.learner)
    assert str(unit) in client.get(reverse("exchange:mine")).content.decode()


def test_a_decided_reason_stands(world: Course) -> None:
    imported(world, [row(1)])
    (member,) = members(world)
    kind = SpecialReasonKind.objects.get(pk="care")
    ask_for_consideration(actor=member.enrolment.learner, member=member, kind=kind, today=TODAY)
    decide_special_reason(actor=world.coordinator, member=member, grant=False, reason="Inget intyg", today=TODAY)

    with pytest.raises(ReasonDecidedError):
        decide_special_reason(actor=world.coordinator, member=member, grant=True, reason="Ändå", today=TODAY)
    with pytest.raises(ReasonDecidedError):
        ask_for_consideration(actor=member.enrolment.learner, member=member, kind=kind, today=TODAY)


def test_fairness_counts_wishes_and_travel_of_campus_and_distance_apart() -> None:
    found = fairness_of(
        [
            Outcome("A", False, True, True, 1, 10), Outcome("A", False, True, True, 2, 20),
            Outcome("A", True, True, True, 0, 80), Outcome("A", True, True, False, 0, None),
            Outcome("A", True, False, True, 0, None),
        ]
    )  # fmt: skip

    (one,) = found
    assert (one.students, one.placed, one.wished, one.ranks, one.later) == (5, 4, 3, (1, 1, 0), 1)
    assert (one.campus, one.distance) == (Travel(2, 15, 20), Travel(1, 80, 80))


def test_a_group_of_120_is_placed_from_the_page(world: Course, client: Client) -> None:
    imported(world, [row(number) for number in range(120)])
    for number in range(6):
        seats_at(world, 20, f"Region {number}")
    client.force_login(world.coordinator)
    address = reverse("exchange:allocate", args=[world.group.pk])
    mark = client.get(address).context["found"].mark

    done = client.post(address, {"mark": mark}, follow=True)

    assert "120 studenter har fått sin plats" in done.content.decode()
    assert Placement.objects.filter(is_published=True).count() == 120
