"""What the editable grid shows of a plan: learners, units, blocks, and what is broken; and what one edit did."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from randa.core.access.row_security import as_system
from randa.core.periods import week_code
from randa.engines.planning.check import overfull
from randa.engines.planning.consequences import Consequences, State
from randa.engines.planning.costs import Tiers
from randa.people.models import User
from randa.placements.broken_rules import FullUnit, Naming, full_units, learner_lines, sentence
from randa.placements.editing.rows import Row, Rows
from randa.placements.judging import Judge, caps_of, holds_of, judge_of, monday, rows_at, with_units
from randa.placements.models import Placement, Plan
from randa.placements.objections import Stay, objections_to
from randa.placements.parts import consequences_in_sum
from randa.placements.permissions import can_edit_plan
from randa.placements.queries.edits import steps
from randa.placements.queries.seats import plan_seats
from randa.training.models import Enrolment, PlacementArea, Unit


@dataclass(frozen=True, slots=True)
class Told:
    """What an edit did, in words.

    Attributes:
        new, mended, remarks: sentences with the learner's name, or the unit's.
        tiers: change of the plan's cost in points, by what it is for.
        broken: by enrolment of those concerned: every rule their blocks break now.
    """

    new: list[str]
    mended: list[str]
    remarks: list[str]
    tiers: Tiers
    broken: dict[str, list[str]]

    @property
    def price(self) -> int:
        """Change of the plan's cost in points."""
        return self.tiers.total


