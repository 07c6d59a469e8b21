"""At the same time: two queues offer the same last seat, and two coordinators share out the seats of one group."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from randa.exchange.errors import SeatsTakenError
from randa.exchange.loader import load_exchange
from randa.exchange.models import Inquiry, NamedSeat, QueuePlace, QueueSeat, SeatQueue, StudentGroup
from randa.exchange.queries.allocating import proposal
from randa.exchange.queries.free import free_weeks
from randa.exchange.services.allocating import confirm_allocation
from randa.exchange.services.queues.freeing import leave_seat_to_queue
from randa.people.models import User
from randa.placements.models import Placement
from randa.training.models import Unit
from tests.exchange.queues import opened, put_in, queue_world
from tests.exchange.students import PERMISSIONS, course, imported, row, seats_at
from tests.exchange.world import START, TODAY
from tests.factories import person_with

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], str]


def at_once(works: Sequence[Work]) -> list[str]:
    """Start all at the same moment, each in a thread with a connection of its own; return what each says."""
    start = Barrier(len(works))

    def one(work: Work) -> str:
        try:
            start.wait(10)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_two_queues_that_offer_the_same_last_seat_have_one_winner_and_the_other_is_told_who() -> None:
    world = queue_world(seats=1)
    other = opened(world, "Akutpsykiatri, sidotjänstgöring")
    for queue in (world.queue, other):
        for home in world.homes:
            put_in(world, home, queue=queue)
    queues, unit, actor = (world.queue.pk, other.pk), world.unit.pk, world.coordinator.pk

    def leave(queue: object) -> str:
        try:
            leave_seat_to_queue(
                actor=User.objects.get(pk=actor), queue=SeatQueue.objects.get(pk=queue), unit=Unit.objects.get(pk=unit),
                starts_on=START, weeks=4, today=TODAY,
            )  # fmt: skip
        except SeatsTakenError as refusal:
            return str(refusal)
        return "offered"

    answers = sorted(at_once([lambda queue=queue: leave(queue) for queue in queues]), key=len)

    assert answers[0] == "offered"
    assert "har 0 platser fria 2027v09–2027v12, och 1 behövs" in answers[1]
    assert "är lovad 1" in answers[1], "says who has it"
    assert "Ledigt i stället: Enhet" in answers[1], "says what is free"
    assert QueueSeat.objects.count() == Inquiry.objects.filter(state="offered").count() == 1
    assert Counter(QueuePlace.objects.values_list("state", flat=True)) == {"offered": 1, "waiting": 3}
    assert {week.free for week in free_weeks([world.unit], START, 4, day=TODAY)[unit]} == {0}


def test_two_seats_left_to_one_queue_at_once_go_to_the_first_two() -> None:
    world = queue_world(seats=2)
    for home in world.homes:
        put_in(world, home)
    queue, unit, actor = world.queue.pk, world.unit.pk, world.coordinator.pk

    def leave() -> str:
        leave_seat_to_queue(
            actor=User.objects.get(pk=actor), queue=SeatQueue.objects.get(pk=queue), unit=Unit.objects.get(pk=unit),
            starts_on=START, weeks=4, today=TODAY,
        )  # fmt: skip
        return "offered"

    assert at_once([leave, leave]) == ["offered", "offered"]

    assert Counter(QueuePlace.objects.values_list("state", flat=True)) == {"offered": 2}


def test_two_coordinators_who_share_out_a_group_at_once_give_each_student_one_seat() -> None:
    load_exchange()
    world = course()
    colleague = person_with(*PERMISSIONS, at=world.university)
    imported(world, [row(number) for number in range(6)])
    for name in ("Region Nära", "Region Bort"):
        seats_at(world, 3, name)
    group, mark = world.group.pk, proposal(world.group).mark

    def share_out(actor: object) -> str:
        found = confirm_allocation(
            actor=User.objects.get(pk=actor), group=StudentGroup.objects.get(pk=group), mark=mark
        )
        return str(found.placed)

    answers = at_once([lambda actor=actor: share_out(actor) for actor in (world.coordinator.pk, colleague.pk)])

    assert sorted(answers) == ["0", "6"], "the second finds nobody waiting"
    assert NamedSeat.objects.count() == Placement.objects.filter(is_published=True).count() == 6
    assert set(Counter(Placement.objects.values_list("unit", flat=True)).values()) == {3}
    assert world.group.members.filter(seat__isnull=False).count() == 6
