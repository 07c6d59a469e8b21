"""Half a seat is half a seat: promised, free, offered and shown exactly, none for a doctor and one for a student of a pair."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from randa.placements.capacity import promised_seats, unit_capacity
from randa.placements.queries.seats import open_seats
from randa.supply.errors import NotEnoughSeatsError, NotFreeError
from randa.supply.models import PlaceOffer
from randa.supply.queries.bank import Search, bank_rows
from randa.supply.queries.calendar import seat_weeks
from randa.supply.seat_words import enough_for, seats_words
from randa.supply.services.bank import publish_offer
from randa.supply.services.claims import promise_seats
from randa.supply.services.leave import record_leave
from randa.training.loader import load_learner_kinds
from randa.training.models import LearnerKind, SeatClaim
from tests.at_once import at_once
from tests.factories import TODAY, SeatClaimFactory, UnitFactory, person_with
from tests.supply.world import AWAY, BACK, FIRST, LAST, SmallUnit, make_unit

HALF = Decimal("0.5")
WEEK = dt.timedelta(weeks=1)
SHARES = st.sampled_from(["0.01", "0.1", "0.25", "0.33", "0.5", "0.7", "1.00"])


@pytest.fixture
def small(db: None) -> SmallUnit:
    load_learner_kinds()
    return make_unit()  # two seats, one of them taken from 1 February until 29 March


def _claim(small: SmallUnit, learners: int, kind: str = "MED", **values: object) -> SeatClaim:
    period = {"starts_on": LAST, "ends_before": LAST + 4 * WEEK} | values
    made: SeatClaim = SeatClaimFactory.create(
        unit=small.unit, kind=LearnerKind.objects.get(pk=kind), learners=learners, **period
    )
    return made


def _promise(small: SmallUnit, learners: int, kind: str = "MED", **values: object) -> SeatClaim:
    return promise_seats(actor=small.head, claim=_claim(small, learners, kind, **values))


def _free(small: SmallUnit, monday: dt.date = LAST) -> Decimal:
    return seat_weeks([small.unit], [monday])[small.unit.pk][0].free


@given(groups=st.lists(st.tuples(SHARES, st.integers(1, 300)), max_size=40))
def test_promises_add_up_to_the_hundredth_whatever_the_shares(groups: list[tuple[str, int]]) -> None:
    promises = [
        SeatClaim(kind=LearnerKind(weight=Decimal(share)), learners=number, starts_on=FIRST, ends_before=LAST)
        for share, number in groups
    ]

    assert Fraction(promised_seats(promises, FIRST)) == sum(Fraction(share) * number for share, number in groups)


def test_three_students_who_are_promised_leave_half_a_seat_for_one_more_and_none_for_a_plan(small: SmallUnit) -> None:
    _promise(small, 3)

    assert unit_capacity([small.unit.pk], [LAST])[small.unit.pk][0].open == HALF
    assert open_seats([small.unit], LAST, 1, placing=())[small.unit.pk] == [0]
    with pytest.raises(NotEnoughSeatsError, match=r"har 2 platser v\. 13 2027, och med det här löftet skulle 2,5 vara"):
        _promise(small, 1, "AT")
    _promise(small, 1)
    assert _free(small) == 0
    with pytest.raises(NotEnoughSeatsError, match="skulle 2,25 vara"):
        _promise(small, 1, "SSK")


def test_a_plan_has_the_whole_seats_of_what_the_promises_leave(small: SmallUnit) -> None:
    _promise(small, 1)

    assert (_free(small), open_seats([small.unit], LAST, 1, placing=())[small.unit.pk]) == (Decimal("1.5"), [1])


def test_the_last_half_seat_of_the_bank_is_offered_once(small: SmallUnit) -> None:
    _promise(small, 3)
    period = {"starts_on": LAST, "ends_before": LAST + WEEK}

    with pytest.raises(NotFreeError, match=r"har bara 0,5 fria platser v\. 13 2027"):
        publish_offer(actor=small.head, unit=small.unit, seats=Decimal(1), **period)
    publish_offer(actor=small.head, unit=small.unit, seats=HALF, **period)
    with pytest.raises(NotFreeError, match="har bara 0 fria"):
        publish_offer(actor=small.head, unit=small.unit, seats=Decimal("0.25"), **period)


def test_an_offer_shrinks_to_the_part_that_is_still_free(small: SmallUnit) -> None:
    publish_offer(actor=small.head, unit=small.unit, seats=Decimal(2), starts_on=LAST, ends_before=LAST + WEEK)
    _promise(small, 1)
    stranger = person_with("placements.view", at=UnitFactory.create().region)

    (row,) = bank_rows(stranger, Search(), TODAY)

    assert (row.seats, row.seats_words) == (Decimal("1.5"), "1,5 platser")
    assert row.enough_for == "Räcker till 1 läkare, 3 läkarstudenter eller 6 sjuksköterskestudenter"


def test_what_no_kind_of_learner_can_take_is_not_shown_in_the_bank(small: SmallUnit) -> None:
    PlaceOffer.objects.create(unit=small.unit, seats=Decimal("0.2"), starts_on=LAST, ends_before=LAST + WEEK)

    assert bank_rows(small.head, Search(), TODAY) == []


def test_a_student_without_a_supervisor_is_a_part_of_a_seat_to_solve(small: SmallUnit) -> None:
    small.placement.kind = LearnerKind.objects.get(pk="MED")
    small.placement.save()

    record_leave(actor=small.head, supervisor=small.supervisor, starts_on=AWAY, ends_before=BACK)

    (week,) = seat_weeks([small.unit], [AWAY])[small.unit.pk]
    assert (week.taken, week.amber) == (HALF, HALF)


@pytest.mark.django_db(transaction=True)
def test_two_who_promise_the_last_half_seat_at_once_do_not_both_succeed() -> None:
    load_learner_kinds()
    small = make_unit()
    _promise(small, 3)
    claims = [_claim(small, 1), _claim(small, 1)]

    answers = at_once(*[lambda one=one: promise_seats(actor=small.head, claim=one) for one in claims])

    assert sorted(answers) == ["", "not_enough_seats"]
    assert _free(small) == 0


def test_two_who_offer_the_last_half_seat_in_the_bank_and_to_a_group_leave_none_free_twice(small: SmallUnit) -> None:
    publish_offer(actor=small.head, unit=small.unit, seats=HALF, starts_on=LAST, ends_before=LAST + WEEK)

    _promise(small, 4)  # a promise goes before what merely lies in the bank

    assert bank_rows(small.head, Search(), TODAY) == []


@pytest.mark.parametrize(
    ("seats", "words", "enough"),
    [
        ("2", "2 platser", ""),
        ("1", "1 plats", ""),
        ("2.5", "2,5 platser", "Räcker till 2 läkare, 5 läkarstudenter eller 10 sjuksköterskestudenter"),
        ("0.50", "0,5 platser", "Räcker inte till en läkare men till 1 läkarstudent eller 2 sjuksköterskestudenter"),
        ("0.25", "0,25 platser", "Räcker inte till en läkare men till 1 sjuksköterskestudent"),
        ("0.01", "0,01 platser", ""),
    ],
)
def test_seats_in_words(db: None, seats: str, words: str, enough: str) -> None:
    load_learner_kinds()

    assert (seats_words(Decimal(seats)), enough_for(Decimal(seats), list(LearnerKind.objects.all()))) == (words, enough)


def test_the_pages_show_parts_in_the_language_of_the_reader(small: SmallUnit, client: Client) -> None:
    code = small.unit.organisation.code
    _promise(small, 1, starts_on=FIRST, ends_before=LAST + 4 * WEEK)
    client.force_login(small.head)
    offer = reverse("supply:offer_new", args=[code])
    typed = {"starts_on": "2027-03-29", "last_day": "2027-04-04", "seats": "1,5"}

    assert client.post(offer, typed | {"seats": "0"}).status_code == 422
    assert client.post(offer, typed).status_code == 302
    assert "1,5 platser" in client.get(offer).content.decode()
    bank = client.get(reverse("supply:bank")).content.decode()
    assert "1,5 platser" in bank
    assert "Räcker till 1 läkare, 3 läkarstudenter" in bank
    calendar = client.get(reverse("supply:unit", args=[code]), {"fran": FIRST.isoformat()}).content.decode()
    assert "och 0,5 lovade till andra" in calendar
    assert 'title="Räcker inte till en läkare men till 1 läkarstudent eller 2 sjuksköterskestudenter">0,5<' in calendar
    assert '<td class="number">0,5</td>' in client.get(reverse("supply:claims", args=[code])).content.decode()

    client.cookies["django_language"] = "en"
    assert "1.5 seats" in client.get(reverse("supply:bank")).content.decode()
