"""A planner proposes a draft, heads of units answer, the planner moves somebody and publishes, and the learner knows whom to meet."""

import re
from dataclasses import dataclass

import pytest
from django.db.models import Subquery
from playwright.sync_api import Page, expect

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Plan
from randa.proposals.models import ProposedBlock
from randa.supervisors.models import AllowedSpeciality
from randa.supply.models import Supervision
from randa.training.models import Unit
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import somebody
from tests.browser.world import World
from tests.factories import RoleAssignmentFactory
from tests.placements.test_comparison import plan_with
from tests.placements.world import add_unit, enrolments, region_with

PHONE = {"viewport": {"width": 360, "height": 740}}


@dataclass(frozen=True, slots=True)
class Small:
    """A region of its own with a draft: one learner at Granen, one at Tallen, and a seat at Björken."""

    plan: Plan
    planner: User
    heads: dict[str, User]
    units: dict[str, Unit]
    learners: list[User]


@pytest.fixture
def small(world: World) -> Small:
    assert world.plan, "the demo world has the roles and the kinds of learners"
    region = region_with(2, psychiatry_seats=1)
    Organisation.objects.filter(pk=region.pk).update(name="Region Provskogen")
    units = {
        "Granen": Unit.objects.get(region=region, area_id="PSY"),
        "Tallen": add_unit(region, "PSY", 1),
        "Björken": add_unit(region, "PSY", 1),
        "Akuten": Unit.objects.get(region=region, area_id="AKU"),
    }
    for name, unit in units.items():
        Organisation.objects.filter(pk=unit.pk).update(name=name)
        unit.refresh_from_db()
        allowed = AllowedSpeciality.objects.filter(area=unit.area_id).values("speciality")[:1]
        unit.supervisors.update(speciality=Subquery(allowed))
    people = enrolments(region)
    blocks = [(one, units[name], 0, 8) for one, name in zip(people, ("Granen", "Tallen"), strict=True)]
    plan = plan_with(region, *blocks, *[(one, units["Akuten"], 8, 12) for one in people])
    Plan.objects.filter(pk=plan.pk).update(name="BT-start 2027, Region Provskogen")
    learners = [one.learner for one in people]
    for one in learners:
        User.objects.filter(pk=one.pk).update(is_demo=True)
        RoleAssignmentFactory.create(user=one, organisation=region, role_id="learner")
    return Small(
        plan=plan,
        planner=somebody("Planerare", "training_manager", region.code),
        heads={name: somebody(f"Chef{name}", "unit_head", unit.organisation.code) for name, unit in units.items()},
        units=units,
        learners=learners,
    )


