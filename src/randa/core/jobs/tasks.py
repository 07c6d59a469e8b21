"""The worker's side of jobs."""

from django.utils import translation
from procrastinate.contrib.django import app

from randa.core.jobs import services


@app.task(name="randa.run_job", queue="jobs")
def run_job(job_id: str, language: str = "sv") -> None:
    """Run one job; messages are written in the language of the person who started it."""
    with translation.override(language):
        services.execute(job_id)
