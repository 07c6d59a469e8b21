"""What a migration does to rows that are there already: the database goes back to before it, gets rows, and comes forward again."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from randa.placements.models import LateChange, PlanEdit
from tests.factories import EnrolmentFactory, PlanFactory, UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = ("placements", "0009_swaps")
DAY = dt.date(2027, 3, 1)


def migrate(*targets: tuple[str, str]) -> Any:
    """Bring the database to the targets, and return the models as they were there."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def forward_again() -> Iterator[None]:
    """Leave the database as the other tests expect it, whatever happens here."""
    yield
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.mark.slow
@pytest.mark.usefixtures("forward_again")
def test_late_changes_kept_before_causes_were_get_one_and_those_without_a_unit_go() -> None:
    plan, unit, learners = PlanFactory.create(), UnitFactory.create(), EnrolmentFactory.create_batch(3)
    PlanEdit.objects.create(plan=plan, number=1, kind=PlanEdit.Kind.SWAP, before={}, after={})
    PlanEdit.objects.create(plan=plan, number=2, kind=PlanEdit.Kind.MOVE, before={}, after={})
    old = migrate(BEFORE).get_model("placements", "LateChange")
    for learner, edit, place in zip(learners, (1, 2, 0), (unit.pk, unit.pk, None), strict=True):
        old.objects.create(
            plan_id=plan.pk, enrolment_id=learner.pk, unit_id=place, first_day=DAY, told_on=DAY, notice_weeks=12, reason="Ändrat",
            edit_number=edit,
        )  # fmt: skip

    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())

    kept = {one.enrolment_id: (one.cause, one.unit_id) for one in LateChange.objects.all()}
    assert kept == {learners[0].pk: ("learner", unit.pk), learners[1].pk: ("plan", unit.pk)}
