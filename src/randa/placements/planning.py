"""Database rows -> the planning engine's problem, and its plan -> rows. No algorithm here, and nothing is written."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from randa.core.access.row_security import as_system
from randa.core.periods import monday_of
from randa.engines.planning.model import BlockRule, Doctor, InvalidInputError, Option, Problem, Template
from randa.engines.planning.model import Unit as EngineUnit
from randa.organisations.models import Organisation
from randa.placements.bearing import Bearing, bearing_prices, bearing_unit, bearings, serving
from randa.placements.choices import PlanningChoices
from randa.placements.errors import ContradictoryProgrammeError
from randa.placements.held import Counts
from randa.placements.queries.seats import open_seats
from randa.training.models import Absence, Enrolment, Programme, ProgrammeBlock, Unit

BT_KINDS = (Programme.Kind.BT_FREE, Programme.Kind.BT_INTEGRATED)
WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class BuiltProblem:
    """An engine problem and what its numbers stand for.

    Attributes:
        problem: what the engine solves.
        enrolments: by doctor id of the problem.
        units: by unit id of the problem.
        first_monday: the Monday of calendar week 0.
    """

    problem: Problem
    enrolments: tuple[Enrolment, ...]
    units: tuple[Unit, ...]
    first_monday: dt.date

    def monday(self, week: int) -> dt.date:
        """Return the Monday of calendar week `week` of the problem."""
        return self.first_monday + week * WEEK


def enrolments_to_place(regions: Sequence[Organisation], start_year: int) -> list[Enrolment]:
    """Return the BT enrolments of `regions` that start in `start_year`, with all that planning reads, in a stable order.

    Learners whose data are restricted are left out; what is published for them holds its seats (`open_seats`).
    """
    return with_programmes(_starting(regions, start_year).filter(learner__restricted_at=None))


def with_programmes(enrolments: QuerySet[Enrolment]) -> list[Enrolment]:
    """Return enrolments with all that planning reads of them, by start and post."""
    blocks = Prefetch("post__programme__blocks", ProgrammeBlock.objects.prefetch_related("after").order_by("area_id"))
    return list(
        enrolments.select_related("learner", "post__programme", "post__region", "post__base")
        .prefetch_related(blocks, Prefetch("absences", Absence.objects.order_by("starts_on")))
        .order_by("starts_on", "post__number")
    )


def left_out(regions: Sequence[Organisation], start_year: int) -> int:
    """Return how many learners of `regions` are left out because their data are restricted (GDPR article 18)."""
    with as_system("how many are left out says nothing of who they are"):
        return _starting(regions, start_year).filter(learner__restricted_at__isnull=False).count()


def _starting(regions: Sequence[Organisation], start_year: int) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(
        post__region__in=regions, post__programme__kind__in=BT_KINDS, starts_on__year=start_year
    )


def build_problem(
    *, regions: Sequence[Organisation], start_year: int, choices: PlanningChoices | None = None
) -> BuiltProblem:
    """Return the problem of placing everybody in `regions` who starts BT in `start_year`, on the seats that are open.

    Raises:
        ContradictoryProgrammeError: lengths, seats or periods contradict each other; the first faults are named.
    """
    try:
        return _problem(regions, start_year, choices)
    except InvalidInputError as refusal:
        raise ContradictoryProgrammeError([str(fault) for fault in refusal.faults]) from refusal


def _problem(regions: Sequence[Organisation], start_year: int, choices: PlanningChoices | None) -> BuiltProblem:
    choices = choices or PlanningChoices()
    enrolments = enrolments_to_place(regions, start_year)
    first_monday = monday_of(min((one.starts_on for one in enrolments), default=dt.date(start_year, 1, 4)))
    working = [working_weeks(one, first_monday) for one in enrolments]
    weeks = max((weeks[-1] for weeks in working), default=0) + 1
    units = list(
        Unit.objects.filter(region__in=regions, area_id__in=choices.unplaced_per_week)
        .select_related("organisation", "region")
        .order_by("organisation__code")
    )
    region_number = {region.pk: number for number, region in enumerate(regions)}
    placing = [one.pk for one in enrolments]
    seats = open_seats(units, first_monday, weeks, placing=placing)
    under_way = serving(working)
    borne = {
        unit: one.at_most(under_way)
        for unit, one in bearings(seats, first_monday, placing=placing, choices=choices).items()
    }
    below, above = bearing_prices(borne.values(), choices)
    problem = Problem(
        name=f"BT {start_year}",
        weeks=weeks,
        kinds=tuple(choices.unplaced_per_week),
        regions=tuple(str(region) for region in regions),
        templates=templates_of(enrolments),
        unplaced_cost_per_week=choices.unplaced_per_week,
        off_nominal_cost_per_week=choices.off_nominal_points,
        max_gap_weeks=choices.max_gap_weeks,
        split_cost=choices.split_points,
        fairness=choices.fairness,
        units=_engine_units(units, seats, region_number, borne),
        below_least_cost=below,
        above_ease_cost=above,
        doctors=tuple(
            Doctor(
                id=number,
                region=region_number[one.post.region_id],
                template=template_name(one),
                start=working[number][0],
                work=tuple(working[number]),
                options=options_of(one, units, choices),
            )
            for number, one in enumerate(enrolments)
        ),
    )
    return BuiltProblem(problem, tuple(enrolments), tuple(units), first_monday)


def _engine_units(
    units: Sequence[Unit], seats: Counts, region_number: Mapping[int, int], borne: Mapping[int, Bearing]
) -> tuple[EngineUnit, ...]:
    made = (
        EngineUnit(number, region_number[unit.region_id], unit.area_id, tuple(seats[unit.pk]), unit.site)
        for number, unit in enumerate(units)
    )
    return tuple(bearing_unit(one, borne.get(unit.pk)) for one, unit in zip(made, units, strict=True))


def working_weeks(enrolment: Enrolment, first_monday: dt.date, until: int = 0) -> list[int]:
    """Return the calendar weeks that count as service: from the start, absences left out, as many as the programme needs.

    With `until` those that come after are there too, up to that week: a block can be laid there, and breaks a rule.
    """
    needed = _total_weeks(enrolment)
    absences = [(absence.starts_on, absence.ends_before) for absence in enrolment.absences.all()]
    week = (monday_of(enrolment.starts_on) - first_monday).days // 7
    found: list[int] = []
    while len(found) < needed or week < until:
        wednesday = first_monday + week * WEEK + dt.timedelta(days=2)  # a week is away when its middle is
        if not any(starts_on <= wednesday < ends_before for starts_on, ends_before in absences):
            found.append(week)
        week += 1
    return found


def working_mondays(enrolment: Enrolment, first_monday: dt.date, until: int) -> list[dt.date]:
    """Return the Mondays of the working weeks that a block may be laid in; read with `absences` and the programme at hand."""
    return [first_monday + week * WEEK for week in working_weeks(enrolment, first_monday, until)]


def template_name(enrolment: Enrolment) -> str:
    return f"{enrolment.post.programme_id}@{enrolment.percent}"


def _total_weeks(enrolment: Enrolment) -> int:
    """Return how many calendar weeks of service the programme takes at the enrolment's percentage."""
    return math.ceil(enrolment.post.programme.standard_weeks * 100 / enrolment.percent)


