"""Opening a page, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import ConsoleMessage, Error, Page, Response

from randa.core.ui.build import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async options => (await axe.run(document, options)).violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id}: ${node.target.join(" ")} ${(node.any[0] || node.all[0] || {}).message || ""}`))"""
OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("main *")].filter(one => one.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map(one => one.tagName.toLowerCase() + "." + one.className).concat("page is " + document.documentElement.scrollWidth);
}"""

# Colours that glide, however shortly, have their new value only in the frame after the next; what fades in is pale until it has;
# and whether a text is words or a sign in a font of signs can only be seen in the font itself.
STILL = """async () => {
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const ends = one => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity;
  const ending = document.getAnimations().filter(ends);
  await Promise.all(ending.map(one => one.finished.catch(() => null)));
}"""


@dataclass
class Report:
    """What was found on one page in one language and theme.

    Attributes:
        faults: against WCAG 2.2 AA and good practice.
        outside: what reaches outside a screen of 320 px.
        complaints: errors in the browser's console, and requests that failed.
    """

    status: int = 0
    lang: str = ""
    headings: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def violations(page: Page) -> list[str]:
    """Return the faults that axe finds on the page as it stands."""
    page.evaluate(STILL)
    if page.evaluate("typeof axe === 'undefined'"):  # half a megabyte, which takes half as long to send as to run
        page.evaluate(f"(() => {{ {AXE} }})()")
    found: list[str] = page.evaluate(RUN, {"runOnly": RULES, "resultTypes": ["violations"]})
    return found


def examine(page: Page, address: str, *, theme: Literal["light", "dark"]) -> Report:
    """Open `address` once and look at it on a desk and on a telephone; the tab can be used again afterwards."""
    report = Report()

    def console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            report.complaints.append(message.text)

    def answered(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            report.complaints.append(f"{response.status} {response.url}")

    def broken(error: Error) -> None:
        report.complaints.append(str(error))

    page.on("console", console)
    page.on("pageerror", broken)
    page.on("response", answered)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 800})
    answer = page.goto(address)
    report.status = answer.status if answer else 0
    report.lang = page.evaluate("document.documentElement.lang")
    report.headings = page.locator("h1:visible").all_inner_texts()
    report.faults = violations(page)
    page.set_viewport_size({"width": 320, "height": 700})
    report.outside = _settled(page)
    page.remove_listener("console", console)
    page.remove_listener("pageerror", broken)
    page.remove_listener("response", answered)
    return report


def _settled(page: Page) -> list[str]:
    """Return what reaches outside once the page has taken the narrow window in: a busy machine needs some frames for it."""
    outside: list[str] = []
    for _ in range(10):
        page.evaluate(STILL)
        outside = page.evaluate(OUTSIDE)
        if not outside:
            break
        page.wait_for_timeout(50)
    return outside


def faults_anew(page: Page) -> list[str]:
    """Return the faults of a page that opens only on its way: as it stands, and opened anew in English, in the dark and on a telephone."""
    found = violations(page)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    beside = page.context.new_page()
    report = examine(beside, page.url, theme="dark")
    beside.close()
    page.context.clear_cookies(name="django_language")
    language = [] if report.lang == "en" else [f"the page is in {report.lang!r}"]
    return [*found, *report.faults, *report.outside, *report.complaints, *language]


def faults_as_it_stands(page: Page) -> list[str]:
    """Return the faults of an answer that cannot be opened anew: in the light, in the dark and on a telephone."""
    page.emulate_media(reduced_motion="reduce")  # before the colours change, so that none is found half way
    found = violations(page)
    wide = page.viewport_size
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += violations(page)
    page.set_viewport_size({"width": 320, "height": 700})
    found += _settled(page)
    page.emulate_media(color_scheme="light")
    if wide is not None:
        page.set_viewport_size(wide)
    return found
