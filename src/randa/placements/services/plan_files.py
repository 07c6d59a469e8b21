"""A changed Excel file becomes a new draft version of its plan."""

from dataclasses import replace

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.imports.tables import Rows
from randa.engines.planning.costs import cost, unplaced_weeks
from randa.people.models import User
from randa.placements.judging import choices_of
from randa.placements.models import Plan
from randa.placements.permissions import can_plan_regions
from randa.placements.plan_file import RowFault, read_plan
from randa.placements.planning import build_problem
from randa.placements.services.plans import store_plan


@transaction.atomic
def import_plan_rows(*, actor: User, plan: Plan, rows: Rows) -> tuple[Plan | None, list[RowFault]]:
    """Store `rows` as a new draft version of `plan`, or return every fault and store nothing.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        PlanBreaksRulesError: the rows can be read, but the plan they describe breaks a rule.
    """
    regions = list(plan.regions.order_by("sort_name"))
    require(can_plan_regions, actor, regions)
    # Every unit in reach may be written in the file, as it may be chosen in the grid.
    built = build_problem(regions=regions, start_year=plan.start_year, choices=choices_of(plan))
    read = read_plan(rows, built)
    if read.plan is None:
        return None, read.faults
    priced = replace(
        read.plan, cost=cost(built.problem, read.plan), unplaced_weeks=unplaced_weeks(built.problem, read.plan)
    )
    stored = store_plan(
        actor=actor,
        built=built,
        plan=priced,
        regions=regions,
        start_year=plan.start_year,
        explanation={"choices": plan.explanation["choices"]} if "choices" in plan.explanation else {},
        problem_sha256="",
        notes=read.notes,
    )
    return stored, []
