"""The numbers behind what a run weighs are rules of the regions: shown before, kept with the run, and told with the rule afterwards."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.engines.planning.model import BlockRule, Doctor, Option, Problem, Template, Unit
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.choices import PlanningChoices, choices_in
from randa.placements.models import Plan
from randa.placements.prices import ABOVE_EASE, BELOW_LEAST, EASE, FAIR_ABOVE, FAIR_WEIGHT, prices_for
from randa.placements.searching import search
from randa.placements.services.plans import start_planning
from randa.regulations.models import RuleSet
from tests.factories import (
    OrganisationFactory,
    PlacementAreaFactory,
    RuleFactory,
    RuleSetFactory,
    UnitMinimumFactory,
    person_with,
)
from tests.placements.test_plan_services import planned
from tests.placements.world import PERMISSIONS, add_unit, region_with

TODAY = dt.date(2026, 11, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _before_the_plan(settings: Settings) -> None:
    settings.RANDA_TODAY = TODAY


def rules(owner: Organisation | None, version: int = 1, **values: int) -> RuleSet:
    found = RuleSetFactory.create(organisation=owner, name="Planering 2026", version=version)
    for name, value in values.items():
        RuleFactory.create(rule_set=found, key=f"placement.{name}", value=value, unit="points", source="Protokoll 7")
    return found


def planner_of(*regions: Organisation) -> User:
    person = person_with(*PERMISSIONS, at=regions[0])
    role = person.role_assignments.get().role
    for other in regions[1:]:
        person.role_assignments.create(role=role, organisation=other, starts_on=dt.date(2026, 1, 1))
    return person


def test_where_nobody_has_decided_anything_randas_own_numbers_hold() -> None:
    chosen = prices_for([OrganisationFactory.create()]).choices(is_fair=True, is_spread=True)

    assert chosen == {
        "fair_above_points": 60, "fair_extra": 1, "ease_percent": 80, "above_ease_points": 2, "below_least_points": 4,
    }  # fmt: skip


def test_of_several_regions_the_lowest_limit_and_the_highest_price_count() -> None:
    one, other = region_with(0), region_with(0)
    rules(one, fair_above_points=50, ease_percent=90, above_ease_points=1)
    rules(other, fair_above_points=70, ease_percent=75, above_ease_points=6)

    said = prices_for([one, other]).said

    assert [said[key].value for key in (FAIR_ABOVE, FAIR_WEIGHT, EASE, ABOVE_EASE)] == [50, 2, 75, 6]
    assert said[FAIR_WEIGHT].rule is None


def test_what_is_not_chosen_weighs_nothing() -> None:
    chosen = choices_in(prices_for([OrganisationFactory.create()]).choices(is_fair=False, is_spread=False))

    assert (chosen.fairness, chosen.above_ease_points, chosen.below_least_points) == (None, 0, 4)


def test_the_run_counts_with_the_rules_of_the_day_it_was_asked_and_the_page_says_which() -> None:
    region = region_with(1)
    planner = planner_of(region)
    rules(region, fair_above_points=50, fair_weight=3, ease_percent=70, above_ease_points=5)

    job = start_planning(actor=planner, regions=[region], start_year=2027, seconds=5, is_fair=True, is_spread=True)
    rules(region, version=2, fair_above_points=10, fair_weight=9, ease_percent=10, above_ease_points=9)

    kept = choices_in(job.payload)
    assert (kept.fair_above_points, kept.fair_extra, kept.ease_percent, kept.above_ease_points) == (50, 2, 70, 5)
    assert job.payload["origins"][FAIR_ABOVE] == {
        "value": 50, "rule_set": "Planering 2026", "version": 1, "provenance": "c", "source": "Protokoll 7",
    }  # fmt: skip
    assert job.payload["origins"][BELOW_LEAST] == {"value": 4}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_run_tells_afterwards_what_it_weighed_and_what_it_cost(client: Client) -> None:
    region = region_with(3, psychiatry_seats=3)
    planner = planner_of(region)
    wanted = add_unit(region, "PSY", 2)
    UnitMinimumFactory.create(unit=wanted, least=2)
    rules(region, fair_weight=3, ease_percent=50, above_ease_points=5, below_least_points=9)

    job = start_planning(actor=planner, regions=[region], start_year=2027, seconds=5, is_fair=True, is_spread=True)
    execute(str(job.pk))

    plan = Plan.objects.get()
    rules(region, version=2, ease_percent=10, above_ease_points=1, below_least_points=1)
    client.force_login(planner)
    page = client.get(reverse("placements:plan_facts", args=[plan.pk])).content.decode()
    assert plan.explanation["tiers"]["occupancy"] > 0
    assert sum(plan.explanation["tiers"].values()) == plan.cost
    assert "varav enheter med för få eller för många" in page
    assert "Läkare och vecka utöver 50 % av enhetens platser" in page
    assert "väger 3 gånger" in page
    assert "9 poäng" in page
    assert "Planering 2026, version 1" in page


def test_a_plan_from_before_the_rules_shows_its_numbers_without_a_rule(client: Client) -> None:
    region = region_with(1)
    planner = planner_of(region)
    plan = planned(region, planner)
    plan.explanation = {"choices": {"fair_above_points": 60, "fair_extra": 1, "unplaced_per_week": {}}}
    plan.save()
    client.force_login(planner)

    page = client.get(reverse("placements:plan_facts", args=[plan.pk])).content.decode()

    assert "En läkares resor utöver 60 poäng" in page
    assert "väger dubbelt" in page
    assert "enhetens minsta antal" not in page
    assert "Randas eget förslag" not in page


def test_the_numbers_are_shown_with_their_rules_before_a_run(client: Client) -> None:
    region, other = region_with(0), region_with(0)
    rules(region, fair_above_points=50, fair_weight=3, ease_percent=70, above_ease_points=5)
    client.force_login(planner_of(region, other))

    page = client.get(reverse("placements:run")).content.decode()

    assert "När regioner planeras tillsammans gäller den lägsta gränsen" in page
    assert "mer än 50 poäng, ungefär 5 timmars enkel resa, väger resten 3 gånger" in page
    assert "mer än 70 procent av en enhets platser" in page
    assert page.count("Planering 2026, version 1") == 2
    assert "Randas eget förslag, inget är beslutat" in page
    assert f"<h3>{other}</h3>" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_regions_as_for_one(
    client: Client, count: int, django_assert_num_queries
) -> None:
    regions = [region_with(0) for _number in range(count)]
    for region in regions:
        rules(region, fair_above_points=50, ease_percent=70)
    client.force_login(planner_of(*regions))

    with django_assert_num_queries(11):  # session, person, roles, bell; regions, memberships, rules, drafts, choices
        client.get(reverse("placements:run"))


@pytest.mark.parametrize(
    ("values", "said", "unsaid"),
    [
        ({"below_least_points": 39, "above_ease_points": 39}, (), ("Ett pris går före",)),
        (
            {"below_least_points": 60},
            (
                "kostar 60 poäng i veckan",
                "i Område VAL (40), Område IM (60), Område KIR (60), så planen kan lämna någon utan plats för att fylla",
            ),
            ("Område PSY (80)", "fast det finns en ledig"),
        ),
        (
            {"above_ease_points": 40, "ease_percent": 70},
            (
                "utöver 70 procent av en enhets platser 40 poäng i veckan",
                "i Område VAL (40), så planen",
                "fast det finns en ledig",
            ),
            ("för att fylla en enhet",),
        ),
    ],
)
def test_a_price_that_goes_before_everybodys_place_is_warned_of_in_numbers_before_the_run_and_refuses_nothing(
    client: Client, values: dict[str, int], said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    region = region_with(1)
    for code in ("VAL", "IM", "KIR", "PSY"):
        PlacementAreaFactory.create(code=code)
    rules(region, **values)
    client.force_login(planner_of(region))

    page = client.get(reverse("placements:run")).content.decode()

    assert [text for text in said if text not in page] == []
    assert [text for text in unsaid if text in page] == []
    sent = client.post(reverse("placements:run"), {"regions": [region.code], "start_year": "2027", "seconds": "5"})
    assert (sent.status_code, Job.objects.count()) == (302, 1)


def test_the_region_whose_price_it_is_is_named_among_several(client: Client) -> None:
    region, other = region_with(0), region_with(0)
    rules(region, below_least_points=90)
    client.force_login(planner_of(region, other))

    page = client.get(reverse("placements:run")).content.decode()

    assert f"<strong>{region}:</strong> En läkare för lite" in page
    assert f"<strong>{other}:</strong>" not in page


@pytest.mark.slow
@pytest.mark.parametrize(("points", "is_strict", "unplaced"), [(39, False, 0), (41, False, 4), (41, True, 0)])
def test_what_is_warned_of_is_what_the_search_does(points: int, unplaced: int, *, is_strict: bool) -> None:
    """One doctor with two blocks: the unit that wants somebody first takes the weeks in which the other has its only seat."""
    wanting = Unit(0, 0, "PSY", (1,) * 8, least=(1,) * 4 + (0,) * 4)
    early = Unit(1, 0, "VAL", (1,) * 4 + (0,) * 4)
    rule = BlockRule(4, 4, 4)
    doctor = Doctor(0, 0, "BT", 0, tuple(range(8)), {"PSY": (Option(0, 0),), "VAL": (Option(1, 0),)})
    problem = Problem(
        weeks=8, kinds=("PSY", "VAL"), regions=("A",), templates={"BT": Template(8, {"PSY": rule, "VAL": rule})},
        unplaced_cost_per_week={"PSY": 80, "VAL": 40}, off_nominal_cost_per_week=1, max_gap_weeks=8, units=(wanting, early),
        doctors=(doctor,), below_least_cost=points,
    )  # fmt: skip
    choices = PlanningChoices(below_least_points=points, is_strict=is_strict, seconds=1)

    found, _proved = search(problem, choices, seed=1, progress=lambda *_told: None, cancelled=lambda: False)

    assert found.unplaced_weeks == unplaced


WRONG = {
    "start_year": ("snart", "2019", "Skriv ett heltal"),
    "seconds": ("trettio", "1", "Skriv ett heltal"),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("which", [0, 1])
def test_a_number_that_cannot_be_is_refused_in_our_words_and_stays_as_it_was_typed(
    client: Client, name: str, which: int
) -> None:
    region = region_with(1)
    client.force_login(planner_of(region))
    typed = {
        "regions": [region.code],
        "start_year": "2027",
        "seconds": "5",
        "is_spread": "on",
        name: WRONG[name][which],
    }

    page = client.post(reverse("placements:run"), typed)

    text = page.content.decode()
    assert page.status_code == 422
    assert "novalidate" in text.split('<form method="post" class="stack', 1)[1].split(">", 1)[0]
    assert f'value="{WRONG[name][which]}"' in text
    assert page.context["form"].errors[name]
    assert "checked" in str(page.context["form"]["is_spread"])
    assert page.context["form"].errors.keys() == {name}


def test_no_region_and_no_year_are_said_at_their_fields(client: Client) -> None:
    client.force_login(planner_of(region_with(1)))

    page = client.post(reverse("placements:run"), {"start_year": "", "seconds": "5"})

    assert page.context["form"].errors.keys() == {"regions", "start_year"}
