"""A planner proposes a draft, heads of units answer, the planner moves somebody and publishes, and the learner knows whom to meet."""

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from randa.people.models import User
from randa.placements.models import Plan
from randa.proposals.models import ProposedBlock
from randa.supply.models import Supervision
from randa.training.models import Unit
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.regions import OwnRegion, own_region
from tests.browser.world import World
from tests.placements.test_comparison import plan_with

PHONE = {"viewport": {"width": 360, "height": 740}}


@dataclass(frozen=True, slots=True)
class Small:
    """A region of its own with a draft: one learner at Granen, one at Tallen, and a seat at Björken."""

    plan: Plan
    own: OwnRegion

    @property
    def planner(self) -> User:
        return self.own.planner

    @property
    def heads(self) -> dict[str, User]:
        return self.own.heads

    @property
    def units(self) -> dict[str, Unit]:
        return self.own.units

    @property
    def learners(self) -> list[User]:
        return self.own.learners


@pytest.fixture
def small(world: World) -> Small:
    assert world.plan, "the demo world has the roles and the kinds of learners"
    units = {"Granen": ("PSY", 1), "Tallen": ("PSY", 1), "Björken": ("PSY", 1), "Akuten": ("AKU", 2)}
    own = own_region("Region Provskogen", doctors=2, units=units)
    blocks = [(one, own.units[name], 0, 8) for one, name in zip(own.doctors, ("Granen", "Tallen"), strict=True)]
    plan = plan_with(own.region, *blocks, *[(one, own.units["Akuten"], 8, 12) for one in own.doctors])
    Plan.objects.filter(pk=plan.pk).update(name="BT-start 2027, Region Provskogen")
    return Small(plan, own)


def fits(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def block_at(page: Page, learner: User) -> Page:
    """Open the form of the learner's block on the unit's page."""
    card = page.get_by_role("region", name=str(learner))
    card.locator("summary").click()
    return card  # type: ignore[return-value]  # a locator finds as a page does


def test_a_draft_is_proposed_answered_changed_and_published(small: Small, visit: Opener) -> None:
    planner = visit(f"/forslag/plan/{small.plan.pk}/", small.planner)
    send(planner)
    say_yes_with_a_supervisor(visit, small)
    say_no_with_a_reason(visit, small)
    move_who_got_no(planner, small)
    publish_in_spite_of_silence(planner)
    supervisor = small.units["Granen"].supervisors.get()
    assert Supervision.objects.get(enrolment__learner=small.learners[0]).supervisor == supervisor
    write_contact(visit, small)
    read_as_learner(visit, small)


def send(planner: Page) -> None:
    planner.get_by_label("Brev till enheterna").fill("Planen bygger på förra årets platser.")
    planner.get_by_role("button", name="Skicka till enheterna").click()
    expect(planner.get_by_text("Förslaget är skickat.")).to_be_visible()
    fits(planner)


def say_yes_with_a_supervisor(visit: Opener, small: Small) -> None:
    yes = visit("/", small.heads["Granen"], **PHONE)
    yes.get_by_role("link", name=re.compile("^Svara")).first.click()
    expect(yes.get_by_text("Planen bygger på förra årets platser.")).to_be_visible()
    card = block_at(yes, small.learners[0])
    supervisor = small.units["Granen"].supervisors.get()
    card.get_by_label("Vid ja: handledare").select_option(str(supervisor.pk))
    expect(card.get_by_label("Vid nej: skäl")).to_be_hidden()
    fits(yes)
    card.get_by_role("button", name="Spara svaret").click()
    expect(yes.get_by_text(f"Handledare: {supervisor}")).to_be_visible()
    fits(yes)


def say_no_with_a_reason(visit: Opener, small: Small) -> None:
    tallen = small.learners[1]
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


def move_who_got_no(planner: Page, small: Small) -> None:
    planner.reload()
    expect(planner.get_by_text("Ingen handledare med tid").first).to_be_visible()
    planner.locator("details", has_text="Tallen").get_by_role("link", name=str(small.learners[1])).click()
    planner.get_by_label(re.compile("^Enhet")).select_option(str(small.units["Björken"].pk))
    planner.get_by_role("button", name="Spara blocket").click()
    planner.goto(f"/forslag/plan/{small.plan.pk}/")
    expect(planner.get_by_text("1 ändrat")).to_be_visible()
    planner.get_by_role("button", name="Skicka till enheterna").click()
    expect(planner.get_by_text("Förslag 2, skickat")).to_be_visible()
    assert ProposedBlock.objects.get(proposal__state="open", unit=small.units["Granen"]).answer == "yes"


def publish_in_spite_of_silence(planner: Page) -> None:
    planner.get_by_role("link", name="Publicera plan").click()
    expect(planner.get_by_text("Björken: 1 block utan svar.")).to_be_visible()
    fits(planner)
    planner.get_by_role("button", name="Publicera plan").click()
    expect(planner.get_by_text("markera att planen ska gälla ändå").first).to_be_visible()
    planner.get_by_label("Jag har läst enheternas svar, och planen ska gälla ändå").check()
    planner.get_by_role("button", name="Publicera plan").click()
    expect(planner.get_by_text("Planen är publicerad.")).to_be_visible()


def write_contact(visit: Opener, small: Small) -> None:
    keeper = visit(f"/enheter/{small.units['Granen'].organisation.code}/kontakt/", small.heads["Granen"])
    keeper.get_by_label("Kontaktperson eller funktion").fill("Avdelningens sekreterare")
    keeper.get_by_label("Telefon").fill("010-000 00 00")
    keeper.get_by_label("Besöksadress").fill("Provvägen 1, Provdalen")
    fits(keeper)
    keeper.get_by_role("button", name="Spara").click()
    expect(keeper.get_by_text("Avdelningens sekreterare")).to_be_visible()


def read_as_learner(visit: Opener, small: Small) -> None:
    supervisor = small.units["Granen"].supervisors.get()
    mine = visit("/placering/mina/", small.learners[0], **PHONE)
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


def test_a_week_that_a_unit_suggests_is_laid_with_one_press_and_taken_back_with_another(
    small: Small, visit: Opener
) -> None:
    planner = visit(f"/forslag/plan/{small.plan.pk}/", small.planner)
    send(planner)
    block = ProposedBlock.objects.get(unit=small.units["Granen"])
    head = visit("/", small.heads["Granen"], **PHONE)
    head.get_by_role("link", name=re.compile("^Svara")).first.click()
    card = block_at(head, small.learners[0])
    card.get_by_label("Andra veckor passar bättre").check()
    card.get_by_label("Vid andra veckor: från och med").fill((block.starts_on + dt.timedelta(weeks=1)).isoformat())
    card.get_by_role("button", name="Spara svaret").click()
    expect(head.get_by_text("Ditt svar är sparat")).to_be_visible()

    planner.reload()
    planner.get_by_role("link", name=re.compile("Se vad veckorna innebär")).click()
    expect(planner.get_by_role("heading", name="Det här innebär det")).to_be_visible()
    fits(planner)
    planner.get_by_role("button", name=re.compile("^Lägg (bara )?de föreslagna veckorna$")).click()

    said = planner.locator("details", has_text="Granen")
    expect(said.locator("summary")).to_contain_text("1 ja")
    expect(said.get_by_text("ligger som enheten föreslog")).to_be_attached()
    fits(planner)
    planner.get_by_role("button", name="Ångra").click()
    expect(planner.get_by_text("Ångrat. Utkastet är som det var")).to_be_visible()
    expect(planner.get_by_text("hellre från")).to_be_visible()
