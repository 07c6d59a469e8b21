"""Dimensioning's tables: the plan and what is tried on it, and what ceilings over the seats are counted by."""

from randa.dimensioning.models.bases import AreaBudget, PatientNeed
from randa.dimensioning.models.plan import (
    AssumptionValue,
    NationalNeed,
    PlanChange,
    PlanInput,
    PlannedPosts,
    PlanRevision,
    PostType,
    Scenario,
)

__all__ = [
    "AreaBudget",
    "AssumptionValue",
    "NationalNeed",
    "PatientNeed",
    "PlanChange",
    "PlanInput",
    "PlanRevision",
    "PlannedPosts",
    "PostType",
    "Scenario",
]
