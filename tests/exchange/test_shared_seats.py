"""Two students share a seat: offers, confirmed seats and placements draw what the kind takes, and never more than the unit has."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from randa.exchange.errors import SeatsTakenError
from randa.exchange.models import Inquiry
from randa.exchange.queries.free import Week, free_weeks
from randa.exchange.services.bidding import Bid, end_inquiry, offer_seats
from randa.exchange.services.confirming import confirm_offer
from randa.placements.models import Placement
from randa.placements.queries.seats import open_seats
from randa.supply.errors import NotEnoughSeatsError, NotFreeError
from randa.supply.queries.calendar import seat_weeks, taken_weeks
from randa.supply.queries.calendar_rows import calendar_rows
from randa.supply.queries.pool import pool_weeks
from randa.supply.services.bank import publish_offer
from randa.supply.services.claims import promise_seats
from randa.training.models import LearnerKind
from tests.exchange.world import START, TODAY, TwoRegions, asked, offered, two_regions
from tests.factories import (
    EnrolmentFactory,
    LearnerKindFactory,
    PostFactory,
    ProgrammeFactory,
    SeatClaimFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
HALF = Decimal("0.5")


def _students(weight: Decimal = HALF) -> LearnerKind:
    found: LearnerKind = LearnerKindFactory.create(
        code="MED", name_sv="Läkarstudenter", name_en="Medical students", level="basic", weight=weight
    )
    return found


def _confirmed(world: TwoRegions, count: int, **values: object) -> Inquiry:
    inquiry = offered(world, count, of=asked(world, count, **values))
    return confirm_offer(actor=world.planner, inquiry=inquiry, seen=1, today=TODAY)


def _week(world: TwoRegions) -> Week:
    return free_weeks([world.unit], START, 1, day=TODAY)[world.unit.pk][0]


def test_two_students_take_one_seat_promised_and_confirmed() -> None:
    world = two_regions(2)
    inquiry = offered(world, 2, of=asked(world, 2, kind=_students()))
    assert (_week(world).promised, _week(world).free) == (1, 1)

    confirm_offer(actor=world.planner, inquiry=inquiry, seen=1, today=TODAY)

    assert (_week(world).held, _week(world).free) == (1, 1)


def test_a_seat_takes_as_many_students_as_share_it_and_not_one_more() -> None:
    world, students = two_regions(1), _students()
    _confirmed(world, 1, kind=students)
    _confirmed(world, 1, kind=students)
    third = asked(world, 1, kind=students)

    with pytest.raises(SeatsTakenError) as refusal:
        offered(world, 1, of=third)

    assert refusal.value.free == 0
    assert "har 0 platser fria 2027v09–2027v12, och 1 behövs. 2 delar på en plats, och det är medräknat." in str(
        refusal.value
    )
    assert "Region Norrby har 0,5 bekräftade" in str(refusal.value)


def test_half_a_seat_that_is_left_is_none_for_a_doctor_and_one_for_a_student() -> None:
    world, students = two_regions(1), _students()
    _confirmed(world, 1, kind=students)

    with pytest.raises(SeatsTakenError, match=r"har 0 platser fria 2027v09–2027v12, och 1 behövs\. Senast"):
        offered(world, 1, of=asked(world, 1))

    assert _confirmed(world, 1, kind=students).state == "confirmed"
    assert _week(world).free == 0


def test_three_who_share_by_thirds_never_take_more_than_the_seat() -> None:
    world, students = two_regions(1), _students(Decimal("0.33"))
    _confirmed(world, 3, kind=students)

    assert _week(world).free == Decimal("0.01")
    with pytest.raises(SeatsTakenError):
        offered(world, 1, of=asked(world, 1, kind=students))


def test_a_placed_student_takes_what_they_took_before_they_were_named_and_gives_it_back() -> None:
    world, students = two_regions(1), _students()
    programme = ProgrammeFactory.create(region=world.asker, kind="STU")
    learners = [EnrolmentFactory.create(post=PostFactory.create(programme=programme))]
    inquiry = _confirmed(world, 2, kind=students, learners=learners)

    assert Placement.objects.get().kind == students
    assert (_week(world).open, _week(world).held, _week(world).free) == (HALF, HALF, 0)
    assert taken_weeks([world.unit.pk], [START])[world.unit.pk] == [HALF]
    assert open_seats([world.unit], START, 1, placing=())[world.unit.pk] == [0], "a plan places whole learners"

    end_inquiry(actor=world.coordinator, inquiry=inquiry, reason="Enheten stänger", today=TODAY)

    assert _week(world).free == 1


def test_the_units_calendar_leaves_half_a_seat_and_the_pool_counts_a_placed_student_as_one() -> None:
    world, students = two_regions(2), _students()
    programme = ProgrammeFactory.create(region=world.asker, kind="STU")
    _confirmed(
        world, 1, kind=students, learners=[EnrolmentFactory.create(post=PostFactory.create(programme=programme))]
    )

    (week,) = seat_weeks([world.unit], [START])[world.unit.pk]
    assert (week.taken, week.free, week.amber) == (HALF, Decimal("1.5"), 0)
    (pool,) = pool_weeks([world.unit], [START], [], TODAY)[world.unit.pk]
    assert [(share.kind, share.held) for share in pool.shares] == [("MED", HALF)]


def test_a_unit_promises_no_group_what_another_organisation_has_confirmed() -> None:
    world, students = two_regions(1), _students()
    _confirmed(world, 2, kind=students)
    claim = SeatClaimFactory.create(
        unit=world.unit, kind=students, learners=1, starts_on=START, ends_before=START.replace(day=8)
    )

    with pytest.raises(
        NotEnoughSeatsError, match=r"har 1 plats v\. 9 2027, och med det här löftet skulle 1,5 vara upptagna"
    ):
        promise_seats(actor=person_with("capacity.edit", at=world.recipient), claim=claim)


def test_what_others_have_confirmed_is_not_free_in_the_calendar_nor_offered_in_the_bank() -> None:
    world, students = two_regions(2), _students()
    _confirmed(world, 3, kind=students)

    (week,) = seat_weeks([world.unit], [START])[world.unit.pk]

    assert (week.taken, week.held, week.free) == (0, Decimal("1.5"), HALF)
    assert [row.cells[0].text for row in calendar_rows([week], [students])][2:5] == ["0", "1,5", "0,5"]
    keeper = person_with("capacity.edit", at=world.recipient)
    period = {"starts_on": START, "ends_before": START + dt.timedelta(weeks=1)}
    with pytest.raises(NotFreeError, match=r"har bara 0,5 fria platser v\. 9 2027"):
        publish_offer(actor=keeper, unit=world.unit, seats=Decimal(1), **period)
    assert publish_offer(actor=keeper, unit=world.unit, seats=HALF, **period).seats == HALF


def test_the_pages_say_how_they_share_before_and_after_an_offer(client: Client) -> None:
    world = two_regions(2)
    request = asked(world, 3, kind=_students())
    inquiry = request.inquiries.get()
    client.force_login(world.coordinator)
    page = client.get(reverse("exchange:offer", args=[inquiry.pk])).content.decode()
    assert "2 delar på en plats: 3 personer tar 1,5 av enhetens platser." in page
    assert "Rum för" in page
    assert f"{world.unit}, 4 fria" in page

    offer_seats(actor=world.coordinator, inquiry=inquiry, unit=world.unit, bid=Bid(1, START, 4), seen=0, today=TODAY)

    client.force_login(world.planner)
    counter = reverse("exchange:counter", args=[inquiry.pk])
    for address in (inquiry.get_absolute_url(), request.get_absolute_url(), counter):
        assert "2 delar på en plats: 1 person tar 0,5 av enhetens platser." in client.get(address).content.decode()
    assert "Läkarstudenter (2 delar på en plats)" in client.get(reverse("exchange:new")).content.decode()


@pytest.mark.parametrize(
    ("weight", "words"),
    [("1", ""), ("0.5", "2 delar på en plats"), ("0.25", "4 delar på en plats"), ("0.4", "Var och en tar 0,4 plats")],
)
def test_how_a_kind_shares_in_words(weight: str, words: str) -> None:
    assert LearnerKind(weight=Decimal(weight)).sharing == words
