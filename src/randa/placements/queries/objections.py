"""What stands against the stays of a whole plan, before it is published."""

from dataclasses import dataclass

from randa.core.access.row_security import as_system
from randa.placements.models import Plan
from randa.placements.objections import Stay, objections_to


@dataclass(frozen=True, slots=True)
class Objected:
    """One stay that should not, or may not, be: who, which unit, what is wrong and what to do."""

    sentence: str
    is_refused: bool


def objected_in_plan(plan: Plan) -> list[Objected]:
    """Return what stands against the plan's stays, the refused first: a constant number of queries."""
    with as_system("whether a plan may be published depends on everybody in it"):
        rows = plan.placements.filter(unit__isnull=False).select_related("enrolment__learner", "unit__organisation")
        who = {
            Stay(row.enrolment_id, row.unit_id, row.starts_on): f"{row.enrolment.learner}, {row.unit}"
            for row in rows.order_by("starts_on", "pk")
            if row.unit_id is not None
        }
        found = objections_to(list(who))
    made = [Objected(f"{who[one.stay]}: {one.words}", one.is_refused) for one in found]
    return sorted(made, key=lambda one: not one.is_refused)
