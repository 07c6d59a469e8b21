"""From the click that starts a planning run to somebody's calendar."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from threading import Thread

import pytest
from django.db import connection
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.placements.models import Plan
from tests.browser.conftest import Opener
from tests.browser.jobs import job_of
from tests.browser.judge import violations
from tests.browser.world import World

RUN_SECONDS = 6
ENDLESS = 600  # longer than any machine takes to click
REASON = "Med färre blir rutinen för liten."


@pytest.fixture
def work() -> Iterator[Callable[[str], None]]:
    """Do the job of that id as the worker would, while the test looks at the page."""
    threads: list[Thread] = []

    def execute_and_close(job_id: str) -> None:
        execute(job_id)
        connection.close()

    def begin(job_id: str) -> None:
        threads.append(Thread(target=execute_and_close, args=[job_id]))
        threads[-1].start()

    yield begin
    for thread in threads:
        thread.join()


def start_run(visit: Opener, seconds: int = RUN_SECONDS) -> Page:
    page = visit("/placering/")
    page.get_by_role("link", name="Ny planering").click()
    expect(page.get_by_role("checkbox", name=re.compile("Dalarna"))).to_be_checked()
    page.get_by_label("Söktid").fill(str(seconds))
    page.get_by_role("button", name="Starta planeringen").click()
    page.wait_for_url("**/jobb/*/")
    return page


def test_a_run_is_started_followed_and_ends_in_a_draft_with_reasons(visit: Opener, work: Callable[[str], None]) -> None:
    page = start_run(visit)
    expect(page.get_by_text("väntar på sin tur")).to_be_visible()

    work(job_of(page))

    expect(page.locator("#job").get_by_text("Söker efter en bättre plan")).to_be_visible(timeout=60_000)
    page.wait_for_url("**/placering/*-*/", timeout=60_000)
    expect(page.get_by_text("utkast", exact=True).first).to_be_visible()
    page.get_by_role("link", name=re.compile("Utan plats, och varför")).click()
    expect(page.get_by_role("heading", name="Var det saknas mest")).to_be_visible()
    reason = page.locator("section.card p").filter(has_text=re.compile("full|ingen"))
    expect(reason.first).to_be_visible()


def test_a_unit_states_what_it_needs_and_a_run_with_spread_load_tells_what_it_cost(
    visit: Opener, world: World, work: Callable[[str], None]
) -> None:
    page = visit(f"/enheter/{world.ward}/uppgifter/")
    page.get_by_role("link", name="Ange minsta antal").click()
    page.get_by_label("Från och med").fill("2027-02-01")
    page.get_by_label("Till och med").fill("2028-12-31")
    page.get_by_label("Minst så många läkare samtidigt").fill("0")
    page.get_by_label("Skäl").fill(REASON)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Minst 1 måste anges.").first).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Minst så många läkare samtidigt").fill("2")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("region", name="Minst antal samtidigt").get_by_text(REASON)).to_be_visible()

    page.goto("/placering/ny/")
    expect(page.get_by_role("heading", name="Vad det kostar")).to_be_visible()
    page.get_by_label("Sprid belastningen mellan enheter").check()
    page.get_by_label("Söktid").fill("2")
    page.get_by_role("button", name="Starta planeringen").click()
    expect(page.get_by_text("Minst 5 måste anges.").first).to_be_visible()
    expect(page.get_by_label("Söktid")).to_have_value("2")
    expect(page.get_by_label("Sprid belastningen mellan enheter")).to_be_checked()
    page.get_by_label("Söktid").fill(str(RUN_SECONDS))
    page.get_by_role("button", name="Starta planeringen").click()
    page.wait_for_url("**/jobb/*/")
    work(job_of(page))
    page.wait_for_url("**/placering/*-*/", timeout=90_000)

    page.get_by_role("link", name=re.compile("Om körningen")).click()
    expect(page.get_by_text("varav enheter med för få eller för många")).to_be_visible()
    expect(page.get_by_text("Läkare och vecka utöver 80 % av enhetens platser")).to_be_visible()
    expect(page.get_by_text("Läkare och vecka under enhetens minsta antal")).to_be_visible()
    expect(page.get_by_text("Mellansverige 2025, version 1").first).to_be_visible()
    assert violations(page) == []


def test_a_run_can_be_cancelled_and_then_nothing_is_stored(visit: Opener, work: Callable[[str], None]) -> None:
    plans = Plan.objects.count()
    page = start_run(visit, ENDLESS)
    work(job_of(page))
    expect(page.locator("#job").get_by_text("Söker efter en bättre plan")).to_be_visible(timeout=60_000)

    page.get_by_role("button", name="Avbryt arbetet").click()

    expect(page.locator("#job").get_by_text("Avbrutet. Inget har ändrats.")).to_be_visible(timeout=30_000)
    assert Job.objects.get(pk=job_of(page)).state == Job.State.CANCELLED
    assert Plan.objects.count() == plans


def test_nobody_to_place_is_said_where_the_click_was(visit: Opener) -> None:
    page = visit("/placering/ny/")
    page.get_by_label("BT-start år").fill("2044")
    page.get_by_role("button", name="Starta planeringen").click()

    expect(page.get_by_role("alert").first).to_contain_text("2044")
    assert violations(page) == []


def downloaded(page: Page, name: str | re.Pattern[str]) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("link", name=name).first.click()
    return coming.value.path().read_bytes()


def test_a_plan_goes_to_excel_and_comes_back_unchanged_as_a_new_draft(visit: Opener, world: World) -> None:
    # The draft: a ward has lost seats since the published plan was made, so that one would rightly be refused.
    page = visit(f"/placering/{world.draft.pk}/")
    content = downloaded(page, "Excel")
    before = world.draft.placements.values_list("enrolment", "unit", "starts_on", "ends_before").order_by(
        "enrolment", "starts_on"
    )

    page.get_by_role("link", name="Läs in", exact=True).click()
    page.get_by_label("Excel-fil").set_input_files(
        {"name": "plan.xlsx", "mimeType": "application/xlsx", "buffer": content}
    )
    page.get_by_role("button", name="Läs in filen").click()

    expect(page.get_by_text(re.compile("Filen är inläst som version"))).to_be_visible(timeout=30_000)
    stored = Plan.objects.get(pk=page.url.rstrip("/").rsplit("/", 1)[-1])
    after = stored.placements.values_list("enrolment", "unit", "starts_on", "ends_before").order_by(
        "enrolment", "starts_on"
    )
    assert stored.pk != world.plan.pk
    assert list(after) == list(before)


def test_a_changed_file_with_a_fault_is_refused_with_the_row_and_nothing_is_stored(visit: Opener, world: World) -> None:
    page = visit(f"/placering/{world.draft.pk}/")
    book = load_workbook(BytesIO(downloaded(page, "Excel")))
    sheet = book.worksheets[0]
    sheet.cell(3, 1).value = "BT-99-9999-999"
    changed = BytesIO()
    book.save(changed)
    plans = Plan.objects.count()

    page.get_by_role("link", name="Läs in", exact=True).click()
    page.get_by_label("Excel-fil").set_input_files(
        {"name": "plan.xlsx", "mimeType": "application/xlsx", "buffer": changed.getvalue()}
    )
    page.get_by_role("button", name="Läs in filen").click()

    expect(page.get_by_role("alert").get_by_role("row").filter(has_text="3").first).to_be_visible()
    assert violations(page) == []
    assert Plan.objects.count() == plans


def test_units_show_taken_and_open_seats_per_week(visit: Opener, world: World) -> None:
    page = visit(f"/placering/{world.plan.pk}/")
    page.get_by_role("navigation", name="Flikar").get_by_role("link", name="Enheter", exact=True).click()

    grid = page.get_by_role("region", name="Enheter och veckor")
    expect(grid.get_by_role("rowheader").first).to_contain_text("platsveckor")


def test_a_learner_sees_where_they_go_and_takes_it_along_as_a_calendar(visit: Opener, world: World) -> None:
    page = visit("/", "learner")
    expect(page.get_by_text(re.compile("^Härnäst: ")).first).to_be_visible()
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name=re.compile("[Pp]lacering")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mina placeringar")
    own = world.plan.placements.filter(enrolment__learner=world.people["learner"], unit__isnull=False)
    expect(page.locator("ol.timeline li")).to_have_count(own.count())

    page.get_by_role("link", name="Följ i din kalender").first.click()
    calendar = downloaded(page, "Hämta en gång").decode()

    assert calendar.count("BEGIN:VEVENT") == own.count() > 0


def test_a_learner_does_not_find_the_plan_of_the_region(visit: Opener, world: World) -> None:
    page = visit(f"/placering/{world.draft.pk}/", "learner")

    expect(page.get_by_role("region", name="Läkare och veckor")).to_have_count(0)
    expect(page.get_by_text("404")).to_be_visible()


def test_a_head_of_unit_sees_what_a_smaller_mandate_does_before_saving_it(visit: Opener, world: World) -> None:
    page = visit("/", "unit_head")
    page.get_by_role("link", name=re.compile("^Se vad det innebär")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ändrade uppdrag")
    expect(page.get_by_text("färre platser").first).to_be_visible()

    page.get_by_role("link", name="Ändra igen").first.click()
    page.get_by_label("Gäller från och med").fill("2027-09-06")
    page.get_by_label("Platser därefter").fill("1")
    page.get_by_label("Skäl").fill("Två läkare går i pension.")
    page.get_by_role("button", name="Se vad det innebär").click()

    expect(page.get_by_role("heading", name="Det här innebär ändringen")).to_be_visible()
    expect(page.get_by_label("Skäl")).to_have_value("Två läkare går i pension.")
    assert violations(page) == []
