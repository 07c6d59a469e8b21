"""What is done every morning about proposals to units."""

from procrastinate.contrib.django import app

from randa.core.clock import today
from randa.proposals.services.reminding import watch_days


@app.periodic(cron="25 6 * * *")
@app.task(name="randa.proposal_days", queue="jobs", queueing_lock="randa.proposal_days")
def proposals_of_today(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Remind units shortly before the last day and on it, and tell planners of silence the day after."""
    watch_days(today())
