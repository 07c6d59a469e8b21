"""Every page, in both languages and themes and on a telephone, can be used by everybody."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, StorageState
from playwright.sync_api import Page as Window

from tests.browser.addresses import PAGES, Page
from tests.browser.conftest import LOOK
from tests.browser.judge import AXE, Report, examine
from tests.browser.not_pages import NOT_PAGES, route_names
from tests.browser.world import World

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
both_languages = pytest.mark.parametrize("language", ["sv", "en"])
THEMES = {"sv": "light", "en": "dark"}
Look = Callable[[Page, str], Report]


@pytest.fixture(scope="module")
def look(browser: Browser, site: str, world: World, signed_in: Callable[[str], StorageState | None]) -> Iterator[Look]:
    """Examine a page in a language; each is opened once, however many promises are held against it.

    One tab per role and language opens all their pages: to send axe to every tab of its own takes half as long as its run.
    """
    windows: dict[tuple[str, str], Window] = {}
    reports: dict[tuple[str, str], Report] = {}

    def window(role: str, language: str) -> Window:
        if (role, language) not in windows:
            context = browser.new_context(**LOOK, storage_state=signed_in(role), base_url=site)
            context.add_cookies([{"name": "django_language", "value": language, "url": site}])
            windows[role, language] = context.new_page()
            windows[role, language].add_init_script(AXE)
        return windows[role, language]

    def report(page: Page, language: str) -> Report:
        key = (page.key, language)
        if key not in reports:
            tab = window(page.role, language)
            reports[key] = examine(tab, page.address(world), theme=THEMES[language])
        return reports[key]

    yield report
    for one in windows.values():
        one.context.close()


def test_every_route_is_looked_at_or_has_a_reason() -> None:
    looked_at = {page.route for page in PAGES}

    assert route_names() == looked_at | NOT_PAGES.keys()


@every_page
@both_languages
def test_a_page_has_no_accessibility_fault(look: Look, page: Page, language: str) -> None:
    """In Swedish the page is light, in English dark: the words do not change the colours, nor the other way round."""
    assert look(page, language).faults == []


@every_page
@both_languages
def test_nothing_reaches_outside_a_screen_of_320_px(look: Look, page: Page, language: str) -> None:
    assert look(page, language).outside == []


@every_page
@both_languages
def test_the_browser_has_nothing_to_complain_about(look: Look, page: Page, language: str) -> None:
    expected = (
        [] if page.status == 200 else [f"Failed to load resource: the server responded with a status of {page.status} "]
    )

    assert [text for text in look(page, language).complaints if not text.startswith(tuple(expected))] == []


@every_page
@both_languages
def test_a_page_opens_in_its_language_under_one_heading(look: Look, page: Page, language: str) -> None:
    report = look(page, language)

    assert (report.status, report.lang, len(report.headings)) == (page.status, language, 1)