def templates_of(enrolments: Iterable[Enrolment]) -> dict[str, Template]:
    """Return one template per programme and percentage: part time stretches every block in proportion."""
    templates: dict[str, Template] = {}
    for one in enrolments:
        if template_name(one) not in templates:
            templates[template_name(one)] = _template(one)
    return templates


def _template(enrolment: Enrolment) -> Template:
    stretch = 100 / enrolment.percent
    blocks = list(enrolment.post.programme.blocks.all())
    return Template(
        total=_total_weeks(enrolment),
        blocks={
            block.area_id: BlockRule(
                minimum=math.ceil(block.weeks_min * stretch),
                nominal=max(math.ceil(block.weeks_min * stretch), round(block.weeks_nominal * stretch)),
                maximum=max(math.ceil(block.weeks_max * stretch), math.ceil(block.weeks_min * stretch)),
            )
            for block in blocks
        },
        before=tuple((area.pk, block.area_id) for block in blocks for area in block.after.all()),
    )


def options_of(enrolment: Enrolment, units: Sequence[Unit], choices: PlanningChoices) -> dict[str, tuple[Option, ...]]:
    """Return, per area of the programme, the cheapest units the doctor may serve at, with their price."""
    options: dict[str, tuple[Option, ...]] = {}
    for block in enrolment.post.programme.blocks.all():
        priced = [
            (price, number)
            for number, unit in enumerate(units)
            if unit.area_id == block.area_id and (price := price_of(enrolment, unit, choices)) is not None
        ]
        chosen = sorted(priced)[: choices.units_per_area]
        options[block.area_id] = tuple(Option(unit=number, cost=price) for price, number in chosen)
    return options


def price_of(enrolment: Enrolment, unit: Unit, choices: PlanningChoices) -> int | None:
    """Return the price of serving at `unit`: travel from home, and more across a border; None when it is out of reach."""
    km = math.hypot(enrolment.home_x_km - unit.x_km, enrolment.home_y_km - unit.y_km)
    price = round(km / choices.km_per_point)
    if unit.region_id == enrolment.post.region_id:
        return price
    return price + choices.other_region_points if km <= choices.other_region_km else None
