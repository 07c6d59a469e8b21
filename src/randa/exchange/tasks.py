"""What is done every morning about requests for seats."""

from procrastinate.contrib.django import app

from randa.core.clock import today
from randa.exchange.services.deadlines import remind_of_deadlines
from randa.exchange.services.queues.following import pass_on_unanswered
from randa.exchange.services.queues.reminding import remind_of_last_weeks


@app.periodic(cron="15 6 * * *")
@app.task(name="randa.exchange_deadlines", queue="jobs", queueing_lock="randa.exchange_deadlines")
def deadlines_of_today(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Send on seats of queues that nobody answered about; remind whoever has the next word before a deadline and on its day."""
    pass_on_unanswered(today())
    remind_of_deadlines(today())
    remind_of_last_weeks(today())
