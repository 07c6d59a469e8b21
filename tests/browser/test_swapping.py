"""A learner changes places with another: one proposes, the other says yes, the planner approves, and the plan is another."""

import re

import pytest
from playwright.sync_api import Page, expect

from randa.core.access.models import Role
from randa.core.clock import today
from randa.people.models import RoleAssignment, User
from randa.placements.models import Placement, Swap
from randa.placements.queries.board import told_of
from randa.placements.swapping import exchange_of
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import somebody
from tests.browser.world import World

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def blocks(world: World) -> tuple[Placement, Placement]:
    """Blocks of two learners of a region, of one area in the same weeks at different units, whose swap breaks nothing.

    They are in none of the demo world's own swaps.
    """
    rows = world.plan.placements.filter(is_published=True, is_locked=False, starts_on__gt=today())
    for side in ("proposer", "partner"):
        rows = rows.exclude(enrolment__in=Swap.objects.exclude(**{side: None}).values(side))
    seen: dict[tuple[object, ...], list[Placement]] = {}
    for one in rows.select_related(
        "plan", "enrolment__learner", "enrolment__post__region", "unit__organisation"
    ).order_by("starts_on", "pk"):
        home = one.enrolment.post.region_id
        others = seen.setdefault((home, one.area_id, one.starts_on, one.working_weeks), [])
        for other in others:
            if other.unit_id != one.unit_id:
                swapped = exchange_of(world.plan, other, one)
                if not told_of(world.plan, swapped.before, swapped.after).new:
                    return other, one
        others.append(one)
    raise AssertionError("the demo world has no two blocks to swap")


@pytest.fixture
def planner(world: World, blocks: tuple[Placement, Placement]) -> User:
    """Somebody who publishes in every region of the plan, at work in that of the two."""
    home = blocks[0].enrolment.post.region
    person = somebody("Bytarplanerare", "training_manager", home.code)
    for region in world.plan.regions.exclude(pk=home.pk):
        RoleAssignment.objects.create(
            user=person, role=Role.objects.get(code="training_manager"), organisation=region, starts_on=today()
        )
    return person


def fits(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_learner_proposes_the_other_accepts_and_the_planner_approves(
    blocks: tuple[Placement, Placement], planner: User, visit: Opener
) -> None:
    own, other = blocks
    page = visit("/placering/mina/", own.enrolment.learner, **PHONE)
    page.locator(f"a[href$='/byt/{own.pk}/']").click()
    fits(page)
    page.get_by_label("Kollegans e-postadress").fill(other.enrolment.learner.email)
    page.get_by_role("button", name="Skicka förslaget").click()
    expect(page.get_by_text("Förslaget är skickat.")).to_be_visible()
    fits(page)

    answer = visit("/", other.enrolment.learner)
    expect(answer.get_by_text("Någon vill byta placering med dig").first).to_be_visible()
    swap = Swap.objects.get(proposer=own.enrolment)
    answer.locator(f"main a[href$='{swap.get_absolute_url()}']").first.click()
    expect(answer.get_by_text(str(own.enrolment.learner))).to_be_visible()
    fits(answer)
    answer.get_by_role("button", name="Ja, jag vill byta").click()
    expect(answer.get_by_text("Ni är överens.")).to_be_visible()
    fits(answer)

    decision = visit("/placering/byten/", planner)
    fits(decision)
    decision.get_by_role("row", name=re.compile(str(own.enrolment.learner))).get_by_role("link").click()
    expect(decision.get_by_text("Bytet bryter inte mot någon regel")).to_be_visible()
    fits(decision)
    decision.get_by_label("Skäl", exact=True).fill("Båda har ordnat bostad")
    decision.get_by_role("button", name="Godkänn bytet").click()
    expect(decision.get_by_text("Bytet är godkänt.")).to_be_visible()

    swap.refresh_from_db()
    assert swap.state == Swap.State.APPROVED
    assert Placement.objects.get(pk=own.pk).unit_id == other.unit_id
    mine = visit("/placering/mina/", own.enrolment.learner, locale="en-GB")
    expect(mine.get_by_text(str(other.unit)).first).to_be_visible()
    fits(mine)
