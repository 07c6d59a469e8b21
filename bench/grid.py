"""The editable grid of a plan for seven regions, in a real browser: bytes, time to the first row, work per drop, scrolling.

A draft of the demo world's published plan, with learners added, is opened by whoever plans all seven regions. Work (scripts, style,
layout, painting) and frames are the browser's own figures; the queries are counted with all placements and with one left.
"""

import gzip
import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.pages import _client, _close, _one_row, _set_up_django
from bench.start import Installation, running, temporary_home

CHROMIUM = os.environ.get("RANDA_CHROMIUM", "/usr/bin/chromium")
DROPS, OPENINGS = 10, 5
LEARNERS = 523  # BT starts that the seven regions plan for 2030 (004 Tabell 3)
LONG_FRAME_MS = 50
# Scroll from top to bottom and from the first week to the last, a step per frame, and return how long each frame took.
SCROLL = """() => new Promise(done => {
  const one = document.querySelector("[data-pane=learners]"), frames = [];
  let last = performance.now(), step = 0;
  const next = now => {
    frames.push(now - last); last = now; step += 1;
    one.scrollTop = (one.scrollHeight - one.clientHeight) * Math.min(1, step / 240);
    one.scrollLeft = (one.scrollWidth - one.clientWidth) * Math.abs(Math.sin(step / 40));
    if (step < 300) requestAnimationFrame(next); else done(frames.slice(5));
  };
  requestAnimationFrame(next);
})"""


def run() -> list[dict[str, Any]]:
    """Return a row for each of: opening, dropping, scrolling, and the server's part of the data and of an edit."""
    with temporary_home() as home, running(home) as installation:
        _set_up_django(installation)
        rows = list(_measured(installation))
        for row in rows:
            row["postgresql"] = installation.postgresql
        _close()
    return rows


def _measured(installation: Installation) -> Iterator[dict[str, Any]]:
    (_planner, plan), client = draft_of(LEARNERS), _client("administrator")
    address = f"/placering/{plan.pk}/rutnat/"
    size = f"{plan.placements.values('enrolment').distinct().count()} learners, {plan.placements.count()} blocks"
    page, data = (client.get(address + end).content for end in ("", "allt.json"))
    common = {
        "size": size, "bytes": len(page) + len(data), "gzip_bytes": len(gzip.compress(page)) + len(gzip.compress(data)),
        "queries": dict(_queries(plan, client)),
    }  # fmt: skip
    cookies = [
        {"name": name, "value": morsel.value, "url": f"http://localhost:{installation.port}"}
        for name, morsel in client.cookies.items()
    ]
    with _browser(cookies, f"http://localhost:{installation.port}") as tab:
        yield {
            "case": "opening until the first row",
            "samples": [_opened(tab, address) for _ in range(OPENINGS)],
            **common,
        }
        work, whole = _drops(tab)
        yield {"case": "the page's work per drop", "samples": work, **common}
        yield {"case": "drop until it is drawn", "samples": whole, **common}
        frames = tab.evaluate(SCROLL)
        yield {
            "case": "frame while scrolling", "samples": [one / 1000 for one in frames],
            "long_frames": sum(one > LONG_FRAME_MS for one in frames), "frames": len(frames), **common,
        }  # fmt: skip


def draft_of(learners: int) -> tuple[Any, Any]:
    """Return whoever plans all seven regions, and a draft of the published plan with that many learners in it."""
    from randa.people.models import User
    from randa.placements.models import Plan
    from randa.placements.services.drafts import copy_plan

    plan = Plan.objects.get(state=Plan.State.PUBLISHED, start_year=2027)
    planner = next(
        one for one in User.objects.filter(is_demo=True, role_assignments__role="administrator") if _plans(one, plan)
    )
    draft = copy_plan(actor=planner, plan=plan)
    grow(draft, learners)
    return planner, draft


