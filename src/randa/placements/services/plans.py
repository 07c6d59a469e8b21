"""Starting a planning run, keeping its result as a plan version, and publishing it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.jobs.models import Job
from randa.core.jobs.services import start_job
from randa.core.periods import week_code
from randa.engines.planning.check import broken_rules
from randa.engines.planning.model import Plan as EnginePlan
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.broken_rules import in_words
from randa.placements.errors import (
    DraftBreaksRulesError,
    LateChangeError,
    LearnerPlacedElsewhereError,
    LocksOfOthersError,
    NobodyToPlaceError,
    PlanBreaksRulesError,
    PlanReplacedError,
    RestrictedLearnersError,
    SeatsOverdrawnError,
    StayRefusedError,
    UnitsNotAgreedError,
)
from randa.placements.models import OUTSIDE, LateChange, Placement, Plan
from randa.placements.parts import in_areas, in_sum
from randa.placements.permissions import can_edit_plan, can_plan_regions, can_publish_plan
from randa.placements.plan_file import Notes
from randa.placements.planning import WEEK, BuiltProblem, enrolments_to_place, left_out
from randa.placements.prices import prices_for
from randa.placements.queries.board import broken_in_plan, overdrawn
from randa.placements.queries.comparison import publication_changes, replaced_plans
from randa.placements.queries.objections import objected_in_plan
from randa.placements.run_locks import locked_in, refuse_contradictory
from randa.placements.services.swap_following import follow_plan
from randa.placements.services.telling import keep_late_changes, tell_of_publication
from randa.placements.unit_answers import follow_publication, mark_of, not_agreed
from randa.training.models import Unit

SOLVE_PLAN = "placements.solve_plan"


@transaction.atomic
def start_planning(
    *, actor: User, regions: Sequence[Organisation], start_year: int, seconds: int, is_fair: bool = False,
    is_spread: bool = False, is_strict: bool = False, seed: int = 1, locks_from: Plan | None = None,
) -> Job:  # fmt: skip
    """Queue a planning run for everybody in `regions` who starts BT in `start_year`.

    With `is_fair`, what one doctor travels beyond a limit weighs more; with `is_spread`, units cost more when most of their places are
    taken; with `is_strict`, no week is without a place for anybody's comfort. By how much, and what a unit's own minimum weighs, the
    regions' rules say today (`prices`); the run keeps what they say. The locked blocks of the draft `locks_from` stand, and are locked
    in the new draft too.

    Raises:
        PermissionDenied: `actor` may not plan every one of the regions, or of that draft's.
        NobodyToPlaceError: there is nobody to place.
        LocksOfOthersError: the draft is about other regions or starts.
        ContradictoryLocksError: no plan can hold its locked blocks; each is named.
    """
    require(can_plan_regions, actor, regions)
    if not enrolments_to_place(regions, start_year):
        raise NobodyToPlaceError(start_year)
    prices = prices_for(regions)
    payload: dict[str, Any] = prices.choices(is_fair=is_fair, is_spread=is_spread) | {
        "regions": [region.code for region in regions],
        "start_year": start_year,
        "seconds": seconds,
        "origins": prices.origins,
        "is_strict": is_strict,
        "seed": seed,
    }
    if locks_from is not None:
        _refuse_locks(actor, locks_from, regions, start_year)
        payload["locks_from"] = str(locks_from.pk)
    title = _("Plan för BT-start %(year)d") % {"year": start_year}
    return start_job(actor=actor, kind=SOLVE_PLAN, title=title, payload=payload, steps_total=100)


def _refuse_locks(actor: User, draft: Plan, regions: Sequence[Organisation], start_year: int) -> None:
    require(can_edit_plan, actor, draft)
    if draft.start_year != start_year or not set(draft.regions.all()) <= set(regions):
        raise LocksOfOthersError(str(draft))
    refuse_contradictory(draft, locked_in(draft))


@transaction.atomic
def store_plan(
    *, actor: User, built: BuiltProblem, plan: EnginePlan, regions: Sequence[Organisation], start_year: int,
    explanation: dict[str, Any], problem_sha256: str, job: Job | None = None, notes: Notes | None = None,
) -> Plan:  # fmt: skip
    """Keep the engine's plan as a new draft version. The independent checker reads it first.

    Raises:
        PermissionDenied: `actor` may not plan every one of the regions.
        PlanBreaksRulesError: the checker found a broken rule; nothing is stored.
    """
    require(can_plan_regions, actor, regions)
    broken = in_sum(built.problem, plan.programmes, broken_rules(built.problem, plan))
    if broken:
        raise PlanBreaksRulesError(in_words(built, broken))
    _problem, plan = in_areas(built.problem, plan)
    name = plan_name(start_year, regions)
    same = Plan.objects.select_for_update().filter(name=name, start_year=start_year).order_by("-version")
    latest = same.first()
    stored = Plan.objects.create(
        name=name,
        start_year=start_year,
        version=latest.version + 1 if latest else 1,
        horizon_starts_on=built.first_monday,
        horizon_weeks=built.problem.weeks,
        problem_sha256=problem_sha256,
        seed=plan.seed or 0,
        iterations=plan.iterations or 0,
        cost=plan.cost,
        bound=plan.bound,
        unplaced_weeks=plan.unplaced_weeks,
        left_out=left_out(regions, start_year),
        explanation=explanation,
        job=job,
        created_by=actor,
    )
    stored.regions.set(regions)
    Placement.objects.bulk_create(_placements(stored, built, plan, notes or {}))
    record(actor, "plan.stored", stored, after={"unplaced_weeks": plan.unplaced_weeks, "cost": plan.cost})
    return stored


def plan_name(start_year: int, regions: Sequence[Organisation]) -> str:
    """Return the name that all versions for the same starts in the same regions share. Data, so the same in every language."""
    where = str(regions[0]) if len(regions) == 1 else f"{len(regions)} regioner"
    return f"BT-start {start_year}, {where}"


def _placements(stored: Plan, built: BuiltProblem, plan: EnginePlan, notes: Notes) -> list[Placement]:
    rows = []
    for programme in plan.programmes:
        enrolment = built.enrolments[programme.doctor]
        work = built.problem.doctors[programme.doctor].work
        for block in programme.blocks:
            last = work[block.position + block.weeks - 1]
            is_locked, comment = notes.get((programme.doctor, block), (False, ""))
            rows.append(
                Placement(
                    plan=stored,
                    enrolment=enrolment,
                    area_id=block.kind,
                    unit=None if block.unit is None else built.units[block.unit],
                    starts_on=built.monday(work[block.position]),
                    ends_before=built.monday(last) + WEEK,
                    working_weeks=block.weeks,
                    is_locked=is_locked,
                    comment=comment,
                )
            )
    return rows


@transaction.atomic
def publish_plan(
    *, actor: User, plan: Plan, reason: str = "", cause: LateChange.Cause = LateChange.Cause.PLANNING, despite: str = ""
) -> Plan:
    """Make a draft the plan that counts; an earlier published version for the same learners is replaced. Twice changes nothing.

    Everybody for whom something becomes another is told, learners and units. `reason` is why what was promised changes inside the
    notice period, `cause` who made it so; both are kept with each such change, and the reason is told to the learner. `despite` is the
    mark of what units have not agreed to, as somebody has read it (`unit_answers.mark_of`).

    Raises:
        UnitsNotAgreedError: units that were asked have not said yes, and `despite` is not the mark of what they say now.
        PlanReplacedError: a later plan has replaced it.
        LateChangeError: something promised changes inside the notice period, and `reason` is empty.
        PermissionDenied: `actor` may not publish in every region of the plan.
        RestrictedLearnersError: the data of a learner in the plan may not be used any more.
        DraftBreaksRulesError: a learner's blocks break a rule; each is named.
        StayRefusedError: somebody is laid where they may not be, such as at their own workplace, and nobody has decided otherwise.
        SeatsOverdrawnError: some unit would hold more learners than it has seats: they have shrunk, or others hold them.
        LearnerPlacedElsewhereError: a learner has published placements in a plan that this one does not replace.
    """
    require(can_publish_plan, actor, plan)
    # Lock every plan of the year: two publications must not both find the seats free.
    plan = {one.pk: one for one in Plan.objects.select_for_update().filter(start_year=plan.start_year)}[plan.pk]
    if plan.state == Plan.State.PUBLISHED:
        return plan
    if plan.state == Plan.State.ARCHIVED:
        raise PlanReplacedError
    with as_system("publishing replaces, counts and checks against what was published for anybody"):
        refuse_restricted(plan)
        _refuse_broken(plan)
        _refuse_objected(plan)
        open_units = not_agreed(plan)
        if mark_of(open_units) != despite and open_units:
            raise UnitsNotAgreedError(len(open_units), was_read=bool(despite))
        changes = publication_changes(plan)
        if changes.late and not reason.strip():
            raise LateChangeError(len(changes.late), changes.notice.weeks)
        _archive_replaced(plan)
        _refuse_placed_elsewhere(plan)
        _refuse_overdrawn(plan)
        plan.state = Plan.State.PUBLISHED
        plan.save(update_fields=["state"])
        plan.placements.filter(unit__isnull=False).update(is_published=True)
        keep_late_changes(actor, plan, changes, cause, reason.strip())
        tell_of_publication(actor, plan, changes, reason.strip())
        follow_publication(actor, plan)
    after = {"version": plan.version} | ({"units_not_agreed": len(open_units)} if open_units else {})
    record(actor, "plan.published", plan, after=after, reason=reason.strip())
    return plan


def _archive_replaced(plan: Plan) -> None:
    replaced = replaced_plans(plan)
    follow_plan(plan, replaced)
    for other in replaced:
        other.state = Plan.State.ARCHIVED
        other.save(update_fields=["state"])
        stands = list(other.placements.filter(is_published=True, enrolment__learner__restricted_at__isnull=False))
        other.placements.update(is_published=False)
        _carry_over(plan, stands)


def _carry_over(plan: Plan, stands: Sequence[Placement]) -> None:
    """Let what is published for learners whose data are restricted stand as it is, unplanned: the unit must know who comes."""
    for row in stands:
        row.pk, row.plan, row.is_published = None, plan, True
    Placement.objects.bulk_create(stands)


def refuse_restricted(plan: Plan) -> None:
    """Refuse a plan with learners whose data may not be used: neither units nor learners are told of it."""
    used = plan.placements.filter(enrolment__learner__restricted_at__isnull=False)
    count = used.values("enrolment__learner").distinct().count()
    if count:
        raise RestrictedLearnersError(count)


def _refuse_broken(plan: Plan) -> None:
    """Refuse blocks that break the programme's rules: a draft may hold them while it is worked on."""
    faults = broken_in_plan(plan)
    if faults:
        raise DraftBreaksRulesError(faults)


