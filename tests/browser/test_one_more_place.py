"""A planner asks one of the region's own units to take one more; its head finds the question on the day's page and opens the seat."""

import datetime as dt

from playwright.sync_api import Page, expect

from randa.core.clock import today
from randa.core.notifications.models import Notification
from randa.core.periods import monday_of
from randa.organisations.models import Organisation
from randa.placements.capacity import unit_capacity
from randa.supply.models import SeatOpening
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.people import somebody
from tests.factories import SupervisorFactory
from tests.placements.world import add_unit

REGION = "REG-17"
WEEK = dt.timedelta(weeks=1)
PHONE = {"viewport": {"width": 360, "height": 740}}


def fits(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_unit_is_asked_for_one_more_place_and_opens_it(visit: Opener) -> None:
    unit = add_unit(Organisation.objects.get(code=REGION), "VAL", 1)
    first = monday_of(today()) + 12 * WEEK
    query = f"?fran={first}&till={first + 4 * WEEK}&vilka=BT"
    asker = somebody("Frågar", "training_manager", REGION)
    planner = visit(f"/enheter/{unit.organisation.code}/en-till/{query}", asker)
    expect(planner.get_by_label("Första dag")).to_have_value(first.isoformat())
    planner.get_by_label("Meddelande").fill("Ett block saknar plats i planen")
    fits(planner)
    planner.get_by_role("button", name="Ställ frågan").click()
    expect(planner.get_by_text("Frågan är ställd.")).to_be_visible()
    fits(planner)

    head = visit("/", somebody("Svarar", "unit_head", unit.organisation.code), **PHONE)
    expect(head.get_by_text(f"{unit} ombeds ta emot en till").first).to_be_visible()
    head.goto(SeatOpening.objects.get(unit=unit).get_absolute_url())
    expect(head.get_by_text("Ett block saknar plats i planen")).to_be_visible()
    fits(head)
    expect(head.get_by_text(f"Ingen behörig handledare på {unit} har tid för en till")).to_be_visible()
    expect(head.get_by_role("button", name="Öppna platsen")).to_have_count(0)
    fits(head)

    colleague = SupervisorFactory.create(unit=unit)
    head.reload()
    head.get_by_role("radio", name=str(colleague)).check()
    fits(head)
    head.get_by_role("button", name="Öppna platsen").click()
    expect(head.get_by_text(f"{colleague} står för den")).to_be_visible()
    fits(head)

    weeks = unit_capacity([unit.pk], [first - WEEK, first, first + 3 * WEEK, first + 4 * WEEK])[unit.pk]
    assert [week.seats for week in weeks] == [1, 2, 2, 1]
    assert Notification.objects.filter(recipient=asker, title__contains="tar emot en till").exists()
