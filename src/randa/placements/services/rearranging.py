"""Planning learners of a draft anew as a job, and laying an answer as one edit of the draft."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.jobs.services import start_job
from randa.people.models import User
from randa.placements.dial import terms_for
from randa.placements.editing.rows import Rows, read_rows
from randa.placements.errors import NobodyToRearrangeError, SeatsTakenMeanwhileError, UnknownBlockError
from randa.placements.judging import choices_of
from randa.placements.laying import Layout, Wanted, layout_of
from randa.placements.models import Plan, Rearrangement
from randa.placements.permissions import can_edit_plan
from randa.placements.queries.board import newly_overdrawn
from randa.placements.services import blocks
from randa.placements.services.drafts import copy_plan
from randa.placements.services.edits import Made, lock_draft

REARRANGE = "placements.rearrange"
Kind = Rearrangement.Kind


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to lay the learners.

    Attributes:
        limit: how many may be disturbed; None for any number.
        price: change of the plan's cost, in points.
        unplaced_weeks: working weeks without a place in the whole plan afterwards.
        disturbed: enrolments that lose a place which they have.
        forced: of these, those whose own weeks or rules have become others: nobody can spare them.
        blocks: how many blocks become others.
        wanted: every block of those for whom something becomes another.
    """

    limit: int | None
    price: int
    unplaced_weeks: int
    disturbed: list[str]
    forced: list[str]
    blocks: int
    wanted: Wanted


@transaction.atomic
def start_rearranging_selection(
    *, actor: User, plan: Plan, enrolments: Collection[str] | None, seconds: int
) -> Rearrangement:  # fmt: skip
    """Queue a run that lays the chosen learners anew, everybody else being where they are; the answer is laid at once.

    With None for `enrolments` it lays the whole draft anew around what is locked.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        NotADraftError: the plan is published or replaced.
        ContradictoryLocksError: locked blocks of theirs can be in no plan.
        NobodyToRearrangeError: none of them can be planned anew.
    """
    plan = lock_draft(actor, plan)
    layout = layout_of(plan, today(), only=enrolments)
    if not layout.rows:
        raise NobodyToRearrangeError
    asked = {"only": sorted(layout.rows), "by_hand": sorted(layout.by_hand), "seconds": seconds}
    return _started(actor, plan, Kind.SELECTION, asked, _("Planera om de valda i %(plan)s") % {"plan": plan})


@transaction.atomic
def start_mending(*, actor: User, plan: Plan, held: Collection[str] = ()) -> Rearrangement:
    """Queue a run that works out how what no longer fits can be mended, by how many may be disturbed. Nothing is laid by itself.

    `held` are learners who stay as they are. A plan that counts, or was replaced, is copied to a draft of its own first. Raises as
    `start_rearranging_selection` does, but for NotADraftError.
    """
    plan = lock_draft(actor, plan if plan.state == Plan.State.DRAFT else copy_plan(actor=actor, plan=plan))
    layout = layout_of(plan, today(), held=held)
    if not layout.rows:
        raise NobodyToRearrangeError
    asked = {"held": sorted(held), "by_hand": sorted(layout.by_hand), **_worth_keeping(plan)}
    return _started(actor, plan, Kind.MENDING, asked, _("Planera om %(plan)s") % {"plan": plan})


def _worth_keeping(plan: Plan) -> dict[str, object]:
    """Return what a place that somebody has is worth when the plan is mended: points, or its rank in the strict order."""
    if choices_of(plan).is_strict:
        return {"is_strict": True}
    terms = terms_for(list(plan.regions.all()))
    return {"kept_points": terms.kept_points, "kept_points_low": terms.kept_points_low}


def _started(actor: User, plan: Plan, kind: Kind, asked: Mapping[str, object], title: str) -> Rearrangement:
    made = Rearrangement.objects.create(plan=plan, kind=kind, asked=dict(asked), created_by=actor)
    job = start_job(
        actor=actor, kind=REARRANGE, title=title, payload={"rearrangement": str(made.pk)}, steps_total=100
    )  # fmt: skip
    made.job = job
    made.save(update_fields=["job"])
    return made


@transaction.atomic
def begin_rearranging(*, actor: User, rearrangement: Rearrangement) -> Layout:
    """Return what is to be planned, as it is now, and note after which edit that is."""
    plan = lock_draft(actor, rearrangement.plan)
    rearrangement.made_after = plan.edit_number
    rearrangement.save(update_fields=["made_after"])
    asked = rearrangement.asked
    return layout_of(plan, today(), only=asked.get("only"), held=asked.get("held", ()))


@transaction.atomic
def keep_answers(*, actor: User, rearrangement: Rearrangement, answers: Sequence[Answer]) -> None:
    """Keep what the run found, in the order in which it is shown."""
    require(can_edit_plan, actor, rearrangement.plan)
    rearrangement.answers = [asdict(one) for one in answers]
    rearrangement.save(update_fields=["answers"])


@transaction.atomic
def lay_answer(*, actor: User, rearrangement: Rearrangement, number: int, overwrite: bool = False) -> Made:
    """Lay one answer in the draft as one edit, which is undone as any other.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        NotADraftError: the plan is published or replaced.
        UnknownBlockError: there is no such answer.
        EditConflictError: somebody has changed blocks of those learners after the answer was worked out; nothing is written.
        SeatsTakenMeanwhileError: somebody has taken places that it counts on; nothing is written.
        NothingEditedError: everything is so already.
    """
    plan = lock_draft(actor, rearrangement.plan)
    answers = rearrangement.answers or []
    if not 0 <= number < len(answers):
        raise UnknownBlockError
    made = blocks.lay_blocks(
        actor=actor, plan=plan, seen={}, wanted=_wanted(answers[number]["wanted"]), rearrange=True,
        overwrite=overwrite, heard=rearrangement.made_after,
    )  # fmt: skip
    if not overwrite:
        _refuse_taken(plan, read_rows(made.edit.before), read_rows(made.edit.after))
    rearrangement.laid_in, rearrangement.laid_answer = made.edit.number, number
    rearrangement.save(update_fields=["laid_in", "laid_answer"])
    return made


def _refuse_taken(plan: Plan, before: Rows, after: Rows) -> None:
    full = newly_overdrawn(plan, before, after)
    if full:
        raise SeatsTakenMeanwhileError(full)


def _wanted(data: Wanted) -> list[blocks.Wanted]:
    return [
        blocks.Wanted(enrolment, area, unit, dt.date.fromisoformat(day), weeks)
        for enrolment, rows in data.items()
        for area, unit, day, _end, weeks in rows
    ]
