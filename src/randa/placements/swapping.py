"""What a swap makes of the two learners' blocks: each takes the other's unit and first week, and serves as long as before."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from randa.placements.editing import changes
from randa.placements.editing.rows import Row, Rows
from randa.placements.editing.weeks import WorkingWeeks
from randa.placements.judging import WEEKS_BEYOND
from randa.placements.models import Placement, Plan, Swap
from randa.placements.planning import with_programmes, working_mondays
from randa.training.models import Enrolment


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two blocks of a plan that change places, as they are and as they will be."""

    plan: Plan
    blocks: tuple[Placement, Placement]
    before: Rows
    after: Rows

    @property
    def as_they_will_be(self) -> list[Placement]:
        """The two blocks after the swap, not saved."""
        units = {one.unit_id: one.unit for one in self.blocks}
        made = []
        for block in self.blocks:
            row = self.after[str(block.pk)]
            assert row is not None  # noqa: S101 - a swap removes nothing
            made.append(
                Placement(pk=block.pk, plan=self.plan, enrolment=block.enrolment, area=block.area, unit=units[row.unit],
                          starts_on=row.starts_on, ends_before=row.ends_before, working_weeks=row.weeks)
            )  # fmt: skip
        return made


def exchange_of(plan: Plan, own: Placement, other: Placement) -> Exchange:
    """Return the swap of two blocks: three queries.

    Raises:
        OutsideWeeksError: one of the two does not serve in the other's weeks.
    """
    work = _working_weeks(plan, (own.enrolment_id, other.enrolment_id))
    before: Rows = {str(one.pk): Row.of(one) for one in (own, other)}
    after: Rows = {}
    for block, taken in ((own, other), (other, own)):
        row = replace(Row.of(block), unit=taken.unit_id)
        if row.starts_on != taken.starts_on:
            row = changes.placed(row, work[block.enrolment_id], taken.starts_on, row.weeks)
        after[str(block.pk)] = row
    return Exchange(plan, (own, other), before, after)


def block_as_offered(swap: Swap, blocks: Iterable[Placement], *, of_partner: bool) -> Placement | None:
    """Return the block that one of the two offered, None when the plan has it no longer as it was."""
    if of_partner:
        wanted = (swap.partner_id, swap.partner_unit_id, swap.partner_starts_on, swap.partner_ends_before)
    else:
        wanted = (swap.proposer_id, swap.unit_id, swap.starts_on, swap.ends_before)
    found = (one for one in blocks if (one.enrolment_id, one.unit_id, one.starts_on, one.ends_before) == wanted)
    return next(found, None)


def _working_weeks(plan: Plan, enrolments: Iterable[UUID]) -> dict[UUID, WorkingWeeks]:
    until = plan.horizon_weeks + WEEKS_BEYOND
    learners = with_programmes(Enrolment.objects.filter(pk__in=enrolments))
    return {one.pk: WorkingWeeks(working_mondays(one, plan.horizon_starts_on, until)) for one in learners}