def rows_by_enrolment(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return blocks by whose they are."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.enrolment, []).append(row)
    return found


def used_units(rows: Iterable[Row]) -> dict[str, list[int]]:
    """Return the units of each learner's blocks, each once."""
    return {
        key: list(dict.fromkeys(row.unit for row in held if row.unit is not None))
        for key, held in rows_by_enrolment(rows).items()
    }


def broken_in_plan(plan: Plan) -> list[str]:
    """Return one line per learner whose blocks break a rule, of a whole plan."""
    with as_system("whether a plan may be published depends on everybody in it"):
        rows = [Row.of(one) for one in plan.placements.order_by("starts_on", "pk")]
        judge = judge_of(plan, used=used_units(rows))
    broken = [one for key, held in rows_by_enrolment(rows).items() for one in judge.broken(key, held)]
    return learner_lines(broken, naming_of(judge))


def naming_of(judge: Judge, sitters: dict[str, int] | None = None) -> Naming:
    """Return how a judge's numbers are said; `sitters` are numbered beyond the judge's own learners."""
    names = {number: str(one.learner) for number, one in enumerate(judge.enrolments)}
    others = {key: number for key, number in (sitters or {}).items() if number not in names}
    for one in Enrolment.objects.filter(pk__in=list(others)).select_related("learner") if others else ():
        names[others[str(one.pk)]] = str(one.learner)
    areas = {one.pk: one.name for one in PlacementArea.objects.all()}
    return Naming(
        learner=lambda number: names.get(number, "…"),
        unit=lambda key: str(judge.units.get(key, "–")),
        area=lambda key: areas.get(key, key),
        week=lambda week: week_code(monday(judge.plan, week)),
    )


def told_of(plan: Plan, before: Rows, after: Rows) -> Told:
    """Return what a change does, or did when it has been written, in words: a dozen queries at any size."""
    changed = [row for row in (*before.values(), *after.values()) if row is not None]
    there = plan.placements.filter(enrolment__in={row.enrolment for row in changed})
    own = _with(after, (Row.of(one) for one in there))
    judge = judge_of(plan, {row.enrolment for row in changed}, used=used_units([*own, *changed]))
    sitters = dict(judge.numbers)
    unit_keys = {row.unit for row in changed if row.unit is not None}
    there_after = _with(after, rows_at(plan, unit_keys))
    found = _consequences(judge, before, own, there_after, unit_keys, sitters)
    naming = naming_of(judge, sitters)
    return Told(
        new=learner_lines(found.new, naming) + [one.sentence for one in full_units(found.new, naming)],
        mended=learner_lines(found.mended, naming) + [one.sentence for one in full_units(found.mended, naming)],
        remarks=learner_lines(found.remarks, naming) + _objections(before, after, judge),
        tiers=found.tiers,
        broken=_sentences(judge, naming, own),
    )


def _objections(before: Rows, after: Rows, judge: Judge) -> list[str]:
    """Return what stands against the stays that a change brings, as lines that name learner and unit."""
    kept = {stay for row in before.values() for stay in _stays(row)}
    new = [stay for row in after.values() for stay in _stays(row) if stay not in kept]
    learners = {one.pk: str(one.learner) for one in judge.enrolments}
    return [
        f"{learners.get(one.stay.enrolment, '…')}, {judge.units.get(one.stay.unit, '–')}: {one.words}"
        for one in objections_to(new)
    ]


def _stays(row: Row | None) -> list[Stay]:
    return [] if row is None or row.unit is None else [Stay(UUID(row.enrolment), row.unit, row.starts_on)]


def _consequences(
    judge: Judge, before: Rows, own: list[Row], there: list[Row], unit_keys: set[int], sitters: dict[str, int]
) -> Consequences:
    """Return what an edit did to the learners' `own` blocks and to those `there` at the units; `sitters` grows by those who sit there."""
    states = [
        State(
            programmes=[judge.programme(key, rows_by_enrolment(held).get(key, [])) for key in sorted(judge.numbers)],
            holds=holds_of(judge, (row for row in at_units if row.unit in unit_keys), sitters),
        )
        for held, at_units in ((_with(before, own), _with(before, there)), (own, there))
    ]
    caps = caps_of(judge, unit_keys)
    return consequences_in_sum(with_units(judge, caps), caps, *states)


def _with(side: Rows, rows: Iterable[Row]) -> list[Row]:
    """Return rows as they are on one side of a change."""
    kept = [row for row in rows if row.key not in side]
    return kept + [row for row in side.values() if row is not None]


def board(plan: Plan, actor: User) -> dict[str, Any]:
    """Return all that the grid draws of the part of a plan that `actor` may see: a constant number of queries."""
    placements = list(Placement.objects.visible_to(actor).filter(plan=plan).order_by("starts_on", "pk"))
    plans_all = can_edit_plan(actor, plan)
    rows = [_shown(Row.of(one), with_comment=plans_all) for one in placements]
    judge = judge_of(plan, {row.enrolment for row in rows}, used=used_units(rows))
    caps = caps_of(judge, judge.units)
    return {
        "number": plan.edit_number,
        "first": plan.horizon_starts_on.isoformat(),
        "weeks": max([plan.horizon_weeks, *(judge.week_of(row)[1] for row in rows)]),
        "areas": [[one.pk, one.name] for one in PlacementArea.objects.all()],
        "units": [_unit_data(judge, key, caps[key]) for key in judge.units],
        "learners": [_learner_data(judge, number, one) for number, one in enumerate(judge.enrolments)],
        "blocks": [block_data(judge, row, one.edited_in) for row, one in zip(rows, placements, strict=True)],
        "broken": {key: said for key, said in _broken(judge, rows, actor).items() if said},
    }


def changes_since(plan: Plan, actor: User, number: int) -> dict[str, Any]:
    """Return what later edits made of the blocks that they touched, and who made them: a constant number of queries."""
    edits = list(plan.edits.filter(number__gt=number).select_related("made_by").order_by("number"))
    keys = {key for edit in edits for key in edit.after}
    learners = {
        row["enrolment"] for edit in edits for side in (edit.before, edit.after) for row in side.values() if row
    }
    own = steps(plan, actor)
    answer = {
        "number": plan.edit_number,
        "mayUndo": own.may_undo,
        "mayRedo": own.may_redo,
        "edits": [
            [edit.number, str(edit.made_by or "Randa"), edit.get_kind_display(), edit.made_by_id == actor.pk]
            for edit in edits
        ],
        "blocks": [],
        "removed": [],
        "broken": {},
    }
    if not edits:
        return answer
    placements = list(
        Placement.objects.visible_to(actor).filter(plan=plan, enrolment__in=learners).order_by("starts_on", "pk")
    )
    plans_all = can_edit_plan(actor, plan)
    rows = [_shown(Row.of(one), with_comment=plans_all) for one in placements]
    judge = judge_of(plan, learners, used=used_units(rows))
    there = {row.key for row in rows}
    return answer | {
        "blocks": [
            block_data(judge, row, one.edited_in) for row, one in zip(rows, placements, strict=True) if row.key in keys
        ],
        "removed": sorted(keys - there),
        "broken": _broken(judge, rows, actor),
    }


def _broken(judge: Judge, rows: Iterable[Row], actor: User) -> dict[str, list[str]]:
    """Return the rules each learner's blocks break; nothing to those who see a part of somebody's blocks and cannot judge the whole."""
    if not can_edit_plan(actor, judge.plan):
        return {}
    return _sentences(judge, naming_of(judge), rows)


def _sentences(judge: Judge, naming: Naming, rows: Iterable[Row]) -> dict[str, list[str]]:
    held = rows_by_enrolment(rows)
    return {key: [sentence(one, naming) for one in judge.broken(key, held.get(key, []))] for key in judge.numbers}


def _shown(row: Row, *, with_comment: bool) -> Row:
    """Return a block as somebody sees it: what planners write to each other is theirs."""
    return row if with_comment else replace(row, comment="")


def block_data(judge: Judge, row: Row, version: int) -> list[Any]:
    """Return a block as the page reads it: key, learner, area, unit, first week, weeks, working weeks, locked, version, comment."""
    first, after = judge.week_of(row)
    return [
        row.key,
        row.enrolment,
        row.area,
        row.unit,
        first,
        after - first,
        row.weeks,
        int(row.is_locked),
        version,
        row.comment,
    ]


def _learner_data(judge: Judge, number: int, one: Enrolment) -> list[Any]:
    """Return key, name, post, base, region, percentage, working weeks of the programme, and the weeks away as runs."""
    doctor = judge.problem.doctors[number]
    total = judge.problem.templates[doctor.template].total
    away = sorted(set(range(doctor.work[0], judge.weeks)) - set(doctor.work))
    runs = [
        [week for _place, week in group] for _key, group in groupby(enumerate(away), key=lambda pair: pair[1] - pair[0])
    ]
    return [
        str(one.pk), str(one.learner), one.post.number, one.post.base.name, one.post.region.code, one.percent, total,
        doctor.work[0], [[run[0], len(run)] for run in runs],
    ]  # fmt: skip


def _unit_data(judge: Judge, key: int, caps: list[int]) -> list[Any]:
    """Return key, code, name, area, region, site, and the places as runs of weeks."""
    unit = judge.units[key]
    runs = [[len(list(group)), places] for places, group in groupby(caps)]
    return [key, unit.organisation.code, str(unit), unit.area_id, unit.region.code, unit.site, runs]


def overdrawn(plan: Plan, unit_keys: Iterable[int]) -> list[FullUnit]:
    """Return why units are red, also those outside the plan's regions: which weeks, how many on how many seats, and who sits there."""
    judge, sitters = judge_of(plan, []), dict[str, int]()
    units = Unit.objects.select_related("organisation").in_bulk(list(unit_keys))
    holds = holds_of(judge, rows_at(plan, units), sitters)
    naming = replace(naming_of(judge, sitters), unit=lambda key: str(units[key]))
    return full_units(overfull(plan_seats(plan, units.values(), judge.weeks), holds), naming)


def newly_overdrawn(plan: Plan, before: Rows, after: Rows) -> list[str]:
    """Return where an edit that has been written put more learners than there are seats, and more than were there before it."""
    keys = {row.unit for row in after.values() if row is not None and row.unit is not None}
    judge = judge_of(plan, [])
    caps, sitters = caps_of(judge, keys), dict[str, int]()
    now = rows_at(plan, keys)
    was = holds_of(judge, (row for row in _with(before, now) if row.unit in keys), sitters)
    counts = {(one.unit, one.week): one.count for one in overfull(caps, was)}
    found = [
        one for one in overfull(caps, holds_of(judge, now, sitters)) if one.count > counts.get((one.unit, one.week), 0)
    ]
    return [one.sentence for one in full_units(found, naming_of(judge, sitters))]


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """What is wrong around one block: the learner's broken rules, why the unit is red, and the versions of the learner's blocks."""

    own: list[str]
    unit: list[str]
    versions: str


def block_facts(plan: Plan, placement: Placement, actor: User) -> BlockFacts:
    """Return why a block is red: a dozen queries at any size. What a learner's blocks break is judged for those who see them all."""
    key = str(placement.enrolment_id)
    placements = list(plan.placements.filter(enrolment=placement.enrolment_id).order_by("starts_on", "pk"))
    judge = judge_of(plan, [key])
    naming = naming_of(judge)
    judged = key in judge.numbers and can_edit_plan(actor, plan)
    own = [sentence(one, naming) for one in judge.broken(key, map(Row.of, placements))] if judged else []
    first, after = judge.week_of(Row.of(placement))
    full = overdrawn(plan, [placement.unit_id]) if placement.unit_id else []
    return BlockFacts(
        own,
        [one.sentence for one in full if one.first_week < after and one.last_week >= first],
        json.dumps({str(one.pk): one.edited_in for one in placements}),
    )
