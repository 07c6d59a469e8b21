"""What one has written is not lost: no network, two quick clicks, a way out in the middle. And one sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

ASK = "/personuppgifter/begaran/ny/"
WORDS = "Min titel är fel i Randa."


@pytest.fixture
def written(visit: Opener) -> Page:
    page = visit(ASK, "learner")
    page.get_by_label("Beskriv med egna ord").fill(WORDS)
    return page


def test_without_a_network_the_page_keeps_the_text_and_says_so(written: Page) -> None:
    written.context.set_offline(True)
    written.get_by_role("button", name="Skicka begäran").click()

    expect(written.get_by_text("Inget nät just nu")).to_be_visible()
    expect(written.get_by_label("Beskriv med egna ord")).to_have_value(WORDS)

    written.context.set_offline(False)
    written.get_by_role("button", name="Skicka begäran").click()
    expect(written.get_by_role("heading", level=1)).not_to_have_text("Ny begäran")


def test_two_quick_clicks_send_once(written: Page) -> None:
    sent: list[str] = []
    written.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    written.get_by_role("button", name="Skicka begäran").dblclick()
    expect(written.get_by_role("heading", level=1)).not_to_have_text("Ny begäran")

    assert [address for address in sent if address.endswith(ASK)] == sent[:1]


def test_leaving_what_is_not_sent_asks_first(written: Page) -> None:
    asked: list[str] = []
    written.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    written.get_by_role("link", name="Min dag").first.click()

    expect(written.get_by_label("Beskriv med egna ord")).to_have_value(WORDS)
    assert asked == ["beforeunload"]


def test_a_day_shows_where_one_is_at_every_stop_also_at_the_button_of_its_calendar(visit: Opener) -> None:
    page = visit("/utbyte/kurstillfallen/nytt/", "programme_lead")
    day = page.get_by_label("Första vecka")
    day.focus()

    for _stop in range(4):  # year, month, day and the button
        expect(day).to_be_focused()
        expect(day).not_to_have_css("outline-style", "none")
        page.keyboard.press("Tab")
    expect(day).not_to_be_focused()
