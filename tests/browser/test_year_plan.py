"""A planner makes a region's plan for 2027: from a file that comes in, by way of a closed ward and a supervisor's leave, to publication."""

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.training.models import Unit
from tests.browser.conftest import Opener
from tests.browser.jobs import finish_job
from tests.browser.judge import violations
from tests.browser.regions import OwnRegion, own_region
from tests.browser.test_placing import downloaded
from tests.browser.world import World


@pytest.fixture
def year(world: World) -> OwnRegion:
    assert world.plan, "the demo world has the roles and the kinds of learners"
    units = {
        "Psykiatri Ekbacken": ("PSY", 2), "Psykiatri Almhult": ("PSY", 2), "Akuten Norrgård": ("AKU", 4), "Akuten Sörgård": ("AKU", 4),
    }  # fmt: skip
    return own_region("Region Provdalen", doctors=4, units=units)


def plan_of(page: Page) -> Plan:
    page.wait_for_url(re.compile(r"/placering/[0-9a-f-]{36}/"))
    return Plan.objects.get(pk=re.findall(r"[0-9a-f-]{36}", page.url)[0])


def test_a_years_plan_from_a_file_by_way_of_closure_and_leave_to_publication(year: OwnRegion, visit: Opener) -> None:
    page = visit("/placering/", year.planner)
    drafted = draft_by_the_solver(page)
    plan = read_in_again(page, drafted)

    closed = close_a_ward(visit, year, plan)
    mend(page, plan, "Enheten är stängd: Vattenskada.")
    assert not here(plan, closed)

    absent = let_a_supervisor_go(visit, year, plan)
    mend(page, plan, "Handledarna räcker inte: någon är ledig eller har slutat.")
    assert len(here(plan, absent)) <= 1

    publish(page)
    plan.refresh_from_db()
    assert (plan.state, plan.placements.filter(unit=None).count()) == (Plan.State.PUBLISHED, 0)
    mine = visit("/placering/mina/", year.learners[0])
    expect(mine.locator("ol.timeline li")).to_have_count(2)
    assert violations(mine) == []


def draft_by_the_solver(page: Page) -> Plan:
    page.get_by_role("link", name="Ny planering").first.click()
    page.get_by_label("BT-start år").fill("2027")
    page.get_by_label("Söktid").fill("5")
    page.get_by_role("button", name="Starta planeringen").click()
    finish_job(page)
    return plan_of(page)


def read_in_again(page: Page, drafted: Plan) -> Plan:
    """Take the plan to Excel and back: the file is what the region works on from now."""
    content = downloaded(page, "Excel")
    page.get_by_role("link", name="Läs in", exact=True).click()
    page.get_by_label("Excel-fil").set_input_files(
        {"name": "plan.xlsx", "mimeType": "application/xlsx", "buffer": content}
    )
    page.get_by_role("button", name="Läs in filen").click()
    expect(page.get_by_text(re.compile("Filen är inläst som version"))).to_be_visible(timeout=30_000)
    plan = plan_of(page)
    assert plan.pk != drafted.pk
    return plan


@dataclass(frozen=True, slots=True)
class Weeks:
    """Some weeks of one unit."""

    unit: Unit
    starts_on: dt.date
    ends_before: dt.date


def here(plan: Plan, weeks: Weeks) -> list[Placement]:
    return list(
        plan.placements.filter(unit=weeks.unit, starts_on__lt=weeks.ends_before, ends_before__gt=weeks.starts_on)
    )


def close_a_ward(visit: Opener, year: OwnRegion, plan: Plan) -> Weeks:
    """The head of an acute ward with somebody on it closes it for four weeks."""
    block = plan.placements.filter(area="AKU", unit__isnull=False).order_by("starts_on", "pk")[0]
    assert block.unit is not None
    weeks = Weeks(block.unit, block.starts_on, block.starts_on + dt.timedelta(weeks=4))
    page = visit(f"/enheter/{block.unit.organisation.code}/uppgifter/stangt/", head_of(year, block.unit))
    page.get_by_label("Från och med").fill(weeks.starts_on.isoformat())
    page.get_by_label("Till och med").fill((weeks.ends_before - dt.timedelta(days=1)).isoformat())
    page.get_by_label("Skäl").fill("Vattenskada")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Vattenskada").first).to_be_visible()
    return weeks


def let_a_supervisor_go(visit: Opener, year: OwnRegion, plan: Plan) -> Weeks:
    """One of the two supervisors of a psychiatric ward is away while two learners are there, or before the next comes."""
    for block in plan.placements.filter(area="PSY", unit__isnull=False).order_by("starts_on", "pk"):
        assert block.unit is not None
        weeks = Weeks(block.unit, block.starts_on, block.ends_before)
        if len(here(plan, weeks)) > 1:
            break
    code = weeks.unit.organisation.code
    page = visit(f"/enheter/{code}/handledare/", head_of(year, weeks.unit))
    page.get_by_role("link", name=re.compile("^Anteckna borta")).first.click()
    page.get_by_label("Borta från och med").fill(weeks.starts_on.isoformat())
    page.get_by_label("Till och med").fill((weeks.ends_before - dt.timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Se vad det innebär").click()
    page.get_by_role("button", name="Spara frånvaro").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return weeks


def head_of(year: OwnRegion, unit: Unit) -> User:
    return year.heads[str(unit)]


def mend(page: Page, plan: Plan, cause: str) -> None:
    """Read what no longer fits, have it worked out, and lay the answer."""
    page.goto(f"/placering/{plan.pk}/planera-om/")
    expect(page.get_by_text(cause).first).to_be_visible()
    page.get_by_role("button", name="Räkna ut hur det kan lagas").click()
    finish_job(page)
    page.get_by_role("button", name="Lägg svaret i utkastet").click()
    expect(page.get_by_text("Svaret ligger i utkastet.")).to_be_visible()
    assert violations(page) == []


def publish(page: Page) -> None:
    page.get_by_role("link", name="Gå till publicering").click()
    expect(page.get_by_role("heading", name="Enheter som får veta")).to_be_visible()
    page.get_by_role("button", name="Publicera plan").click()
    expect(page.get_by_text("Planen är publicerad.")).to_be_visible()
