"""What the units have answered about a plan, unit by unit, held against the draft as it is now."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.access.row_security import as_system
from randa.core.clock import today
from randa.people.models import User
from randa.people.queries.holders import holders_at
from randa.placements.models import Placement, Plan
from randa.placements.unit_answers import NotAgreed
from randa.proposals.answering import Answer
from randa.proposals.models import ANSWER, PLANNERS, Proposal, ProposedBlock
from randa.training.models import Unit


@dataclass(frozen=True, slots=True)
class BlockSeen:
    """One proposed block.

    Attributes:
        who: as the viewer may know it.
        is_changed: the draft has another one there now, and not the one that the unit suggested instead.
        is_as_suggested: the draft has it in the other weeks that the unit named.
    """

    block: ProposedBlock
    who: str
    is_changed: bool
    is_as_suggested: bool = False

    @property
    def answer(self) -> str:
        """What the unit says about the block as the draft has it."""
        return Answer.YES if self.is_as_suggested else self.block.answer

    @property
    def may_be_answered(self) -> bool:
        """An answer is about exactly what was proposed: what has been laid as the unit suggested is asked about when sent again."""
        return not self.is_changed and not self.is_as_suggested

    @property
    def waits(self) -> bool:
        return not self.is_changed and self.block.answer == Answer.WAITING


@dataclass(slots=True)
class UnitAnswers:
    """What one unit says.

    Attributes:
        rows: the blocks it was asked about, in order of time.
        added: blocks that the draft has there now and that it was never asked about.
        heads: those who were told; empty when nobody has a role at the unit itself.
    """

    unit: Unit
    rows: list[BlockSeen] = field(default_factory=list)
    added: int = 0
    heads: list[User] = field(default_factory=list)

    def count(self, answer: str) -> int:
        return sum(not one.is_changed and one.answer == answer for one in self.rows)

    @property
    def yes(self) -> int:
        return self.count(Answer.YES)

    @property
    def no(self) -> int:
        return self.count(Answer.NO)

    @property
    def other(self) -> int:
        return self.count(Answer.OTHER)

    @property
    def waiting(self) -> int:
        return self.count(Answer.WAITING)

    @property
    def changed(self) -> int:
        return sum(one.is_changed for one in self.rows)

    @property
    def is_for_planner(self) -> bool:
        """Whether the planner has something to do about it, other than to wait."""
        return bool(self.no or self.other or self.added)

    @property
    def open_count(self) -> int:
        """How many blocks the unit has not said yes to as they are now."""
        return self.waiting + self.no + self.other + self.added


def latest_proposal(plan: Plan) -> Proposal | None:
    """Return what was last sent of the plan: one query."""
    return plan.proposals.select_related("plan", "sent_by").order_by("-number").first()


def open_proposal(plan: Plan) -> Proposal | None:
    """Return what the units are asked about the plan now: one query."""
    return plan.proposals.filter(state=Proposal.State.OPEN).select_related("plan").first()


def answers_of(proposal: Proposal, actor: User | None = None) -> list[UnitAnswers]:
    """Return what each unit says, those with something open first, then by name. Names as `actor` may know them; without one, none.

    Three queries at any size.
    """
    with as_system("what units answer is counted over all blocks, wherever their learners come from"):
        found: dict[int, UnitAnswers] = {}
        names = names_for(actor)
        for block in ProposedBlock.objects.filter(proposal=proposal).with_names().as_drafted():
            found.setdefault(block.unit_id, UnitAnswers(block.unit)).rows.append(_seen(proposal, block, names))
        asked = {one.block.placement for row in found.values() for one in row.rows if not one.is_changed}
        for unit in _drafted_units(proposal, asked):
            found.setdefault(unit.pk, UnitAnswers(unit)).added += 1
        heads = holders_at(ANSWER, [one.unit.organisation for one in found.values()], today())
        for key, one in found.items():
            one.heads = heads.get(key, [])
    return sorted(found.values(), key=lambda one: (one.open_count == 0, one.unit.organisation.sort_name, one.unit.pk))


def answers_at(proposal: Proposal, unit: Unit, actor: User) -> list[BlockSeen]:
    """Return what one unit was asked, in order of time, with what has changed since: one query."""
    with as_system("a unit that is asked sees who would come, before anything counts"):
        rows = ProposedBlock.objects.filter(proposal=proposal, unit=unit).with_names().as_drafted()
        names = names_for(actor)
        return [_seen(proposal, one, names) for one in rows]


def waiting_units(proposal: Proposal) -> list[Unit]:
    """Return the units with something left to answer that is still as proposed: one query. As the system only."""
    waiting = ProposedBlock.objects.to_answer().filter(proposal=proposal)
    return list(Unit.objects.filter(pk__in=waiting.values("unit")).select_related("organisation").order_by("pk"))


def names_for(actor: User | None) -> Callable[[ProposedBlock], str]:
    """Return who comes, as the viewer may know it: the name for those who plan the learner, and for a unit of the same organisation.

    A unit of another organisation reads kind and region, and learns the name when the plan counts (ADR 0006). Without a viewer
    nobody is named.
    """
    planned = tuple(path for name in PLANNERS for path in actor.paths_with(name)) if actor is not None else ()
    kept = tuple(actor.paths_with(ANSWER)) if actor is not None else ()

    def name(block: ProposedBlock) -> str:
        post, unit = block.enrolment.post, block.unit.organisation.path
        is_own = unit.split("/", 1)[0] == post.region.path.split("/", 1)[0]
        if (
            post.base.path.startswith(planned)
            or post.region.path.startswith(planned)
            or (is_own and unit.startswith(kept))
        ):
            return str(block.enrolment.learner)
        return _("%(kind)s, %(region)s") % {"kind": post.programme.get_kind_display(), "region": post.region}

    return name


def not_agreed_in(plan: Plan) -> list[NotAgreed]:
    """Return the units that have not said yes to all of the plan, if they were asked at all: four queries."""
    proposal = open_proposal(plan)
    if proposal is None:
        return []
    return [NotAgreed(one.unit.pk, _sentence(one)) for one in answers_of(proposal) if one.open_count]


def _sentence(one: UnitAnswers) -> str:
    parts = []
    if one.waiting:
        parts.append(ngettext("%(n)d block utan svar", "%(n)d block utan svar", one.waiting) % {"n": one.waiting})
    if one.no:
        parts.append(
            ngettext("nej till %(n)d block", "nej till %(n)d block", one.no) % {"n": one.no} + _reasons(one.rows)
        )
    if one.other:
        words = ngettext("andra veckor passar för %(n)d block", "andra veckor passar för %(n)d block", one.other)
        parts.append(words % {"n": one.other})
    if one.added:
        words = ngettext(
            "%(n)d block som enheten inte har fått frågan om",
            "%(n)d block som enheten inte har fått frågan om",
            one.added,
        )
        parts.append(words % {"n": one.added})
    return f"{one.unit}: {', '.join(parts)}."


def _reasons(rows: Sequence[BlockSeen]) -> str:
    counted = Counter(str(one.block.reason) for one in rows if one.block.reason is not None and not one.is_changed)
    return f" ({', '.join(counted)})" if counted else ""


def _seen(proposal: Proposal, block: ProposedBlock, names: Callable[[ProposedBlock], str]) -> BlockSeen:
    """Return a block for a page; what is over is shown as it was answered, whatever has become of the draft."""
    is_moved = proposal.is_open and not block.is_as_drafted
    return BlockSeen(
        block, names(block), is_moved and not block.is_as_suggested, is_as_suggested=is_moved and block.is_as_suggested
    )


def _drafted_units(proposal: Proposal, asked: Collection[UUID]) -> list[Unit]:
    """Return the unit of each block that the draft has and nobody was asked about as it is now; none when the proposal is over."""
    if not proposal.is_open:
        return []
    rows = Placement.objects.filter(plan=proposal.plan_id, unit__isnull=False).exclude(pk__in=asked)
    return [one.unit for one in rows.select_related("unit__organisation") if one.unit is not None]
