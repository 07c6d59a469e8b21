"""The page of a unit's late changes: figures for those who see the unit, reasons for those who follow it up."""

import pytest
from django.test import Client
from django.urls import reverse

from randa.core.access.row_security import as_person
from randa.placements.models import LateChange
from randa.training.models import Enrolment
from tests.factories import LateChangeFactory, OrganisationFactory, RuleFactory, RuleSetFactory, person_with
from tests.supply.world import SmallUnit, make_unit, placed_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallUnit:
    made = make_unit()
    rules = RuleSetFactory.create(organisation=made.unit.region)
    RuleFactory.create(rule_set=rules, key="quality.smallest_group", value=3, unit="people")
    return made


def late(small: SmallUnit, enrolment: Enrolment, **values: object) -> LateChange:
    made: LateChange = LateChangeFactory.create(
        unit=small.unit, enrolment=enrolment, plan=small.placement.plan, **values
    )
    return made


def page(client: Client, person: object, small: SmallUnit) -> str:
    client.force_login(person)  # type: ignore[arg-type]
    return client.get(reverse("supply:late_changes", args=[small.unit.organisation.code])).content.decode()


def test_who_keeps_the_unit_reads_each_change_with_its_reason_and_name(client: Client, small: SmallUnit) -> None:
    late(small, small.enrolment, reason="Avdelningen stänger")

    text = page(client, small.head, small)

    assert "Avdelningen stänger" in text
    assert str(small.enrolment.learner) in text
    assert "3 / 12" in text


def test_who_only_sees_the_unit_reads_no_reason_no_name_and_no_figure_about_one(
    client: Client, small: SmallUnit
) -> None:
    late(small, small.enrolment, reason="Avdelningen stänger")

    text = page(client, person_with("placements.view", at=small.unit.organisation), small)

    assert "Avdelningen stänger" not in text
    assert str(small.enrolment.learner) not in text
    assert "färre än 3 personer" in text


def test_three_are_shown_in_figures_to_whoever_sees_the_unit(client: Client, small: SmallUnit) -> None:
    for _number in range(3):
        late(small, placed_at(small.unit, small.placement.plan).enrolment)

    text = page(client, person_with("placements.view", at=small.unit.organisation), small)

    assert "3/3" in text
    assert "färre än" not in text


def test_without_a_rule_nothing_about_anybody_is_shown(client: Client) -> None:
    small = make_unit()
    for _number in range(4):
        late(small, placed_at(small.unit, small.placement.plan).enrolment)

    text = page(client, person_with("placements.view", at=small.unit.organisation), small)

    assert "ingen regel säger" in text


def test_the_page_asks_as_often_for_three_changes_as_for_one(
    client: Client, small: SmallUnit, django_assert_max_num_queries
) -> None:
    client.force_login(small.head)
    address = reverse("supply:late_changes", args=[small.unit.organisation.code])
    counts = []
    for _time in range(2):
        late(small, placed_at(small.unit, small.placement.plan).enrolment)
        with django_assert_max_num_queries(45) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
        late(small, placed_at(small.unit, small.placement.plan).enrolment)

    assert counts[0] == counts[1]


def test_the_database_shows_late_changes_to_whom_they_concern_and_to_planners_and_lets_only_publishers_write(
    small: SmallUnit,
) -> None:
    row = late(small, small.enrolment)
    region, unit = small.unit.region, small.unit.organisation
    people = {
        "the learner": small.enrolment.learner,
        "the unit": person_with("placements.view", at=unit),
        "a planner of the learner's region": person_with("placements.plan", at=region),
        "a publisher of the plan": person_with("placements.publish", at=region),
        "another learner": placed_at(small.unit, small.placement.plan).enrolment.learner,
        "another region": person_with(
            "placements.view", "placements.plan", "placements.publish", at=OrganisationFactory.create()
        ),
    }

    seen, written = set(), set()
    for who, person in people.items():
        with as_person(person.pk):
            if LateChange.objects.filter(pk=row.pk).exists():
                seen.add(who)
            if LateChange.objects.filter(pk=row.pk).update(reason="Ett annat skäl"):
                written.add(who)

    assert seen == {
        "the learner", "the unit", "a planner of the learner's region", "a publisher of the plan",
    }  # fmt: skip
    assert written == {"a publisher of the plan"}
