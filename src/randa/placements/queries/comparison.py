"""Two plans side by side, and what publishing one would change for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from randa.core.access.row_security import as_system
from randa.people.models import User
from randa.placements.comparing import BlockChange, changed_blocks
from randa.placements.models import OUTSIDE, Placement, PlacementQuerySet, Plan
from randa.placements.notice import Notice, notice_for
from randa.training.models import Enrolment, Unit

Blocks = Mapping[UUID, Sequence[Placement]]


@dataclass(frozen=True, slots=True)
class NotedChange:
    """One block's change and how long before it people know.

    Attributes:
        weeks: whole weeks until the first day that is not as it was; negative when it has passed.
        is_late: what was promised changes inside the notice period. A block that is new breaks no promise.
        is_urgent: late, and so near that the schedule should stand.
    """

    change: BlockChange
    weeks: int
    is_late: bool
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class LearnerChange:
    """What is another for one learner."""

    enrolment: Enrolment
    blocks: tuple[NotedChange, ...]

    @property
    def late(self) -> tuple[BlockChange, ...]:
        return tuple(one.change for one in self.blocks if one.is_late)

    @property
    def weeks_of_notice(self) -> int:
        return min(one.weeks for one in self.blocks)

    @property
    def is_first(self) -> bool:
        """Whether there was nothing for the learner before."""
        return all(one.change.before is None for one in self.blocks)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two plans.

    Attributes:
        learners: those for whom something differs, the soonest first.
        same: learners for whom nothing differs.
        units: units that get or lose somebody, by name.
        notice: what "late" is held against.
    """

    learners: tuple[LearnerChange, ...]
    same: int
    units: tuple[Unit, ...]
    notice: Notice

    @property
    def blocks(self) -> int:
        return sum(len(one.blocks) for one in self.learners)

    @property
    def late(self) -> tuple[LearnerChange, ...]:
        return tuple(one for one in self.learners if one.late)

    @property
    def first(self) -> tuple[LearnerChange, ...]:
        return tuple(one for one in self.learners if one.is_first)

    @property
    def changed(self) -> tuple[LearnerChange, ...]:
        return tuple(one for one in self.learners if not one.is_first)


def comparable_plans(plan: Plan, actor: User) -> list[Plan]:
    """Return the other plans for the same starts that `actor` may see, those for the same regions first: two queries."""
    others = Plan.objects.visible_to(actor).filter(start_year=plan.start_year).exclude(pk=plan.pk)
    regions = {region.pk for region in plan.regions.all()}
    rows = others.prefetch_related("regions").order_by("-created_at", "pk")
    return sorted(rows, key=lambda other: {region.pk for region in other.regions.all()} != regions)


def compare_plans(before: Plan, after: Plan, actor: User) -> Comparison:
    """Return what is another in `after`, of what `actor` may see in both: two queries and the rules of notice."""
    seen = Placement.objects.visible_to(actor)
    return _comparison(seen.filter(plan=before), seen.filter(plan=after), after)


def replaced_plans(plan: Plan) -> list[Plan]:
    """Return the published plans that `plan` replaces: for the same starts, all of whose regions are in it."""
    regions = {region.pk for region in plan.regions.all()}
    others = Plan.objects.filter(start_year=plan.start_year, state=Plan.State.PUBLISHED).exclude(pk=plan.pk)
    return [one for one in others.prefetch_related("regions") if {region.pk for region in one.regions.all()} <= regions]


def publication_changes(plan: Plan) -> Comparison:
    """Return what publishing `plan` changes of what is published for its learners, whoever asks: they must all be told."""
    with as_system("publishing tells everybody whom it concerns"):
        # Whoever has no block left in the plan loses what is published; those whose data are restricted keep it.
        lost = Q(plan__in=replaced_plans(plan), enrolment__learner__restricted_at=None)
        own = Q(enrolment__in=plan.placements.values("enrolment")) & ~Q(plan__start_year=OUTSIDE)
        stands = Placement.objects.filter(own | lost, is_published=True).exclude(plan=plan)
        return _comparison(stands, Placement.objects.filter(plan=plan, unit__isnull=False), plan)


def _comparison(before: PlacementQuerySet, after: PlacementQuerySet, plan: Plan) -> Comparison:
    return compared(_by_enrolment(before), _by_enrolment(after), plan)


def compared(before: Blocks, after: Blocks, plan: Plan) -> Comparison:
    """Return what differs between blocks by enrolment, held against the notice period of the plan's regions."""
    notice = notice_for(list(plan.regions.all()))
    learners = _changed(before, after, notice)
    same = len(before.keys() | after.keys()) - len(learners)
    return Comparison(tuple(learners), same, _units(learners), notice)


def changes_by_learner(before: Blocks, after: Blocks, plan: Plan) -> list[LearnerChange]:
    """Return what is another for each learner in `after`, blocks given by enrolment; those with the shortest notice first."""
    return _changed(before, after, notice_for(list(plan.regions.all())))


def _changed(before: Blocks, after: Blocks, notice: Notice) -> list[LearnerChange]:
    learners = []
    for key in before.keys() | after.keys():
        old, new = (side.get(key, []) for side in (before, after))
        blocks = tuple(_noted(change, notice) for change in changed_blocks(old, new))
        if blocks:
            learners.append(LearnerChange((new or old)[0].enrolment, blocks))
    return sorted(learners, key=lambda one: (one.weeks_of_notice, one.enrolment.post.number))


def _noted(change: BlockChange, notice: Notice) -> NotedChange:
    is_late = change.before is not None and notice.is_late(change.first_day)
    urgent = is_late and notice.is_urgent(change.first_day)
    return NotedChange(change, notice.weeks_before(change.first_day), is_late, urgent)


def _by_enrolment(rows: PlacementQuerySet) -> Blocks:
    ordered = rows.select_related(
        "area", "unit__organisation", "enrolment__learner", "enrolment__post__region"
    ).order_by("enrolment", "starts_on")  # fmt: skip
    return {key: list(group) for key, group in groupby(ordered, key=lambda row: row.enrolment_id)}


def _units(learners: Sequence[LearnerChange]) -> tuple[Unit, ...]:
    """Return every unit that gets or loses somebody."""
    found: dict[int, Unit] = {}
    for block in _sides(learners):
        if block.unit is not None:
            found[block.unit.pk] = block.unit
    return tuple(sorted(found.values(), key=lambda unit: unit.organisation.sort_name))


def _sides(learners: Iterable[LearnerChange]) -> Iterable[Placement]:
    for learner in learners:
        for noted in learner.blocks:
            yield from (one for one in (noted.change.before, noted.change.after) if one is not None)
