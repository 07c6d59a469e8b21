"""Making a draft that can be changed by hand out of a plan that cannot."""

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.placements.permissions import can_edit_plan
from randa.placements.planning import left_out

_FACTS = (
    "name", "start_year", "horizon_starts_on", "horizon_weeks", "problem_sha256", "seed", "iterations", "cost", "bound",
    "unplaced_weeks", "explanation",
)  # fmt: skip


@transaction.atomic
def copy_plan(*, actor: User, plan: Plan) -> Plan:
    """Return a new draft with the blocks of `plan`, the next version of its name. Each call makes one.

    Learners whose data have been restricted since are left out, as in a run.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
    """
    require(can_edit_plan, actor, plan)
    # Lock the versions of the name: two copies must not get the same number.
    same = Plan.objects.select_for_update().filter(name=plan.name, start_year=plan.start_year)
    version = max(same.values_list("version", flat=True), default=0) + 1
    regions = list(plan.regions.all())
    copy = Plan.objects.create(
        version=version,
        created_by=actor,
        left_out=left_out(regions, plan.start_year),
        **{name: getattr(plan, name) for name in _FACTS},
    )
    if "edit" in plan.explanation or plan.edit_number:  # the copy's edits begin anew: what was out of date still is
        told = plan.explanation.get("edit", 0) - plan.edit_number
        copy.explanation = plan.explanation | {"edit": told}
        copy.save(update_fields=["explanation"])
    copy.regions.set(regions)
    rows = list(plan.placements.filter(enrolment__learner__restricted_at=None).order_by("pk"))
    for row in rows:
        row.pk, row.plan, row.is_published, row.edited_in = Placement._meta.pk.get_default(), copy, False, 0
    Placement.objects.bulk_create(rows)
    record(actor, "plan.copied", copy, after={"version": version, "from_version": plan.version})
    return copy
