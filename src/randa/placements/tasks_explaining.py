"""Working out anew why blocks of a draft have no place, as a job."""

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.jobs.services import Run, runner
from randa.placements.explanation import explanation_of
from randa.placements.models import Plan
from randa.placements.services.explaining import EXPLAIN, begin_explaining, keep_explanation


@runner(EXPLAIN)
def explain_draft(run: Run) -> str:
    """Work it out and keep it. Return the address where it is read."""
    plan, actor = Plan.objects.get(pk=run.payload["plan"]), run.job.started_by
    run.progress(0, 100, _("Läser utkastet och lediga platser"))
    edit, problem, now, means = begin_explaining(actor=actor, plan=plan)
    run.progress(20, 100, _("Räknar på vad som hjälper"))
    found = explanation_of(problem, now, means)
    run.stop_if_cancelled()
    keep_explanation(actor=actor, plan=plan, explanation=found, edit=edit)
    return reverse("placements:plan_unplaced", args=[plan.pk])