def fits(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def block_at(page: Page, learner: User) -> Page:
    """Open the form of the learner's block on the unit's page."""
    card = page.get_by_role("region", name=str(learner))
    card.locator("summary").click()
    return card  # type: ignore[return-value]  # a locator finds as a page does


def test_a_draft_is_proposed_answered_changed_and_published(small: Small, visit: Opener) -> None:
    granen, tallen = small.learners
    planner = visit(f"/forslag/plan/{small.plan.pk}/", small.planner)
    planner.get_by_label("Brev till enheterna").fill("Planen bygger på förra årets platser.")
    planner.get_by_role("button", name="Skicka till enheterna").click()
    expect(planner.get_by_text("Förslaget är skickat.")).to_be_visible()
    fits(planner)

    yes = visit("/", small.heads["Granen"], **PHONE)
    yes.get_by_role("link", name=re.compile("^Svara")).first.click()
    expect(yes.get_by_text("Planen bygger på förra årets platser.")).to_be_visible()
    card = block_at(yes, granen)
    supervisor = small.units["Granen"].supervisors.get()
    card.get_by_label("Vid ja: handledare").select_option(str(supervisor.pk))
    expect(card.get_by_label("Vid nej: skäl")).to_be_hidden()
    fits(yes)
    card.get_by_role("button", name="Spara svaret").click()
    expect(yes.get_by_text(f"Handledare: {supervisor}")).to_be_visible()
    fits(yes)

    no = visit("/forslag/", small.heads["Tallen"], locale="en-GB", color_scheme="dark")
    fits(no)
    no.get_by_role("link", name=re.compile("^Answer")).first.click()
    card = block_at(no, tallen)
    card.get_by_label("No", exact=True).check()
    card.get_by_role("button", name="Save the answer").click()
    expect(no.get_by_text("Choose a reason, so that the planner knows").first).to_be_visible()
    fits(no)
    card = no.get_by_role("region", name=str(tallen))
    card.get_by_label("If no: reason").select_option("supervision")
    card.get_by_role("button", name="Save the answer").click()
    expect(no.get_by_text("Your answer is saved")).to_be_visible()

    planner.reload()
    expect(planner.get_by_text("Ingen handledare med tid").first).to_be_visible()
    planner.locator("details", has_text="Tallen").get_by_role("link", name=str(tallen)).click()
    planner.get_by_label(re.compile("^Enhet")).select_option(str(small.units["Björken"].pk))
    planner.get_by_role("button", name="Spara blocket").click()
    planner.goto(f"/forslag/plan/{small.plan.pk}/")
    expect(planner.get_by_text("1 ändrat")).to_be_visible()
    planner.get_by_role("button", name="Skicka till enheterna").click()
    expect(planner.get_by_text("Förslag 2, skickat")).to_be_visible()
    assert ProposedBlock.objects.get(proposal__state="open", unit=small.units["Granen"]).answer == "yes"

    planner.get_by_role("link", name="Publicera plan").click()
    expect(planner.get_by_text("Björken: 1 block utan svar.")).to_be_visible()
    fits(planner)
    planner.get_by_role("button", name="Publicera plan").click()
    expect(planner.get_by_text("markera att planen ska gälla ändå").first).to_be_visible()
    planner.get_by_label("Jag har läst enheternas svar, och planen ska gälla ändå").check()
    planner.get_by_role("button", name="Publicera plan").click()
    expect(planner.get_by_text("Planen är publicerad.")).to_be_visible()
    assert Supervision.objects.get(enrolment__learner=granen).supervisor == supervisor

    keeper = visit(f"/enheter/{small.units['Granen'].organisation.code}/kontakt/", small.heads["Granen"])
    keeper.get_by_label("Kontaktperson eller funktion").fill("Avdelningens sekreterare")
    keeper.get_by_label("Telefon").fill("010-000 00 00")
    keeper.get_by_label("Besöksadress").fill("Provvägen 1, Provdalen")
    fits(keeper)
    keeper.get_by_role("button", name="Spara").click()
    expect(keeper.get_by_text("Avdelningens sekreterare")).to_be_visible()

    mine = visit("/placering/mina/", granen, **PHONE)
    for words in (str(supervisor), "Avdelningens sekreterare", "010-000 00 00", "Provvägen 1, Provdalen"):
        expect(mine.get_by_text(words).first).to_be_visible()
    expect(mine.get_by_role("link", name=re.compile("Visa på karta")).first).to_be_visible()
    fits(mine)


def test_a_head_confirms_who_comes_with_a_supervisor(small: Small, visit: Opener) -> None:
    Plan.objects.filter(pk=small.plan.pk).update(state=Plan.State.PUBLISHED)
    small.plan.placements.update(is_published=True)
    unit, learner = small.units["Granen"], small.learners[0]

    page = visit("/", small.heads["Granen"])
    page.get_by_role("link", name=re.compile("^Välj handledare")).first.click()
    fits(page)
    page.get_by_role("link", name=re.compile("^Välj handledare")).first.click()
    page.get_by_label(re.compile(str(unit.supervisors.get()))).check()
    fits(page)
    page.get_by_role("button", name="Bekräfta med handledare").click()

    expect(page.get_by_text(f"Handledare: {unit.supervisors.get()}")).to_be_visible()
    assert (
        Supervision.objects.get(enrolment__learner=learner).ends_before
        == small.plan.placements.get(unit=unit).ends_before
    )
