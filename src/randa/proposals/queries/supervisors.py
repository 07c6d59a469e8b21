"""Who at a unit can supervise a proposed learner: qualified, present, and with hours left after what is promised in proposals."""

from collections.abc import Sequence
from uuid import UUID

from randa.core.access.row_security import as_system
from randa.proposals.answering import Answer
from randa.proposals.models import Proposal, ProposedBlock
from randa.supervisors.queries import supervision_rows
from randa.supply.queries.replacements import Colleague, able_among, held_by
from randa.training.models import Unit


def promised_at(unit: Unit) -> dict[int, list[ProposedBlock]]:
    """Return the learners that the unit's supervisors are named for in open proposals, by supervisor: one query."""
    found: dict[int, list[ProposedBlock]] = {}
    rows = ProposedBlock.objects.filter(
        unit=unit, proposal__state=Proposal.State.OPEN, answer=Answer.YES, supervisor__isnull=False
    )
    with as_system("hours are counted over everything that they are promised to"):
        for row in rows:
            if row.supervisor_id is not None:
                found.setdefault(row.supervisor_id, []).append(row)
    return found


def able_for(unit: Unit, blocks: Sequence[ProposedBlock]) -> dict[UUID, list[Colleague]]:
    """Return, per block, who could have its learner in every week, most hours left first: seven queries for any number of blocks."""
    if not blocks:
        return {}
    rows, promised = supervision_rows([unit.pk]), promised_at(unit)
    held = held_by(unit, min(one.starts_on for one in blocks), max(one.ends_before for one in blocks))
    return {
        one.pk: able_among(rows, unit, one.starts_on, one.ends_before, held, promised, learner=one.enrolment_id)
        for one in blocks
    }
