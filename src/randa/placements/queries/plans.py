"""Reads for the list of plans, the facts of one plan, and a learner's own weeks."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import OUTSIDE, Placement, Plan
from randa.placements.permissions import can_edit_plan
from randa.training.models import Enrolment, Programme


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The figures people ask for first.

    Attributes:
        gap_percent: None when no bound was computed, or the bound is 0 and met.
        first, first_bound: points of what comes first in the strict order, and what no plan has less of; None for other plans.
        tiers: what the cost is for, in words, with its points, dearest reason first; what cost nothing is left out, and
            all is left out of a plan that was not planned by Randa or before this was kept.
    """

    learners: int
    blocks: int
    placed_blocks: int
    all_weeks: int
    unplaced_weeks: int
    learners_with_gaps: int
    other_region_blocks: int
    gap_percent: float | None
    first: int | None
    first_bound: int | None
    tiers: list[tuple[str | Promise, int]]


TIERS: dict[str, str | Promise] = {
    "unplaced": _("varav veckor utan plats"),
    "late": _("varav block som slutar för sent"),
    "occupancy": _("varav enheter med för få eller för många"),
    "lengths": _("varav längder och delade block"),
    "units": _("varav resor"),
    "fairness": _("varav ojämnt fördelade resor"),
}


def plan_list(actor: User) -> list[Plan]:
    """Return the plans `actor` may see, latest first, each with its learners counted: two queries."""
    planned = Plan.objects.visible_to(actor).exclude(start_year=OUTSIDE)
    rows = planned.annotate(learner_count=Count("placements__enrolment", distinct=True))
    return list(rows.prefetch_related("regions").select_related("created_by").order_by("-created_at", "pk"))


def regions_to_plan(actor: User) -> list[Organisation]:
    """Return the regions with training programmes that `actor` may plan: one query. A role at a hospital plans no whole region."""
    training = Organisation.objects.regions().filter(pk__in=Programme.objects.values("region")).order_by("sort_name")
    return [region for region in training if actor.has("placements.plan", region)]


def plan_facts(plan: Plan, actor: User) -> PlanFacts:
    """Return the key figures of the part of `plan` that `actor` may see: one query."""
    figures = Placement.objects.filter(
        pk__in=Placement.objects.visible_to(actor).filter(plan=plan).values("pk")
    ).aggregate(
        learners=Count("enrolment", distinct=True),
        blocks=Count("pk"),
        placed_blocks=Count("pk", filter=Q(unit__isnull=False)),
        all_weeks=Coalesce(Sum("working_weeks"), 0),
        unplaced_weeks=Coalesce(Sum("working_weeks", filter=Q(unit__isnull=True)), 0),
        learners_with_gaps=Count("enrolment", distinct=True, filter=Q(unit__isnull=True)),
        # A block without a unit has no region: it must not count as served elsewhere.
        other_region_blocks=Count("pk", filter=Q(unit__isnull=False) & ~Q(unit__region=F("enrolment__post__region"))),
    )
    points = plan.explanation.get("tiers", {})
    tiers = [(label, points[name]) for name, label in TIERS.items() if points.get(name)]
    first_bound = plan.explanation.get("first_bound")
    first = None if first_bound is None else points["unplaced"] + points["late"]
    return PlanFacts(**figures, gap_percent=_gap_percent(plan), first=first, first_bound=first_bound, tiers=tiers)


def _gap_percent(plan: Plan) -> float | None:
    """Return how far the cost may be from the best possible, in per cent of the cost."""
    if plan.bound is None or not plan.cost:
        return None
    return max(0.0, 100 * (plan.cost - plan.bound) / plan.cost)


def own_placements(actor: User) -> list[tuple[Enrolment, list[Placement]]]:
    """Return one's own enrolments with their published blocks in order: two queries."""
    enrolments = Enrolment.objects.filter(learner=actor).select_related("post__programme", "post__region", "post__base")
    rows = Placement.objects.filter(enrolment__learner=actor, is_published=True).select_related(
        "area", "unit__organisation", "plan"
    )
    by_enrolment: dict[object, list[Placement]] = {}
    for row in rows.order_by("starts_on"):
        by_enrolment.setdefault(row.enrolment_id, []).append(row)
    return [(one, by_enrolment.get(one.pk, [])) for one in enrolments]


def drafts_with_locks(actor: User) -> QuerySet[Plan]:
    """Return the drafts that the person plans all of and that have locked blocks, the latest first."""
    rows = (
        Plan.objects.visible_to(actor)
        .filter(state=Plan.State.DRAFT, placements__is_locked=True)
        .prefetch_related("regions")
    )
    own = [one.pk for one in rows.distinct() if can_edit_plan(actor, one)]
    return Plan.objects.filter(pk__in=own).order_by("-created_at", "pk")
