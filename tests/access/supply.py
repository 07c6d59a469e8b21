"""Units: seen by whoever sees placements there, kept by whoever has capacity as a task."""

from typing import Any

from tests.access.world import Objects
from tests.factories import SeatClaimFactory, SupervisionFactory, SupervisorAbsenceFactory, UnitClosureFactory

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
    "supply:facts": SEES,
    "supply:fact": SEES,
    "supply:fact_new": SEES,
    "supply:objectives": SEES,
    "supply:history": SEES,
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
    code = {"code": objects.unit.organisation.code}
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
        "supply:history": code,
        "supply:claim_act": code | {"pk": SeatClaimFactory.create(unit=objects.unit).pk},
        "supply:replacement": code | {"enrolment_pk": objects.enrolment.pk},
    }
