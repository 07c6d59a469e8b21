"""The worker's side of keys."""

from procrastinate.contrib.django import app

from randa.core.clock import today
from randa.integrations.services.calls import forget_old_calls
from randa.integrations.services.use import warn_of_ends


@app.periodic(cron="40 5 * * *")
@app.task(name="randa.warn_of_key_ends", queue="jobs", queueing_lock="randa.warn_of_key_ends")
def warn_of_key_ends(timestamp: int = 0) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Every morning: tell about keys that are about to end."""
    warn_of_ends(today())


@app.periodic(cron="25 * * * *")
@app.task(name="randa.forget_old_calls", queue="jobs", queueing_lock="randa.forget_old_calls")
def forget_calls(timestamp: int = 0) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Every hour: remove the answers of calls that are older than a day."""
    forget_old_calls()
