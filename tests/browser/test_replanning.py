"""A ward closes for some weeks: the planner reads what no longer fits, chooses how many may be disturbed, undoes and does it again."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from randa.core.clock import today
from randa.placements.models import Plan
from randa.placements.services.drafts import copy_plan
from randa.training.models import UnitClosure
from tests.browser.conftest import Opener
from tests.browser.jobs import finish_job
from tests.browser.judge import violations
from tests.browser.world import World

NARROW = {"viewport": {"width": 360, "height": 780}}


@pytest.fixture
def plan(world: World) -> Iterator[Plan]:
    """A draft of its own, in which a ward with people on it closes for four weeks."""
    draft = copy_plan(actor=world.manager, plan=world.draft)
    block = draft.placements.filter(unit__isnull=False, starts_on__gt=today()).order_by("starts_on", "pk")[0]
    assert block.unit is not None
    closure = UnitClosure.objects.create(
        unit=block.unit, starts_on=block.starts_on, ends_before=block.starts_on + dt.timedelta(weeks=4),
        reason="Vattenskada",
    )  # fmt: skip
    yield draft
    closure.delete()


def no_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_closed_ward_is_planned_anew_by_the_dial_undone_done_again_and_taken_to_publishing(
    visit: Opener, plan: Plan
) -> None:
    page = visit(f"/placering/{plan.pk}/")
    page.get_by_role("navigation", name="Flikar").get_by_role("link", name="Planera om").click()
    expect(page.get_by_text("Enheten är stängd: Vattenskada.").first).to_be_visible()
    assert violations(page) == []

    page.get_by_role("button", name="Räkna ut hur det kan lagas").click()
    finish_job(page)

    dial = page.get_by_role("region", name="Vad varje läge kostar")
    expect(dial.get_by_role("link", name="Så få som möjligt")).to_be_visible()
    expect(page.get_by_role("heading", name="De som störs, före och efter")).to_be_visible()
    assert violations(page) == []
    dial.get_by_role("link").last.click()
    page.get_by_role("button", name="Lägg svaret i utkastet").click()
    expect(page.get_by_text("Svaret ligger i utkastet.")).to_be_visible()
    page.get_by_role("button", name="Ångra").click()
    expect(dial).to_be_visible()
    page.get_by_role("button", name="Gör om").click()
    expect(page.get_by_text("Svaret ligger i utkastet.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Gå till publicering").click()
    expect(page.get_by_role("heading", name="Publicera plan", level=1)).to_be_visible()
    assert plan.edits.count() == 3


def test_the_pages_fit_a_phone(visit: Opener, plan: Plan) -> None:
    page = visit(f"/placering/{plan.pk}/planera-om/", **NARROW)
    assert no_wider_than_the_screen(page)
    page.get_by_role("button", name="Räkna ut hur det kan lagas").click()
    finish_job(page)
    assert no_wider_than_the_screen(page)
    assert violations(page) == []


def test_chosen_doctors_are_laid_anew_from_the_grid(visit: Opener, plan: Plan) -> None:
    page = visit(f"/placering/{plan.pk}/rutnat/?visa=luckor")
    expect(page.locator("[data-board][data-ready]")).to_be_visible(timeout=30_000)
    page.locator("[data-block]").first.click()

    page.get_by_role("button", name="Planera om de valda").click()
    finish_job(page)

    expect(page).to_have_url(re.compile(r"/planera-om/[0-9a-f-]+/$"))
    expect(page.get_by_text(re.compile("Svaret ligger i utkastet|Det går inte att lägga bättre")).first).to_be_visible()
