"""Seats of units, plans as versions, placements, and swaps of published blocks between learners."""

from randa.placements.models.minimum import UnitMinimum
from randa.placements.models.plans import (
    OUTSIDE,
    LateChange,
    MandateChange,
    Placement,
    PlacementQuerySet,
    Plan,
    PlanEdit,
    PlanQuerySet,
    Rearrangement,
    SeatPeriod,
)
from randa.placements.models.run_parts import RunPart
from randa.placements.models.swaps import Offered, Swap, SwapQuerySet

__all__ = (
    "OUTSIDE",
    "LateChange",
    "MandateChange",
    "Offered",
    "Placement",
    "PlacementQuerySet",
    "Plan",
    "PlanEdit",
    "PlanQuerySet",
    "Rearrangement",
    "RunPart",
    "SeatPeriod",
    "Swap",
    "SwapQuerySet",
    "UnitMinimum",
)
