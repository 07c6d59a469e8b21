"""The worker's side of keys and webhooks."""

from uuid import UUID

from procrastinate.contrib.django import app

from randa.core.clock import today
from randa.core.jobs.queueing import ask_once
from randa.integrations.services.calls import forget_old_calls
from randa.integrations.services.delivery import deliver, forget_old_deliveries, waiting_webhooks
from randa.integrations.services.use import warn_of_ends


@app.periodic(cron="40 5 * * *")
@app.task(name="randa.warn_of_key_ends", queue="jobs", queueing_lock="randa.warn_of_key_ends")
def warn_of_key_ends(timestamp: int = 0) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Every morning: tell about keys that are about to end."""
    warn_of_ends(today())


@app.periodic(cron="25 * * * *")
@app.task(name="randa.forget_old_calls", queue="jobs", queueing_lock="randa.forget_old_calls")
def forget_calls(timestamp: int = 0) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Every hour: remove the answers of calls that are older than a day, and what was delivered a month ago."""
    forget_old_calls()
    forget_old_deliveries()


@app.task(name="randa.deliver_webhook", queue="webhooks")
def deliver_webhook(pk: str) -> None:
    """Send one webhook what waits for it."""
    deliver(UUID(pk))


@app.periodic(cron="* * * * *")
@app.task(name="randa.deliver_webhooks", queue="webhooks", queueing_lock="randa.deliver_webhooks")
def deliver_webhooks(timestamp: int = 0) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Every minute: a task of its own for each webhook that has something to hear, so that a slow one holds up no other."""
    for pk in waiting_webhooks():
        name = f"randa.deliver_webhook:{pk}"
        ask_once(deliver_webhook.configure(lock=name, queueing_lock=name), pk=str(pk))
