"""What a unit says about a block: plain values, no database."""

import datetime as dt
from dataclasses import dataclass

from randa.proposals.models import NoReason, ProposedBlock
from randa.supervisors.models import Supervisor

Answer = ProposedBlock.Answer


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit answers about one block.

    Attributes:
        supervisor: who will supervise, of a yes that names somebody.
        reason, words: why not, of a no; words may stand with any answer.
        suggested_on: a day of the week from which as many weeks would suit better.
    """

    answer: str
    supervisor: Supervisor | None = None
    reason: NoReason | None = None
    words: str = ""
    suggested_on: dt.date | None = None


def is_said_already(block: ProposedBlock, said: Said) -> bool:
    """Tell whether the block has exactly that answer."""
    now = (block.answer, block.supervisor_id, block.reason_id, block.words, block.suggested_on)
    return now == (
        said.answer, said.supervisor and said.supervisor.pk, said.reason and said.reason.pk, said.words, said.suggested_on
    )  # fmt: skip
