"""What is done every morning about requests for seats."""

from procrastinate.contrib.django import app

from randa.core.clock import today
from randa.exchange.services.deadlines import remind_of_deadlines


@app.periodic(cron="15 6 * * *")
@app.task(name="randa.exchange_deadlines", queue="jobs", queueing_lock="randa.exchange_deadlines")
def deadlines_of_today(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Remind whoever has the next word shortly before a deadline, and on its day."""
    remind_of_deadlines(today())
