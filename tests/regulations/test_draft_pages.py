"""Writing a region's own rules on its pages: errors at the field, what it changes in words, and conflicts that lose nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from randa.core.ui.formats import day_words
from randa.people.models import User
from randa.regulations.models import RuleSet
from randa.regulations.services import start_draft
from tests.factories import PlacementFactory, PlanFactory, UserFactory, person_with
from tests.regulations.own import BELOW, DECISION, FROM, TODAY, RuleWorld, drafted, published, rule_world

pytestmark = pytest.mark.django_db
FIELD = BELOW.replace(".", "__")


@pytest.fixture
def world(settings: Settings) -> RuleWorld:
    settings.RANDA_TODAY = TODAY
    return rule_world()


def _address(world: RuleWorld, name: str = "draft") -> str:
    return reverse(f"regulations:{name}", args=[world.region.code])


def _as(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def _sent(client: Client, world: RuleWorld, **changes: Any) -> dict[str, Any]:
    """Return what a browser would send of the form as it stands, with changes."""
    form = client.get(_address(world)).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {key: value for key, value in (values | changes).items() if value is not None}


def test_a_director_starts_from_the_regions_page_and_sees_what_holds_otherwise(
    client: Client, world: RuleWorld
) -> None:
    _as(client, world.director)
    assert "Skriv en ny version" in client.get(_address(world, "region")).content.decode()

    page = client.post(_address(world, "draft_start"), follow=True).content.decode()

    for words in ("Utkast till version 2", "Tomt: 4 poäng, enligt Mellansverige 2025.", "Tomt: ingen regel."):
        assert words in page
    assert "Fortsätt med utkastet" in client.get(_address(world, "region")).content.decode()


def test_the_fields_are_of_the_rules_kinds(client: Client, world: RuleWorld) -> None:
    start_draft(actor=world.director, region=world.region, today=TODAY)

    page = _as(client, world.director).get(_address(world)).content.decode()

    assert f'<input type="number" name="{FIELD}" min="0" max="1000"' in page
    assert 'name="at__feedback_document_every_weeks" value="4, 6"' in page
    assert page.count('type="checkbox" name="bt__employment_forms"') == 2
    assert '<select name="bt__credit_given"' in page
    assert "bt__min_months" not in page


def test_an_error_stands_at_its_field_and_what_was_typed_survives(client: Client, world: RuleWorld) -> None:
    start_draft(actor=world.director, region=world.region, today=TODAY)
    _as(client, world.director)
    wrong = {
        FIELD: "1001",
        "at__norm_months": "18 månader",
        "placement__schedule_notice_weeks": "30",
        "source": "Protokoll 7",
    }

    answer = client.post(_address(world), _sent(client, world, **wrong))

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert set(errors) == {FIELD, "at__norm_months", "placement__schedule_notice_weeks"}
    assert "Högre än ”Varsel före en placering”" in str(errors["placement__schedule_notice_weeks"])
    page = answer.content.decode()
    assert all(f'value="{typed}"' in page for typed in wrong.values())


def test_before_publishing_the_writer_reads_what_changes_and_which_plans_it_touches(
    client: Client, world: RuleWorld
) -> None:
    plan = PlanFactory.create(regions=[world.region], state="draft", name="Hösten")
    start_draft(actor=world.director, region=world.region, today=TODAY)
    _as(client, world.manager)
    changes = {FIELD: "80", "at__starts_per_year": "", "valid_from": FROM.isoformat(), "review": "1"} | DECISION

    page = client.post(_address(world), _sent(client, world, **changes), follow=True).content.decode()

    for words in (
        f"Det här ändras från {day_words(FROM)}",
        "<strong>En läkare och vecka under en enhets minsta antal</strong>: 4 poäng → 80 poäng",
        "<strong>AT-starter per år</strong>: 4 starter upphör",
        "Körningar som startas från den dagen räknar med det nya",
        f'<a href="{plan.get_absolute_url()}">{plan}</a>',
        "inget i Randa räknar med det: AT-starter per år.",
    ):
        assert words in page, words


def test_notice_touches_the_plans_that_are_published_and_go_on(client: Client, world: RuleWorld) -> None:
    gone, held = (PlanFactory.create(regions=[world.region], state="published", name=name) for name in ("Förr", "Nu"))
    PlacementFactory.create(plan=held, starts_on=TODAY, ends_before=FROM.replace(month=2))
    PlacementFactory.create(plan=gone, starts_on=FROM.replace(year=2020), ends_before=FROM)
    drafted(world, placement__notice_weeks=16)

    page = _as(client, world.manager).get(_address(world, "draft_review")).content.decode()

    assert held.get_absolute_url() in page
    assert gone.get_absolute_url() not in page


def test_the_manager_publishes_what_was_reviewed_and_the_version_is_read_by_all(
    client: Client, world: RuleWorld
) -> None:
    draft = drafted(world, placement__below_least_points=80)
    _as(client, world.manager)

    stale = client.post(_address(world, "draft_review"), {"seen": str(draft.revision - 1)})
    assert stale.status_code == 409
    assert "Någon annan har sparat utkastet" in stale.content.decode()

    done = client.post(_address(world, "draft_review"), {"seen": str(draft.revision)}, follow=True)
    assert "Versionen är publicerad" in done.content.decode()

    _as(client, UserFactory.create())
    page = client.get(reverse("regulations:detail", args=[draft.pk])).content.decode()
    for words in (
        "Regionstyrelsen",
        "RS 2026:14",
        "RS 2026:14, § 8",
        "80 poäng",
        "Reglerna publicerades: Dalarna, version 2",
    ):
        assert words in page, words
    held = client.get(_address(world, "region")).content.decode()
    assert f"Från {day_words(FROM)}" in held
    assert "4 poäng → 80 poäng" in held


def test_a_director_may_not_publish_and_reads_who_may(client: Client, world: RuleWorld) -> None:
    draft = drafted(world, placement__below_least_points=80)
    _as(client, world.director)

    page = client.get(_address(world, "draft_review")).content.decode()

    assert "Den som publicerar regionens planer publicerar också dess regler." in page
    assert "Publicera versionen" not in page
    assert client.post(_address(world, "draft_review"), {"seen": str(draft.revision)}).status_code == 403


def test_a_draft_is_seen_by_those_who_write_the_regions_rules_and_by_nobody_else(
    client: Client, world: RuleWorld
) -> None:
    draft = drafted(world, placement__below_least_points=80)
    reader = person_with("placements.view", at=world.region)

    for person, seen in ((world.director, True), (reader, False)):
        _as(client, person)
        for name, mark in (("list", f'href="{draft.get_absolute_url()}"'), ("compare", f'<option value="{draft.pk}"')):
            page = client.get(reverse(f"regulations:{name}"), {"size": "all"}).content.decode()
            assert (mark in page) is seen, name
        assert (str(draft) in client.get(_address(world, "region")).content.decode()) is seen
        assert client.get(reverse("regulations:detail", args=[draft.pk])).status_code == (200 if seen else 404)
        assert client.get(_address(world)).status_code == (200 if seen else 403)
    assert str(draft) not in client.get(world.region.get_absolute_url()).content.decode()


def test_two_who_write_at_once_see_each_others_values_and_lose_nothing(client: Client, world: RuleWorld) -> None:
    start_draft(actor=world.director, region=world.region, today=TODAY)
    _as(client, world.director)
    mine = _sent(client, world, **{FIELD: "60", "source": "Protokoll 7"})
    drafted(world, placement__below_least_points=80)

    told = client.post(_address(world), mine)

    page = told.content.decode()
    assert told.status_code == 422
    assert "Nu står det: " in page
    assert "En läkare och vecka under en enhets minsta antal: 80" in page
    assert f'name="{FIELD}" value="60"' in page
    again = client.post(_address(world), mine | {"seen": told.context["form"].data["seen"]})
    assert again.status_code == 302
    assert RuleSet.objects.get(state="draft").rules.get(key=BELOW).value == 60


def test_the_manager_takes_a_version_back_with_a_reason(client: Client, world: RuleWorld) -> None:
    version = published(world, placement__below_least_points=80)
    address = reverse("regulations:withdraw", args=[version.pk])
    _as(client, world.manager)
    assert "Ta tillbaka versionen" in client.get(version.get_absolute_url()).content.decode()

    assert client.post(address, {"reason": ""}).status_code == 422
    page = client.post(address, {"reason": "Nytt beslut väntas"}, follow=True).content.decode()

    assert "Nytt beslut väntas" in page
    assert "Ingen ändring är beslutad" in client.get(_address(world, "region")).content.decode()


def test_a_draft_is_thrown_away(client: Client, world: RuleWorld) -> None:
    drafted(world, placement__below_least_points=80)

    _as(client, world.director).post(_address(world, "draft_discard"))

    assert client.get(_address(world)).status_code == 404


@pytest.mark.parametrize("changed", [1, 3])
def test_the_draft_and_its_review_run_as_many_queries_for_three_changed_rules_as_for_one(
    client: Client, world: RuleWorld, changed: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = ["placement__below_least_points", "placement__above_ease_points", "placement__fair_weight"][:changed]
    drafted(world, **dict.fromkeys(keys, 8))
    _as(client, world.manager)

    # session, person, roles, bell, region, draft, its rules, healthcare regions, rules, keys
    with django_assert_num_queries(10):
        client.get(_address(world))
    with django_assert_num_queries(10):  # the plans that are touched instead of the keys
        client.get(_address(world, "draft_review"))


def test_two_versions_stand_side_by_side_with_what_is_added_and_what_ceases(client: Client, world: RuleWorld) -> None:
    version = published(world, placement__below_least_points=80, at__starts_per_year=None, at__norm_months=18)
    first = RuleSet.objects.get(organisation=world.region, version=1)
    _as(client, UserFactory.create())
    said = {}

    page = client.get(reverse("regulations:compare"), {"left": first.pk, "right": version.pk}).content.decode()

    for row in page.split("<tbody>")[1].split("<tr>")[1:]:
        for mark in ("skiljer sig", "tillkommer", "upphör"):
            if mark in row:
                said[mark] = row
    assert "AT:s normtid" in said["skiljer sig"]
    assert "En läkare och vecka under" in said["tillkommer"]
    assert "AT-starter per år" in said["upphör"]


def test_what_is_not_decided_yet_has_no_button_to_publish_it(client: Client, world: RuleWorld) -> None:
    start_draft(actor=world.director, region=world.region, today=TODAY)
    _as(client, world.manager)

    page = client.get(_address(world, "draft_review")).content.decode()

    assert "Skriv i utkastet vem som har beslutat" in page
    assert "Publicera versionen" not in page


def test_the_regions_own_page_shows_the_version_that_holds_and_the_one_to_come_and_leads_to_all_rules(
    client: Client, world: RuleWorld, settings: Settings
) -> None:
    published(world, placement__below_least_points=80)
    published(world, FROM.replace(month=3), placement__below_least_points=90)
    _as(client, UserFactory.create())
    for day, shown in ((TODAY, {1, 2, 3}), (FROM, {2, 3}), (FROM.replace(month=4), {3})):
        settings.RANDA_TODAY = day

        page = client.get(world.region.get_absolute_url()).content.decode()

        assert {number for number in (1, 2, 3) if f"Version {number}, gäller från" in page} == shown
        assert _address(world, "region") in page
