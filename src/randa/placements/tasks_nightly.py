"""What is done every night about swaps and old edits."""

from procrastinate.contrib.django import app

from randa.core.clock import today
from randa.placements.services.forgetting import forget_comments
from randa.placements.services.swaps import expire_swaps


@app.periodic(cron="20 0 * * *")
@app.task(name="randa.placement_swaps", queue="jobs", queueing_lock="randa.placement_swaps")
def swaps_of_yesterday(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """End the proposals that nobody answered or decided in time."""
    expire_swaps(today())


@app.periodic(cron="25 0 * * *")
@app.task(name="randa.placement_comments", queue="jobs", queueing_lock="randa.placement_comments")
def comments_of_old_edits(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Forget what was noted in edits that nobody can undo any more."""
    forget_comments()
