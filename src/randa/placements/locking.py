"""Locked blocks that no plan can hold, in words: whose, which weeks, why, and what to do. Asked before a run begins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from randa.core.periods import weeks_span
from randa.engines.planning.check import Rule, broken_by_programme, overfull
from randa.engines.planning.model import Programme, Template
from randa.engines.planning.tiling import can_tile
from randa.placements.broken_rules import Naming, full_units, sentence
from randa.placements.editing.rows import Row
from randa.placements.held import Counts
from randa.placements.judging import Judge, holds_of
from randa.placements.parts import InParts, Parted, area_of, of_sums, parted, rules_with
from randa.placements.queries.board import naming_of

# What the locked blocks break by themselves. That other blocks are missing is no fault yet: the run lays them.
_SPEAK = {
    Rule.FOREIGN_KIND, Rule.OUTSIDE, Rule.NOT_AN_OPTION, Rule.LENGTH, Rule.OVERLAP, Rule.ORDER,
}  # fmt: skip


def contradictions(
    judge: Judge, locked: Mapping[str, Sequence[Row]], there: Mapping[str, Sequence[Row]], seats: Counts
) -> list[str]:
    """Return one line per fault of the locked blocks; an empty list when a plan can hold them all.

    Args:
        judge: of the learners whose blocks are locked.
        locked: their locked blocks, by enrolment.
        there: all their blocks: an area with several is in parts, and a locked part stands as long as it is.
        seats: open to them, by unit and week.
    """
    naming = naming_of(judge)
    lines = [line for key, rows in locked.items() for line in _of_learner(judge, key, rows, there[key], naming)]
    holds = holds_of(judge, (row for rows in locked.values() for row in rows), dict(judge.numbers))
    known = [hold for hold in holds if hold.unit in seats]
    remedy = _("Lås upp något av blocken, eller ordna en plats till.")
    return lines + [f"{one.sentence} {remedy}" for one in full_units(overfull(seats, known), naming)]


def _of_learner(
    judge: Judge, key: str, rows: Sequence[Row], there: Sequence[Row], naming: Naming
) -> Iterator[str]:  # fmt: skip
    doctor, name, stands = (
        judge.doctor(key),
        str(judge.enrolments[judge.numbers[key]].learner),
        judge.programme(key, rows),
    )
    template = judge.problem.templates[doctor.template]
    parts = InParts.of((row.area for row in there), (row.area for row in rows))
    own = parted(template, doctor, stands, parts) if parts.areas else Parted(template, doctor, stands)
    said = _beyond_parts(template, stands, parts, naming) if own is None else list(_broken(judge, own, naming))
    said += [(row.area, _("Blocket börjar eller slutar i frånvaro.")) for row in rows if not _is_whole(judge, row)]
    said += [
        (block.kind, _("Blocket slutar efter programmets %(weeks)d tjänstgöringsveckor.") % {"weeks": template.total})
        for block in stands.blocks
        if block.position + block.weeks > template.total
    ]
    if own is not None and not said and not can_tile(own.template, own.standing.blocks):
        areas = ", ".join(dict.fromkeys(naming.area(block.kind) for block in stands.blocks))
        why = _("Programmet går inte att fylla runt de låsta blocken (%(areas)s). Lås upp något av dem.")
        yield f"{name}: {why % {'areas': areas}}"
    by_area = {row.area: row for row in rows}
    for area, why in dict.fromkeys(said):
        row = by_area[area]
        values = {"name": name, "area": naming.area(area), "weeks": weeks_span(row.starts_on, row.ends_before)}
        where = _("%(name)s, %(area)s %(weeks)s") % values
        yield f"{where}: {why} {_('Lås upp blocket, eller ändra det.')}"


def _broken(judge: Judge, own: Parted, naming: Naming) -> Iterator[tuple[str, str]]:
    """Yield the rules that the standing blocks break by themselves: the area, and a sentence."""
    problem = replace(judge.problem, **rules_with(judge.problem, [own]))
    in_areas = replace(naming, area=lambda name: naming.area(area_of(name)))
    for one in broken_by_programme(problem, own.doctor, own.standing):
        if one.rule in _SPEAK:
            yield area_of(one.kind), sentence(one, in_areas)


def _beyond_parts(
    template: Template, stands: Programme, parts: InParts, naming: Naming
) -> list[tuple[str, str]]:  # fmt: skip
    """Return why the parts of areas cannot stand together: the area, and a sentence."""
    summed = [one for one in of_sums(stands, template, parts.areas) if one.rule == Rule.LENGTH and one.count > one.high]
    said = [(one.kind, sentence(one, naming)) for one in summed]
    foreign = sorted(parts.areas - template.blocks.keys())
    said += [(area, _("%(area)s ingår inte i programmet.") % {"area": naming.area(area)}) for area in foreign]
    too_many = _("Blocket är i fler delar än det går att planera runt. Slå ihop några av dem.")
    return said or [(area, too_many) for area in sorted(parts.areas)]


def _is_whole(judge: Judge, row: Row) -> bool:
    """Tell whether the learner serves in the block's first week and in its last."""
    work = judge.doctor(row.enrolment).work
    first, after = judge.week_of(row)
    return first in work and after - 1 in work


def fits(judge: Judge, key: str, rows: Sequence[Row], there: Sequence[Row], naming: Naming) -> bool:
    """Tell whether a programme can hold these blocks of one learner as they are, room or not; `there` are all their blocks."""
    return next(_of_learner(judge, key, rows, there, naming), None) is None
