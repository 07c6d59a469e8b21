"""Who may see forecasts and try scenarios. Readers of the plan read everything here; a scenario is changed by its own people."""

from typing import Any

from tests.access.dimensioning import READERS
from tests.access.world import Objects

# The region of the test world is the managers' own; the outsider's role is in another one.
_CHANGES = {"anonymous": 302, "outsider": 403, "learner": 404, "training_manager": 302, "administrator": 302}
# Rules and budgets are registered by those who decide posts somewhere.
_DECIDES = READERS
# An empty form is refused with the page (400) for those who may create.
_CREATES = {"anonymous": 302, "outsider": 400, "learner": 404, "training_manager": 400, "administrator": 400}
ROWS: dict[str, dict[str, int]] = {
    "dimensioning:forecast": READERS,
    "dimensioning:forecast_export": READERS,
    "dimensioning:forecast_pdf": READERS,
    "dimensioning:forecast_cell": READERS,
    "dimensioning:shared": READERS,
    "dimensioning:shared_chart": READERS,
    "dimensioning:ceilings": READERS,
    "dimensioning:ceilings_export": READERS,
    "dimensioning:ceilings_pdf": READERS,
    "dimensioning:bases": READERS,
    "dimensioning:need_new": _DECIDES,
    "dimensioning:budget_new": _DECIDES,
    "dimensioning:supervision": READERS,
    "dimensioning:supervision_export": READERS,
    "dimensioning:drivers": READERS,
    "dimensioning:drivers_chart": READERS,
    "dimensioning:drivers_pdf": READERS,
    "dimensioning:lost_weeks": READERS,
    "dimensioning:lost_weeks_pdf": READERS,
    "dimensioning:lost_weeks_export": READERS,
    "dimensioning:scenarios": READERS,
    "dimensioning:scenario": READERS,
    "dimensioning:scenario_base": READERS,
    "dimensioning:scenario_try": READERS,
    "dimensioning:scenario_compare": READERS,
    "dimensioning:scenario_compare_export": READERS,
    "dimensioning:scenario_create": _CREATES,
    "dimensioning:scenario_save": _CHANGES,
    "dimensioning:scenario_remove": _CHANGES,
}


def arguments(_objects: Objects) -> dict[str, dict[str, Any]]:
    picture = {"where": "alla", "file_format": "svg"}
    pictures = ("forecast_export", "shared_chart", "drivers_chart", "lost_weeks_export")
    return {"dimensioning:forecast_cell": {"quarter": "2027Q1"}} | {
        f"dimensioning:{name}": picture for name in pictures
    }
