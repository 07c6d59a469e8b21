"""Seats, mandates, plans and placements."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from randa.organisations.models import Organisation
from randa.placements.models import LateChange, MandateChange, Placement, Plan, SeatPeriod, Swap
from tests.factories.days import YEAR_BEFORE, YEARS_AFTER
from tests.factories.training import EnrolmentFactory, PlacementAreaFactory, UnitFactory


class SeatPeriodFactory(DjangoModelFactory[SeatPeriod]):
    """Two seats from 2026 to 2030, none of them reserved."""

    class Meta:
        model = SeatPeriod

    unit = factory.SubFactory(UnitFactory)
    starts_on = YEAR_BEFORE
    ends_before = YEARS_AFTER
    seats = 2


class MandateChangeFactory(DjangoModelFactory[MandateChange]):
    class Meta:
        model = MandateChange

    unit = factory.SubFactory(UnitFactory)
    effective_on = dt.date(2027, 5, 3)
    seats_before = 4
    seats_after = 2
    reason = "Färre vårdplatser"


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Plan {n}")
    start_year = 2027
    horizon_starts_on = dt.date(2027, 1, 11)
    horizon_weeks = 110

    @factory.post_generation
    def regions(self: Plan, create: bool, extracted: list[Organisation] | None) -> None:
        if create and extracted:
            self.regions.set(extracted)


class PlacementFactory(DjangoModelFactory[Placement]):
    """Eight weeks at a unit in a draft plan."""

    class Meta:
        model = Placement

    plan = factory.SubFactory(PlanFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)
    unit = factory.SubFactory(UnitFactory)
    area = factory.SelfAttribute("unit.area")
    starts_on = dt.date(2027, 2, 1)
    ends_before = dt.date(2027, 3, 29)
    working_weeks = 8


class SwapFactory(DjangoModelFactory[Swap]):
    """An open proposal to swap a block of February."""

    class Meta:
        model = Swap

    plan = factory.SubFactory(PlanFactory)
    proposer = factory.SubFactory(EnrolmentFactory)
    area = factory.SubFactory(PlacementAreaFactory)
    unit = factory.SubFactory(UnitFactory)
    starts_on = dt.date(2027, 2, 1)
    ends_before = dt.date(2027, 3, 29)
    is_open = True
    answer_by = dt.date(2027, 1, 25)


class LateChangeFactory(DjangoModelFactory[LateChange]):
    """A promise of February that became another in January."""

    class Meta:
        model = LateChange

    plan = factory.SubFactory(PlanFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)
    unit = factory.SubFactory(UnitFactory)
    first_day = dt.date(2027, 2, 1)
    told_on = dt.date(2027, 1, 11)
    notice_weeks = 12
    cause = LateChange.Cause.UNIT
    reason = "Avdelningen stänger"
