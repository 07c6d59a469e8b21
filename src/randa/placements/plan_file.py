"""Reading a plan back from the Excel file it was exported to: rows of texts -> the engine's plan, or every fault by row."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from randa.core.imports.tables import Rows
from randa.engines.planning.model import Block, Programme
from randa.engines.planning.model import Plan as EnginePlan
from randa.placements.editing.rows import COMMENT_LENGTH
from randa.placements.errors import CommentTooLongError
from randa.placements.exports import HEADINGS, LOCKED, NOTES, parse_week
from randa.placements.planning import BuiltProblem

WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be taken: its number in the file (heading is 1), why, and what to do."""

    row: int
    message: str


Notes = dict[tuple[int, Block], tuple[bool, str]]  # by doctor and block: whether it is locked, and the comment


@dataclass(slots=True)
class ReadPlan:
    """What a file says. `plan` is None when there are faults: half a plan is never taken. `notes` are those of blocks that have any."""

    faults: list[RowFault] = field(default_factory=list)
    plan: EnginePlan | None = None
    notes: Notes = field(default_factory=dict)


def read_plan(rows: Rows, built: BuiltProblem) -> ReadPlan:
    """Return the plan that `rows` describe for the learners of `built`, or every fault."""
    result = ReadPlan()
    if not rows or tuple(rows[0][: len(HEADINGS)]) != HEADINGS:
        result.faults.append(RowFault(1, _("Rubrikraden ska vara: %(headings)s.") % {"headings": ", ".join(HEADINGS)}))
        return result
    reader = _Reader(built)
    width = len(HEADINGS) + len(NOTES)
    for number, row in enumerate(rows[1:], start=2):
        message = reader.take(row + [""] * (width - len(row)))
        if message:
            result.faults.append(RowFault(number, message))
    missing = [str(one) for doctor, one in enumerate(built.enrolments) if doctor not in reader.blocks]
    if missing:
        names = ", ".join(missing[:5])
        result.faults.append(RowFault(len(rows) + 1, _("Rader saknas för: %(names)s.") % {"names": names}))
    if not result.faults:
        in_order = {number: sorted(blocks, key=lambda one: one.position) for number, blocks in reader.blocks.items()}
        programmes = (Programme(doctor, tuple(blocks)) for doctor, blocks in sorted(in_order.items()))
        result.plan, result.notes = EnginePlan(tuple(programmes)), reader.notes
    return result


class _Reader:
    """Looks up what cells name. One row at a time; `blocks` collects per doctor."""

    def __init__(self, built: BuiltProblem) -> None:
        self.built = built
        self.blocks: dict[int, list[Block]] = {}
        self.notes: Notes = {}
        self._doctors = {one.post.number: number for number, one in enumerate(built.enrolments)}
        self._units = {unit.organisation.code: number for number, unit in enumerate(built.units)}

    def take(self, row: Sequence[str]) -> str:
        """Keep the row's block and return "", or return why it cannot be taken."""
        post, _name, area, unit_code, _unit, first_text, last_text, weeks_text = row[: len(HEADINGS)]
        doctor = self._doctors.get(post)
        if doctor is None:
            return _("Tjänsten %(post)s finns inte i planen. Kontrollera tjänstens nummer.") % {"post": post or "–"}
        if area not in self.built.problem.unplaced_cost_per_week:
            known = ", ".join(self.built.problem.kinds)
            return _("Området %(area)s finns inte. Använd något av: %(known)s.") % {"area": area or "–", "known": known}
        if unit_code and unit_code not in self._units:
            return _("Enheten %(unit)s finns inte i planens regioner. Kontrollera enhetskoden.") % {"unit": unit_code}
        try:
            first, last = parse_week(first_text), parse_week(last_text)
        except ValueError:
            return _("Veckorna %(first)s–%(last)s går inte att läsa. Skriv till exempel 2027v05.") % {
                "first": first_text or "–",
                "last": last_text or "–",
            }
        comment = row[len(HEADINGS) + 1].strip()
        if len(comment) > COMMENT_LENGTH:
            return str(CommentTooLongError(len(comment), COMMENT_LENGTH))
        said = (row[len(HEADINGS)].strip().lower() == LOCKED, comment)
        return self._keep(doctor, area, self._units.get(unit_code), first, last, weeks_text, said)

    def _keep(
        self,
        doctor: int,
        area: str,
        unit: int | None,
        first: dt.date,
        last: dt.date,
        weeks_text: str,
        said: tuple[bool, str],
    ) -> str:
        work = self.built.problem.doctors[doctor].work
        inside = [position for position, week in enumerate(work) if first <= self.built.monday(week) < last + WEEK]
        if not inside:
            return _("Perioden ligger utanför tjänsten, eller helt i frånvaro.")
        if weeks_text and weeks_text != str(len(inside)):
            return _("Perioden rymmer %(counted)d tjänstgöringsveckor, men %(given)s är angivet.") % {
                "counted": len(inside),
                "given": weeks_text,
            }
        block = Block(inside[0], area, len(inside), unit)
        self.blocks.setdefault(doctor, []).append(block)
        if any(said):
            self.notes[doctor, block] = said
        return ""
