"""The least valid object of each model, a file per subject; what matters to a test stands in the test."""

from tests.factories.days import TODAY, YEAR_BEFORE, YEARS_AFTER
from tests.factories.dimensioning import (
    AssumptionValueFactory,
    NationalNeedFactory,
    PlanChangeFactory,
    PlannedPostsFactory,
    PlanRevisionFactory,
    ScenarioFactory,
)
from tests.factories.jobs import JobFactory
from tests.factories.organisations import (
    HospitalFactory,
    MembershipFactory,
    OrganisationFactory,
    PopulationFactory,
    PublishedRowFactory,
    PublishedTableFactory,
)
from tests.factories.people import RoleAssignmentFactory, RoleFactory, UserFactory, person_with
from tests.factories.placements import (
    LateChangeFactory,
    MandateChangeFactory,
    PlacementFactory,
    PlanFactory,
    SeatPeriodFactory,
)
from tests.factories.regulations import (
    ObjectiveFactory,
    RegulationFactory,
    RuleFactory,
    RuleSetFactory,
    SpecialityFactory,
)
from tests.factories.supply import (
    AllowedSpecialityFactory,
    CapacityMethodFactory,
    SupervisionFactory,
    UnitClosureFactory,
    UnitMethodFactory,
    UnitRoomsFactory,
)
from tests.factories.training import (
    AbsenceFactory,
    EnrolmentFactory,
    PlacementAreaFactory,
    PostFactory,
    ProgrammeBlockFactory,
    ProgrammeFactory,
    SupervisorAbsenceFactory,
    SupervisorFactory,
    UnitFactory,
)

__all__ = [
    "TODAY",
    "YEARS_AFTER",
    "YEAR_BEFORE",
    "AbsenceFactory",
    "AllowedSpecialityFactory",
    "AssumptionValueFactory",
    "CapacityMethodFactory",
    "EnrolmentFactory",
    "HospitalFactory",
    "JobFactory",
    "LateChangeFactory",
    "MandateChangeFactory",
    "MembershipFactory",
    "NationalNeedFactory",
    "ObjectiveFactory",
    "OrganisationFactory",
    "PlacementAreaFactory",
    "PlacementFactory",
    "PlanChangeFactory",
    "PlanFactory",
    "PlanRevisionFactory",
    "PlannedPostsFactory",
    "PopulationFactory",
    "PostFactory",
    "ProgrammeBlockFactory",
    "ProgrammeFactory",
    "PublishedRowFactory",
    "PublishedTableFactory",
    "RegulationFactory",
    "RoleAssignmentFactory",
    "RoleFactory",
    "RuleFactory",
    "RuleSetFactory",
    "ScenarioFactory",
    "SeatPeriodFactory",
    "SpecialityFactory",
    "SupervisionFactory",
    "SupervisorAbsenceFactory",
    "SupervisorFactory",
    "UnitClosureFactory",
    "UnitFactory",
    "UnitMethodFactory",
    "UnitRoomsFactory",
    "UserFactory",
    "person_with",
]
