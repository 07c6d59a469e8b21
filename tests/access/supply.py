"""Units: seen by whoever sees placements there, kept by whoever has capacity as a task."""

import datetime as dt
from typing import Any

from randa.placements.models import Placement, Plan
from tests.access.world import Objects
from tests.factories import (
    FrameworkAgreementFactory,
    PlacementFactory,
    PlaceOfferFactory,
    PlanFactory,
    SeatClaimFactory,
    SeatOpeningFactory,
    SupervisionFactory,
    SupervisorAbsenceFactory,
    UnitClosureFactory,
)

SEES = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "supply:units": SEES | {"outsider": 200, "learner": 403},
    "supply:unit": SEES,
    "supply:supervisors": SEES,
    "supply:leave": SEES,
    "supply:leave_withdraw": SEES | {"training_manager": 302, "administrator": 302},
    "supply:replacement": SEES,
    "supply:pool": SEES | {"outsider": 200, "learner": 403},
    "supply:pool_decide": SEES,
    "supply:claims": SEES,
    "supply:goals": SEES | {"learner": 200},
    "supply:bank": SEES | {"outsider": 200, "learner": 403},
    "supply:offer_new": SEES,
    "supply:offer_withdraw": SEES | {"training_manager": 302, "administrator": 302},
    "supply:agreements": SEES | {"outsider": 200, "learner": 403},
    "supply:agreement_new": SEES | {"outsider": 200, "learner": 403},
    "supply:agreement": SEES,
    "supply:coming": SEES,
    "supply:confirm": SEES,
    "supply:contact": SEES,
    "supply:clearance": SEES | {"learner": 200},
    "supply:facts": SEES,
    "supply:fact": SEES,
    "supply:fact_new": SEES,
    "supply:objectives": SEES,
    "supply:history": SEES,
    "supply:late_changes": SEES,
    "supply:openings": SEES,
    "supply:opening_answer": SEES | {"training_manager": 422, "administrator": 422},  # a no without a reason
    "supply:claim_act": SEES | {"training_manager": 302, "administrator": 302},
}


def arguments(objects: Objects) -> dict[str, dict[str, Any]]:
    """Make a supervisor who is away from a learner."""
    away = SupervisorAbsenceFactory.create(supervisor__unit=objects.unit)
    SupervisionFactory.create(
        enrolment=objects.enrolment,
        supervisor=away.supervisor,
        starts_on=away.starts_on,
        ends_before=away.ends_before,
    )
    code, published = {"code": objects.unit.organisation.code}, {"pk": _published(objects).pk}
    return {
        "supply:unit": code,
        "supply:supervisors": code,
        "supply:leave": code | {"supervisor_pk": away.supervisor.pk},
        "supply:leave_withdraw": code | {"pk": away.pk},
        "supply:pool_decide": {"region_code": objects.region.code},
        "supply:claims": code,
        "supply:facts": code,
        "supply:fact_new": code | {"kind": "stangt"},
        "supply:fact": code | {"kind": "stangt", "pk": UnitClosureFactory.create(unit=objects.unit).pk},
        "supply:objectives": code,
        "supply:coming": code,
        "supply:goals": {"enrolment_pk": objects.enrolment.pk},
        "supply:confirm": code | published,
        "supply:contact": code,
        "supply:clearance": published,
        "supply:offer_new": code,
        "supply:offer_withdraw": code | {"pk": PlaceOfferFactory.create(unit=objects.unit).pk},
        "supply:agreement": {"pk": FrameworkAgreementFactory.create(home=objects.region).pk},
        "supply:history": code,
        "supply:late_changes": code,
        "supply:openings": code,
        "supply:opening_answer": code | {"pk": SeatOpeningFactory.create(unit=objects.unit).pk},
        "supply:claim_act": code | {"pk": SeatClaimFactory.create(unit=objects.unit).pk},
        "supply:replacement": code | {"enrolment_pk": objects.enrolment.pk},
    }


def _published(objects: Objects) -> Placement:
    """Return a placement that has a checklist: its own weeks, in a plan that counts."""
    plan = PlanFactory.create(regions=[objects.region], state=Plan.State.PUBLISHED, start_year=2026)
    made: Placement = PlacementFactory.create(
        plan=plan,
        enrolment=objects.enrolment,
        unit=objects.unit,
        is_published=True,
        starts_on=dt.date(2027, 4, 5),
        ends_before=dt.date(2027, 5, 31),
    )
    return made
