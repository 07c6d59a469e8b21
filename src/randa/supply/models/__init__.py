"""The register's tables, by subject."""

from randa.supply.models.agreements import FrameworkAgreement, WorkplaceException, WorkplaceRule
from randa.supply.models.bank import PlaceOffer
from randa.supply.models.clearance import ClearanceItem, ClearanceTick
from randa.supply.models.contact import UnitContact
from randa.supply.models.openings import SeatOpening
from randa.supply.models.patients import PatientMeasure, UnitPatientBase
from randa.supply.models.seats import PoolRule, PoolRuleSet, Supervision, UnitObjective

__all__ = [
    "ClearanceItem",
    "ClearanceTick",
    "FrameworkAgreement",
    "PatientMeasure",
    "PlaceOffer",
    "PoolRule",
    "PoolRuleSet",
    "SeatOpening",
    "Supervision",
    "UnitContact",
    "UnitObjective",
    "UnitPatientBase",
    "WorkplaceException",
    "WorkplaceRule",
]
