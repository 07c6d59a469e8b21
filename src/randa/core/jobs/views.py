"""Following and cancelling a job."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from randa.core.jobs.models import Job
from randa.core.jobs.services import cancel_job


@login_required
@require_safe
def detail(request: HttpRequest, pk: str) -> HttpResponse:
    """The page of a job; its part asks again every second until the job is over."""
    return _answer(request, get_object_or_404(Job.objects.visible_to(request.user), pk=pk))


@login_required
@require_POST
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    job = cancel_job(actor=request.user, job=job)
    return _answer(request, job) if request.headers.get("HX-Request") else redirect("jobs:detail", pk=job.pk)


def _answer(request: HttpRequest, job: Job) -> HttpResponse:
    wants_part = bool(request.headers.get("HX-Request"))
    response = render(
        request, "jobs/_job.html" if wants_part else "jobs/detail.html", {"job": job, "elapsed": _elapsed(job)}
    )
    if wants_part and job.state == Job.State.DONE and job.result_url:
        response["HX-Redirect"] = job.result_url
    response["Vary"] = "HX-Request"
    return response


def _elapsed(job: Job) -> str:
    """Return how long the job has run, or ran, as minutes and seconds: 2:05."""
    if job.started_at is None:
        return ""
    seconds = int(((job.finished_at or timezone.now()) - job.started_at).total_seconds())
    return f"{seconds // 60}:{seconds % 60:02d}"
