"""The worker's side of jobs."""

from django.utils import translation
from procrastinate.contrib.django import app

from randa.core.jobs import services


@app.task(name="randa.run_job", queue="jobs")
def run_job(job_id: str, language: str = "sv") -> None:
    """Run one job; messages are written in the language of the person who started it."""
    with translation.override(language):
        services.execute(job_id)


@app.periodic(cron="* * * * *")
@app.task(name="randa.fail_abandoned_jobs", queue="jobs", queueing_lock="randa.fail_abandoned_jobs")
def fail_abandoned_jobs(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Once a minute, and when a worker starts: end the jobs of workers that died."""
    services.fail_abandoned()