def _refuse_objected(plan: Plan) -> None:
    """Refuse stays that a unit's own rules forbid; each is named with what to do."""
    faults = [one.sentence for one in objected_in_plan(plan) if one.is_refused]
    if faults:
        raise StayRefusedError(faults)


def _refuse_placed_elsewhere(plan: Plan) -> None:
    """Refuse a second plan for the same learner; a seat at others is agreed by itself, and stands in the way of its own weeks only."""
    taken = Placement.objects.filter(is_published=True, enrolment__placements__plan=plan).exclude(plan=plan)
    at_once = plan.placements.filter(
        unit__isnull=False, enrolment=OuterRef("enrolment"), starts_on__lt=OuterRef("ends_before"),
        ends_before__gt=OuterRef("starts_on"),
    )  # fmt: skip
    taken = taken.filter(~Q(plan__start_year=OUTSIDE) | Exists(at_once))
    names = sorted({str(row.enrolment.learner) for row in taken.select_related("enrolment__learner")})
    if names:
        raise LearnerPlacedElsewhereError(names)


def _refuse_overdrawn(plan: Plan) -> None:
    """Refuse more learners than seats. The units are locked, so that nobody is given the same seat by another way meanwhile."""
    there = Unit.objects.filter(pk__in=plan.placements.filter(unit__isnull=False).values("unit"))
    units = {
        one.pk: one
        for one in there.select_for_update(of=("self",), no_key=True).select_related("organisation").order_by("pk")
    }
    places = []
    for one in overdrawn(plan, units):
        first, last = (week_code(plan.horizon_starts_on + week * WEEK) for week in (one.first_week, one.last_week))
        places.append(f"{units[one.unit]} {first}–{last}" if first != last else f"{units[one.unit]} {first}")
    if places:
        raise SeatsOverdrawnError(places)
