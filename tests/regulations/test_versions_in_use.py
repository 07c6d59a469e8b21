"""A version takes effect on its day for those who count with it, and what was counted before names the version that it used."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from randa.placements.prices import prices_for
from tests.factories import PlanFactory
from tests.regulations.own import BELOW, FROM, RuleWorld, published, rule_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def world() -> RuleWorld:
    return rule_world()


def test_a_run_counts_with_the_version_of_its_day_and_what_a_plan_kept_names_the_version_it_used(
    world: RuleWorld, settings: Settings
) -> None:
    published(world, placement__below_least_points=80)
    settings.RANDA_TODAY = FROM - DAY
    before = prices_for([world.region])
    settings.RANDA_TODAY = FROM
    after = prices_for([world.region])

    assert [one.choices(is_fair=False, is_spread=False)["below_least_points"] for one in (before, after)] == [4, 80]
    assert [(one.origins[BELOW]["rule_set"], one.origins[BELOW]["version"]) for one in (before, after)] == [
        ("Mellansverige 2025", 1),
        ("Dalarna", 2),
    ]


def test_a_plan_from_before_the_new_version_shows_the_number_and_the_version_it_was_counted_with(
    client: Client, world: RuleWorld, settings: Settings
) -> None:
    published(world, placement__below_least_points=80)
    pages = []
    for day in (FROM - DAY, FROM):
        settings.RANDA_TODAY = day
        prices = prices_for([world.region])
        said = {"choices": prices.choices(is_fair=False, is_spread=False), "origins": prices.origins}
        pages.append(PlanFactory.create(regions=[world.region], explanation=said))
    settings.RANDA_TODAY = FROM + 7 * DAY
    client.force_login(world.manager)

    before, after = (client.get(reverse("placements:plan_facts", args=[plan.pk])).content.decode() for plan in pages)

    assert ("4 poäng" in before, "Mellansverige 2025, version 1" in before, "80 poäng" in before) == (True, True, False)
    assert ("80 poäng" in after, "Dalarna, version 2" in after) == (True, True)
