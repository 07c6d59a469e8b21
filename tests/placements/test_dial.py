"""What planning anew counts with is a rule of the region: shown before it begins, kept with the answer, and what the engine is given."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from randa.core.jobs.services import execute
from randa.engines.planning import replan as engine
from randa.engines.planning.replan import Replanned
from randa.organisations.models import Organisation
from randa.placements.dial import KEPT, KEPT_LOW, SELECTION, UNSAID, WHOLE, terms_for
from randa.placements.services.rearranging import start_mending
from randa.regulations.models import RuleSet
from tests.factories import OrganisationFactory, RuleFactory, RuleSetFactory
from tests.placements.editing import draft_with
from tests.placements.test_rearranging_pages import close_psychiatry
from tests.placements.world import region_with

TODAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _before_the_plan(settings: Settings) -> None:
    settings.RANDA_TODAY = TODAY


def rules(owner: Organisation | None, **values: int) -> RuleSet:
    found = RuleSetFactory.create(organisation=owner, name="Omplanering 2026")
    for name, value in values.items():
        RuleFactory.create(rule_set=found, key=f"placement.{name}", value=value, unit="points")
    return found


@pytest.mark.django_db
def test_the_dearest_place_and_the_longest_search_of_the_plans_regions_count() -> None:
    one, other, silent = region_with(1), region_with(1), OrganisationFactory.create()
    rules(one, kept_place_points=60, kept_place_points_low=12, selection_search_seconds=5)
    rules(other, kept_place_points=50, kept_place_points_low=3, selection_search_seconds=20)

    both, nobody = terms_for([one, other]), terms_for([silent])

    assert (both.kept_points, both.kept_points_low, both.selection_seconds) == (60, 3, 20)
    assert both.whole_seconds == UNSAID[WHOLE]
    assert both.rule is not None
    assert both.rule.rule_set.organisation == one
    assert (nobody.kept_points, nobody.kept_points_low) == (UNSAID[KEPT], UNSAID[KEPT_LOW])
    assert (nobody.selection_seconds, nobody.rule) == (UNSAID[SELECTION], None)


@pytest.mark.django_db
def test_the_price_is_shown_with_its_rule_before_it_is_counted_with(client: Client) -> None:
    region, planner, plan = draft_with(2)
    rules(region, kept_place_points=61, kept_place_points_low=7)
    close_psychiatry(plan)
    client.force_login(planner)

    page = client.get(reverse("placements:rearrange", args=[plan.pk])).content.decode()

    assert "räknas som värd 61 poäng att behålla, och 7 poäng" in page
    assert "Omplanering 2026" in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_engine_is_given_the_prices_that_held_when_it_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    region, planner, plan = draft_with(2)
    kept = rules(region, kept_place_points=61, kept_place_points_low=7)
    close_psychiatry(plan)
    made = start_mending(actor=planner, plan=plan)
    kept.rules.update(value=1)
    given: list[int] = []
    real = engine.replan

    def heard(*args: object, change_price: int, **values: object) -> Replanned:
        given.append(change_price)
        return real(*args, change_price=change_price, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "replan", heard)

    execute(str(made.job_id))

    made.refresh_from_db()
    assert (made.asked["kept_points"], made.asked["kept_points_low"]) == (61, 7)
    assert (set(given), given[-1]) == ({61, 7}, 7)
