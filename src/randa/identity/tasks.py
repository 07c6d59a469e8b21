"""Work of the worker: identity providers, every night."""

from procrastinate.contrib.django import app

from randa.core.clock import today
from randa.identity.providers.services_nightly import look_after_providers


@app.periodic(cron="10 4 * * *")
@app.task(name="randa.look_after_providers", queue="jobs", queueing_lock="randa.look_after_providers")
def look_after(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Every night at 04.10: read signed metadata again, and tell of certificates that end."""
    look_after_providers(today=today())
