"""The worker's side of the index: soon after a change, once a minute in any case, and whole every night."""

from procrastinate.contrib.django import app

from randa.core.jobs.queueing import ask_once
from randa.core.search import services

LOCK = "randa.refresh_search"


@app.task(name="randa.refresh_search", queue="jobs", queueing_lock=LOCK)
def refresh_search() -> None:
    """Bring the entries of what has changed in step."""
    services.refresh_all_stale()


@app.periodic(cron="* * * * *")
@app.task(name="randa.refresh_search_each_minute", queue="jobs", queueing_lock="randa.refresh_search_each_minute")
def refresh_each_minute(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """What no page has announced, such as changes made by jobs and commands."""
    services.refresh_all_stale()


@app.periodic(cron="30 3 * * *")
@app.task(name="randa.rebuild_search", queue="jobs", queueing_lock="randa.rebuild_search")
def rebuild_nightly(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Make the index anew: a role that ended yesterday and a renamed unit show in the hints, and no unused word stays in the vocabulary."""
    services.rebuild()


def announce() -> None:
    """Ask the worker to look now; asking again while it has not begun changes nothing."""
    ask_once(refresh_search)
