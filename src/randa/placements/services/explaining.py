"""Working out anew, as a job, why blocks of a draft have no place and what would help: a run's words are about the plan as it was."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.clock import today
from randa.core.jobs.models import Job
from randa.core.jobs.services import start_job
from randa.engines.planning.model import Plan as EnginePlan
from randa.engines.planning.model import Problem
from randa.people.models import User
from randa.placements.explanation import Meaning
from randa.placements.laying import Layout, layout_of
from randa.placements.models import Plan
from randa.placements.queries.misfits import misfits
from randa.placements.services.edits import lock_draft

EXPLAIN = "placements.explain"


@transaction.atomic
def start_explaining(*, actor: User, plan: Plan) -> Job:
    """Queue a run that works out why blocks have no place in the draft as it is, and what each way out costs.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        NotADraftError: the plan is published or replaced.
    """
    plan = lock_draft(actor, plan)
    title = _("Räkna om sätten i %(plan)s") % {"plan": plan}
    return start_job(actor=actor, kind=EXPLAIN, title=title, payload={"plan": str(plan.pk)}, steps_total=100)


@transaction.atomic
def begin_explaining(*, actor: User, plan: Plan) -> tuple[int, Problem, EnginePlan, Meaning]:
    """Return the number of the draft's latest edit, and the draft as a problem and a legal plan for it.

    Whoever breaks a rule or sits where seats do not suffice is left as they are: what would help them is to mend that first.
    """
    plan = lock_draft(actor, plan)
    with as_system("why somebody has no place depends on everybody in the plan; its planners may see them all"):
        held = {str(one.enrolment.pk) for one in misfits(plan, today()).learners}
        layout = layout_of(plan, today(), held=held)
    return (
        plan.edit_number,
        _by_region(layout),
        layout.now(),
        Meaning(layout.key, layout.judge.units.__getitem__, layout.monday),
    )


def _by_region(layout: Layout) -> Problem:
    """Return the problem with everybody's own region: where places are short is told region by region."""
    judge = layout.judge
    regions = list(dict.fromkeys(one.post.region for one in judge.enrolments))
    regions += [one.region for one in judge.units.values() if one.region not in regions]
    numbers = {one.pk: number for number, one in enumerate(dict.fromkeys(regions))}
    return replace(
        layout.problem,
        regions=tuple(str(one) for one in dict.fromkeys(regions)),
        units=tuple(replace(one, region=numbers[judge.units[one.id].region_id]) for one in layout.problem.units),
        doctors=tuple(
            replace(one, region=numbers[judge.enrolments[one.id].post.region_id]) for one in layout.problem.doctors
        ),
    )


@transaction.atomic
def keep_explanation(*, actor: User, plan: Plan, explanation: dict[str, Any], edit: int) -> None:
    """Keep what was worked out about the draft as it was after edit number `edit`.

    Raises as `start_explaining` does.
    """
    plan = lock_draft(actor, plan)
    plan.explanation = plan.explanation | explanation | {"edit": edit}
    plan.save(update_fields=["explanation"])
    record(actor, "plan.explained", plan, after={"edit": edit})
