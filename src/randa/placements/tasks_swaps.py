"""What is done every night about swaps."""

from procrastinate.contrib.django import app

from randa.core.clock import today
from randa.placements.services.swaps import expire_swaps


@app.periodic(cron="20 0 * * *")
@app.task(name="randa.placement_swaps", queue="jobs", queueing_lock="randa.placement_swaps")
def swaps_of_yesterday(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """End the proposals that nobody answered or decided in time."""
    expire_swaps(today())
