"""The pool of seats: what each kind of learner holds and asks for, week by week, and where it does not go together, before it happens."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from randa.core.periods import monday_of
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.capacity import WEDNESDAY, WEEK, WeekCapacity, unit_capacity, weeks_from
from randa.placements.queries.seats import taken_by_kind
from randa.supply.models import PoolRule, PoolRuleSet
from randa.supply.pool import NOTHING, KindRule, Share, Wish, share_out
from randa.supply.queries.calendar import published_there
from randa.supply.queries.register import units_seen_by
from randa.training.models import LearnerKind, SeatClaim, Unit

WEEKS_AHEAD = 52
PLACED_AS = "BT"  # what a published plan places
OTHERS = ""  # promised without saying to whom


@dataclass(frozen=True, slots=True)
class PoolRules:
    """The rules that hold for an organisation on a day, and whose they are (None: nobody has decided, the common ones hold)."""

    rule_set: PoolRuleSet
    rules: Sequence[PoolRule]


@dataclass(frozen=True, slots=True)
class PoolWeek:
    """One unit in one week, shared out."""

    monday: dt.date
    capacity: WeekCapacity
    shares: Sequence[Share]

    @property
    def lacking(self) -> dict[str, Decimal]:
        return {one.kind: one.lacking for one in self.shares if one.lacking}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Some weeks in a row in which kinds of learner want more than there is. `basic` and `advanced` are the levels that lack seats."""

    unit: Unit
    starts_on: dt.date
    ends_before: dt.date
    seats: int
    shares: Sequence[Share]
    lacking: Sequence[tuple[LearnerKind, Decimal]]
    levels: Sequence[str]


def rules_of(organisation: Organisation, day: dt.date) -> PoolRules:
    """Return the rules that hold for the organisation, its own before those above it, before the common ones: two queries."""
    pieces = organisation.path.rstrip("/").split("/")
    above = ["/".join(pieces[: number + 1]) + "/" for number in range(len(pieces))]
    sets = PoolRuleSet.objects.filter(valid_from__lte=day).select_related("organisation")
    known = [one for one in sets if one.organisation is None or one.organisation.path in above]
    if not known:
        return PoolRules(PoolRuleSet(valid_from=day), [])
    chosen = max(
        known, key=lambda one: (len(one.organisation.path) if one.organisation else 0, one.valid_from, one.version)
    )
    return PoolRules(chosen, list(chosen.rules.select_related("kind").order_by("order")))


def pool_weeks(
    units: Sequence[Unit], mondays: Sequence[dt.date], rules: Sequence[KindRule], today: dt.date
) -> dict[int, list[PoolWeek]]:
    """Return each unit's weeks shared out by the rules: a constant number of queries at any size."""
    keys = [unit.pk for unit in units]
    capacity = unit_capacity(keys, mondays)
    taken = taken_by_kind(published_there(keys, mondays), keys, mondays[0], len(mondays))
    claims: dict[int, list[SeatClaim]] = defaultdict(list)
    for claim in SeatClaim.objects.filter(unit__in=keys, ends_before__gt=mondays[0]).select_related("kind"):
        claims[claim.unit_id].append(claim)
    this_week = monday_of(today)
    return {
        key: [
            PoolWeek(
                monday,
                week,
                share_out(
                    week.usable, wishes(week, used, _during(claims[key], monday)), rules, (monday - this_week).days // 7
                ),
            )
            for monday, week, used in zip(mondays, capacity[key], taken[key], strict=True)
        ]
        for key in keys
    }


def wishes(capacity: WeekCapacity, taken: Mapping[str | None, Decimal], claims: Collection[SeatClaim]) -> list[Wish]:
    """Return what each kind holds (`taken`: placed, None by a plan; and promised) and asks for in a week."""
    held: dict[str, Decimal] = defaultdict(Decimal)
    asked: dict[str, Decimal] = defaultdict(Decimal)
    for claim in claims:
        side = held if claim.state == SeatClaim.State.PROMISED else asked
        side[claim.kind_id] += claim.seats
    unsaid = max(NOTHING, capacity.reserved - sum(held.values(), NOTHING))
    for kind, seats in taken.items():
        held[kind or PLACED_AS] += seats
    held[OTHERS] += unsaid
    return [Wish(kind, held[kind], asked[kind]) for kind in sorted({*held, *asked}) if held[kind] or asked[kind]]


def _during(claims: Sequence[SeatClaim], monday: dt.date) -> list[SeatClaim]:
    middle = monday + WEDNESDAY
    return [one for one in claims if one.starts_on <= middle < one.ends_before]


def conflicts_ahead(units: Sequence[Unit], rules: Sequence[KindRule], today: dt.date) -> list[Conflict]:
    """Return where kinds of learner want more than there is in the year ahead, by week and unit: a constant number of queries."""
    asked = set(
        SeatClaim.objects.filter(
            unit__in=[unit.pk for unit in units], state=SeatClaim.State.ASKED, ends_before__gt=today
        ).values_list("unit", flat=True)
    )
    concerned = [unit for unit in units if unit.pk in asked]
    if not concerned:
        return []
    kinds = LearnerKind.objects.in_bulk()
    weeks = pool_weeks(concerned, weeks_from(monday_of(today), WEEKS_AHEAD), rules, today)
    found = [one for unit in concerned for one in _conflicts(unit, weeks[unit.pk], kinds)]
    return sorted(found, key=lambda one: (one.starts_on, one.unit.organisation.sort_name, one.unit.pk))


def _conflicts(unit: Unit, weeks: Sequence[PoolWeek], kinds: Mapping[str, LearnerKind]) -> list[Conflict]:
    found = []
    for lacking, group in groupby(weeks, key=lambda week: week.lacking):
        run = list(group)
        if lacking:
            short = [(kinds[kind], seats) for kind, seats in lacking.items()]
            found.append(
                Conflict(
                    unit, run[0].monday, run[-1].monday + WEEK, run[0].capacity.usable, run[0].shares, short,
                    sorted({kind.level for kind, _seats in short}),
                )
            )  # fmt: skip
    return found


def pool_units(actor: User, region: str = "") -> list[Unit]:
    """Return the units whose pool one may see, by region and name: one query."""
    units = units_seen_by(actor).order_by("region__sort_name", "organisation__sort_name", "pk")
    return list(units.filter(region__code=region) if region else units)
