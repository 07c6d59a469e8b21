"""No seat is sold twice, however many ask at once: 40 planners, 400 requests, 20 seats, in threads and in processes of their own.

Some or all may ask for students, of whom two share a seat: then no more of the seats is sold than there is.
"""

import datetime as dt
import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from randa.exchange.errors import SeatsTakenError
from randa.exchange.models import Inquiry, SeatRequest
from randa.exchange.queries.free import free_weeks
from randa.exchange.services import bidding, confirming
from randa.exchange.services.bidding import Bid, offer_seats
from randa.exchange.services.confirming import confirm_offer
from randa.people.models import User
from randa.training.models import Unit
from tests.at_once import at_once
from tests.exchange.world import ANSWERS, ASKS, START, TODAY
from tests.factories import InquiryFactory, LearnerKindFactory, OrganisationFactory, SeatRequestFactory, person_with
from tests.placements.world import add_unit

pytestmark = pytest.mark.django_db(transaction=True)
SEATS, PLANNERS, REQUESTS, PROCESSES = 20, 40, 400, 2
FEWER = 80  # where the number of requests proves nothing more
AT_ONCE = 3  # who ask for one seat where nothing is locked
LATER = TODAY + dt.timedelta(days=60)  # every promise has run out: whoever confirms first has the seats
State = Inquiry.State
Answers = list[tuple[str, str]]