def grow(plan: Any, learners: int) -> None:
    """Add learners with the weeks of those who are there until they are that many."""
    from uuid import uuid4

    from randa.people.models import User
    from randa.placements.models import Placement
    from randa.training.models import Absence, Enrolment, Post

    there = list(
        Enrolment.objects.filter(placements__plan=plan).distinct().select_related("post__region").order_by("pk")
    )
    for number in range(len(there), learners):
        model = there[number % len(there)]
        key, post = model.pk, model.post
        person = User.objects.create_user(
            email=f"matning-{number}@prov.example", given_name=f"Mått{number}", family_name="Provsson"
        )
        post = Post.objects.create(
            region=post.region,
            programme=post.programme,
            base=post.base,
            number=f"M-{number:04}",
            starts_on=post.starts_on,
        )
        twin = Enrolment.objects.create(
            id=uuid4(), learner=person, post=post, starts_on=model.starts_on, percent=model.percent,
            vacation_weeks=model.vacation_weeks, home_x_km=model.home_x_km, home_y_km=model.home_y_km,
        )  # fmt: skip
        for absence in Absence.objects.filter(enrolment=key):
            Absence.objects.create(
                enrolment=twin, kind=absence.kind, starts_on=absence.starts_on, ends_before=absence.ends_before
            )
        rows = list(plan.placements.filter(enrolment=key))
        for row in rows:
            row.pk, row.enrolment = uuid4(), twin
        Placement.objects.bulk_create(rows)


def _plans(person: Any, plan: Any) -> bool:
    return all(person.has("placements.plan", region) for region in plan.regions.all())


def _queries(plan: Any, client: Any) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what is asked for, and how many queries it takes with one learner and with all."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for name, end in (("page", ""), ("data", "allt.json"), ("news", "nytt.json?efter=0")):
        address = f"/placering/{plan.pk}/rutnat/{end}"
        client.get(address)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        with _one_row(), CaptureQueriesContext(connection) as few:
            client.get(address)
        yield name, (len(few), len(many))


@contextmanager
def _browser(cookies: list[Any], address: str) -> Iterator[Any]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="sv-SE")
        context.add_cookies(cookies)
        yield context.new_page()
        browser.close()


def _opened(tab: Any, address: str) -> float:
    """Return seconds from the start of the navigation until the grid has drawn its rows."""
    tab.goto(address)
    tab.wait_for_selector("[data-board][data-ready]", timeout=60_000)
    return float(tab.evaluate("performance.getEntriesByName('board-ready')[0].startTime")) / 1000


def _drops(tab: Any) -> tuple[list[float], list[float]]:
    """Return, for each block dragged two weeks, the seconds of the page's own work and those until the answer is drawn."""
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable")
    work, whole = [], []
    for number in range(DROPS):
        row = tab.locator(f"[data-pane=learners] .board-row[data-row='{number}']:not([hidden])")
        cell = row.locator("[data-block]").first
        tab.evaluate("document.querySelector('[data-told]').replaceChildren()")
        cell.scroll_into_view_if_needed()
        box = cell.bounding_box()
        tab.mouse.move(box["x"] + min(40, box["width"] / 2), box["y"] + 12)
        tab.mouse.down()
        tab.mouse.move(box["x"] + min(40, box["width"] / 2) + 62, box["y"] + 12, steps=6)
        before, began = _busy_seconds(session), tab.evaluate("performance.now()")
        tab.mouse.up()
        tab.wait_for_selector("[data-told] p", timeout=20_000)
        whole.append((tab.evaluate("performance.now()") - began) / 1000)
        work.append(_busy_seconds(session) - before)
    return work, whole


def _busy_seconds(session: Any) -> float:
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(told["TaskDuration"])


if __name__ == "__main__":
    for row in run():
        print(
            row["case"],
            f"{statistics.median(row['samples']) * 1000:.1f} ms",
            {k: v for k, v in row.items() if k != "samples"},
        )
