"""Locked blocks that no plan can hold, in words: whose, which weeks, why, and what to do. Asked before a run begins."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from randa.core.periods import weeks_span
from randa.engines.planning.check import Rule, broken_by_programme, overfull
from randa.engines.planning.tiling import can_tile
from randa.placements.broken_rules import Naming, full_units, sentence
from randa.placements.editing.rows import Row
from randa.placements.held import Counts
from randa.placements.judging import Judge, holds_of
from randa.placements.parts import split_areas
from randa.placements.queries.board import naming_of

# What the locked blocks break by themselves. That other blocks are missing is no fault yet: the run lays them.
_SPEAK = {
    Rule.FOREIGN_KIND, Rule.OUTSIDE, Rule.NOT_AN_OPTION, Rule.LENGTH, Rule.OVERLAP, Rule.ORDER,
}  # fmt: skip


def contradictions(judge: Judge, locked: Mapping[str, Sequence[Row]], seats: Counts) -> list[str]:
    """Return one line per fault of the locked blocks; an empty list when a plan can hold them all.

    Args:
        judge: of the learners whose blocks are locked.
        locked: their locked blocks, by enrolment.
        seats: open to them, by unit and week.
    """
    naming = naming_of(judge)
    lines = [line for key, rows in locked.items() for line in _of_learner(judge, key, rows, naming)]
    holds = holds_of(judge, (row for rows in locked.values() for row in rows), dict(judge.numbers))
    known = [hold for hold in holds if hold.unit in seats]
    remedy = _("Lås upp något av blocken, eller ordna en plats till.")
    return lines + [f"{one.sentence} {remedy}" for one in full_units(overfull(seats, known), naming)]


def _of_learner(judge: Judge, key: str, rows: Sequence[Row], naming: Naming) -> Iterator[str]:
    doctor, name = judge.doctor(key), str(judge.enrolments[judge.numbers[key]].learner)
    template = judge.problem.templates[doctor.template]
    programme = judge.programme(key, rows)
    by_area = {row.area: row for row in rows}
    said = [
        (one.kind, sentence(one, naming))
        for one in broken_by_programme(judge.problem, doctor, programme)
        if one.rule in _SPEAK
    ]
    said += [(row.area, _("Blocket börjar eller slutar i frånvaro.")) for row in rows if not _is_whole(judge, row)]
    said += [
        (block.kind, _("Blocket slutar efter programmets %(weeks)d tjänstgöringsveckor.") % {"weeks": template.total})
        for block in programme.blocks
        if block.position + block.weeks > template.total
    ]
    split = sorted(split_areas(row.area for row in rows))
    said += [(area, _("Området är delat i flera låsta block, och här läggs varje område helt.")) for area in split]
    if not said and not can_tile(template, programme.blocks):
        areas = ", ".join(naming.area(block.kind) for block in programme.blocks)
        why = _("Programmet går inte att fylla runt de låsta blocken (%(areas)s). Lås upp något av dem.")
        yield f"{name}: {why % {'areas': areas}}"
    for area, why in dict.fromkeys(said):
        row = by_area[area]
        values = {"name": name, "area": naming.area(area), "weeks": weeks_span(row.starts_on, row.ends_before)}
        where = _("%(name)s, %(area)s %(weeks)s") % values
        yield f"{where}: {why} {_('Lås upp blocket, eller ändra det.')}"


def _is_whole(judge: Judge, row: Row) -> bool:
    """Tell whether the learner serves in the block's first week and in its last."""
    work = judge.doctor(row.enrolment).work
    first, after = judge.week_of(row)
    return first in work and after - 1 in work


def fits(judge: Judge, key: str, rows: Sequence[Row], naming: Naming) -> bool:
    """Tell whether a programme can hold these blocks of one learner as they are, room or not."""
    return next(_of_learner(judge, key, rows, naming), None) is None