def _world(requests: int = REQUESTS, *, sharing: int = 0, seats: int = SEATS) -> Unit:
    """Make 40 regions that each want one seat some times, at the only unit of a 41st. The first `sharing` want it for a student."""
    recipient = OrganisationFactory.create(name="Region Mitt i")
    unit = add_unit(recipient, "PSY", seats)
    person_with(*ANSWERS, at=recipient)
    doctors = LearnerKindFactory.create(code="BT", name_sv="BT-läkare", name_en="BT doctors")
    students = LearnerKindFactory.create(code="MED", name_sv="Läkarstudenter", weight=Decimal("0.5"))
    for number in range(PLANNERS):
        asker = OrganisationFactory.create()
        planner = person_with(*ASKS, at=asker)
        for _request in range(requests // PLANNERS):
            InquiryFactory.create(
                request=SeatRequestFactory.create(
                    asker=asker,
                    area=unit.area,
                    seats=1,
                    created_by=planner,
                    kind=students if number < sharing else doctors,
                ),
                recipient=recipient,
            )
    return unit


def _put_offers_on_the_table(unit: Unit) -> None:
    """Offer one seat in every thread, more than there are: what lapsed promises leave behind."""
    for inquiry in Inquiry.objects.all():
        inquiry.state, inquiry.unit, inquiry.seats, inquiry.bids = State.OFFERED, unit, 1, 1
        inquiry.starts_on, inquiry.ends_before = START, START + dt.timedelta(weeks=4)
        inquiry.promised_until = TODAY
        inquiry.save()


def _confirm(pk: object) -> tuple[str, str]:
    inquiry = Inquiry.objects.get(pk=pk)
    actor = User.objects.get(role_assignments__organisation=inquiry.asker)
    return _answer(lambda: confirm_offer(actor=actor, inquiry=inquiry, seen=1, today=LATER))


def _offer(pk: object) -> tuple[str, str]:
    inquiry = Inquiry.objects.get(pk=pk)
    actor = User.objects.get(role_assignments__organisation=inquiry.recipient)
    unit = Unit.objects.get(organisation__path__startswith=inquiry.recipient.path)
    return _answer(
        lambda: offer_seats(actor=actor, inquiry=inquiry, unit=unit, bid=Bid(1, START, 4), seen=0, today=TODAY)
    )


def _answer(act: Callable[[], Inquiry]) -> tuple[str, str]:
    try:
        act()
    except SeatsTakenError as refusal:
        return "no", str(refusal)
    return "yes", ""


def _at_once(work: Callable[[object], tuple[str, str]], keys: Sequence[object]) -> Answers:
    """Do `work` for each key in as many threads as there are planners, each with a connection of its own for all its keys."""

    def one(own: Sequence[object]) -> Answers:
        try:
            return [work(key) for key in own]
        finally:
            connections.close_all()

    threads = PLANNERS // PROCESSES
    with ThreadPoolExecutor(threads) as pool:
        shares = pool.map(one, [keys[number::threads] for number in range(threads)])
    return [answer for answers in shares for answer in answers]


def _in_a_process(work: Callable[[object], tuple[str, str]], keys: Sequence[object], queue: Any) -> None:
    """Run in a process of its own, which has taken over no connection, with a connection per planner instead of a pool of a few."""
    connections.settings["default"]["OPTIONS"].pop("pool", None)
    try:
        queue.put(_at_once(work, keys))
    except Exception as fault:
        queue.put([("fault", repr(fault))])
        raise


def _everybody(work: Callable[[object], tuple[str, str]]) -> Answers:
    """Let two processes of 20 planners each go at the same time, every planner with others' requests beside their own."""
    keys = list(Inquiry.objects.order_by("pk").values_list("pk", flat=True))
    connections.close_all()
    connection.close_pool()
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    started = [context.Process(target=_in_a_process, args=(work, keys[n::PROCESSES], queue)) for n in range(PROCESSES)]
    for process in started:
        process.start()
    answers: Answers = [answer for _process in started for answer in queue.get(timeout=900)]
    for process in started:
        process.join(60)
    return answers


def _honest(answers: Answers, held_by: str, requests: int = REQUESTS) -> None:
    assert Counter(answer for answer, _words in answers) == {"yes": SEATS, "no": requests - SEATS}
    for answer, words in answers:
        if answer == "no":
            assert "har 0 platser fria 2027v09–2027v12" in words
            assert held_by in words, "says who"
            assert "Ledigt i stället: Enhet" in words, "says what is free"


@pytest.mark.slow
def test_four_hundred_confirmations_of_twenty_seats_sell_none_twice() -> None:
    unit = _world()
    _put_offers_on_the_table(unit)

    answers = _everybody(_confirm)

    _honest(answers, "bekräftade 2027v09–2027v12 sedan")
    assert Inquiry.objects.filter(state=State.CONFIRMED).count() == SEATS
    assert {week.free for week in free_weeks([unit], START, 4, day=LATER)[unit.pk]} == {0}
    assert SeatRequest.objects.filter(state="filled").count() == SEATS


@pytest.mark.slow
def test_offers_at_the_same_time_promise_no_seat_twice() -> None:
    unit = _world(FEWER)

    answers = _everybody(_offer)

    _honest(answers, "är lovad 1", FEWER)
    assert Inquiry.objects.filter(state=State.OFFERED).count() == SEATS
    assert {(week.promised, week.free) for week in free_weeks([unit], START, 4, day=TODAY)[unit.pk]} == {(SEATS, 0)}


def _taken() -> Decimal:
    """Return how much of the unit's seats all offers take together."""
    rows = Inquiry.objects.filter(state=State.OFFERED).select_related("request__kind")
    return sum((one.drawn for one in rows), Decimal(0))


@pytest.mark.slow
@pytest.mark.parametrize("sharing", [PLANNERS, PLANNERS // 2])
def test_students_who_share_seats_get_no_more_than_there_is_and_no_half_is_left(sharing: int) -> None:
    unit = _world(FEWER, sharing=sharing)

    answers = _everybody(_offer)

    assert _taken() == SEATS, "a student is refused only when not even half a seat is left"
    assert SEATS < Counter(answer for answer, _words in answers)["yes"] <= 2 * SEATS
    assert {week.free for week in free_weeks([unit], START, 4, day=TODAY)[unit.pk]} == {0}
    assert all("Ledigt i stället: Enhet" in words for answer, words in answers if answer == "no")


def _without_the_lock(monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    """Leave the unit unlocked, and let those who have found their seat free wait until all have, before they write."""
    all_have_counted = Barrier(AT_ONCE)

    def together(*args: Any, write: Callable[..., object] = module.record, **kwargs: Any) -> None:
        all_have_counted.wait(timeout=60)
        write(*args, **kwargs)

    monkeypatch.setattr(module, "lock_unit", lambda locked: locked)
    monkeypatch.setattr(module, "record", together)


def _some_at_once(work: Callable[[object], tuple[str, str]]) -> None:
    keys = Inquiry.objects.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    at_once(*(partial(work, key) for key in keys))


def test_without_the_lock_shared_seats_are_sold_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the test above would see it."""
    _world(PLANNERS, sharing=PLANNERS, seats=1)
    _without_the_lock(monkeypatch, bidding)

    _some_at_once(_offer)

    assert _taken() == Decimal("0.5") * AT_ONCE > 1


def test_without_the_lock_seats_are_sold_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the two tests above would see it: with the unit unlocked, they would fail."""
    unit = _world(PLANNERS, seats=1)
    _put_offers_on_the_table(unit)
    _without_the_lock(monkeypatch, confirming)

    _some_at_once(_confirm)

    assert Inquiry.objects.filter(state=State.CONFIRMED).count() == AT_ONCE
