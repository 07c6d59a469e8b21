"""A worker's help with a planning run of somebody else's: one region, planned by itself."""

from uuid import UUID

from procrastinate.contrib.django import app

from randa.placements.services.run_parts import forget_left_parts, take_one


@app.task(name="randa.help_planning_run", queue="jobs")
def help_run(job_id: str) -> None:
    """Plan one region of the run, if there is one that nobody is at work on; one at a time, so that other work has its turn."""
    take_one(UUID(job_id), told=lambda: None)


@app.periodic(cron="*/10 * * * *")
@app.task(name="randa.forget_run_parts", queue="jobs", queueing_lock="randa.forget_run_parts")
def forget_parts(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Remove what runs have left whose worker died."""
    forget_left_parts()
