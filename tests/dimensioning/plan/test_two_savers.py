"""Two people who save the same cell at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from randa.dimensioning.errors import PlanRefusedError
from randa.dimensioning.models import PlannedPosts, PlanRevision
from randa.dimensioning.plan.changes import CellChange, CellKey
from randa.dimensioning.services.plan import save_plan_changes
from tests.factories import OrganisationFactory, person_with


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_simultaneous_saves_is_told_instead_of_overwriting() -> None:
    """The first saver's transaction stays open until the second has come to the lock; without it the second sees nothing."""
    dalarna = OrganisationFactory.create(code="REG-20")
    anna, bo = (person_with("dimensioning.edit", at=dalarna) for _one in range(2))
    first_has_written, may_commit = threading.Event(), threading.Event()
    outcomes: list[str] = []

    def change(posts: int) -> CellChange:
        return CellChange(CellKey("REG-20", 2027, "BTF"), posts, seen=0)

    def save_first() -> None:
        with transaction.atomic():
            save_plan_changes(actor=anna, changes=[change(60)])
            first_has_written.set()
            may_commit.wait(10)

    def save_second() -> None:
        try:
            save_plan_changes(actor=bo, changes=[change(70)])
            outcomes.append("saved")
        except PlanRefusedError as refused:
            outcomes.append(refused.refusals[0].code)

    first = in_thread(save_first)
    assert first_has_written.wait(10)
    second = in_thread(save_second)
    second.join(0.4)
    may_commit.set()
    first.join(10)
    second.join(10)

    assert outcomes == ["conflict"]
    assert PlannedPosts.objects.get().posts == 60
    assert PlanRevision.objects.count() == 1
