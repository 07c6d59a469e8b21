"""Who may open and change the plan. Everybody who plans sees every region; a learner does not know the pages exist."""

from typing import Any

from tests.access.world import Objects

READERS = {"anonymous": 302, "outsider": 200, "learner": 404, "training_manager": 200, "administrator": 200}
_EDITORS = {"anonymous": 302, "outsider": 302, "learner": 404, "training_manager": 302, "administrator": 302}
# Rows waiting to be saved are seen by the one who wrote them.
_OWN_PAGE = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 404}
_OWN_POST = {**_OWN_PAGE, "training_manager": 302}
# Only those who plan for the region undo its revisions and answer for its cells.
_OWN_REGION = {"anonymous": 302, "outsider": 403, "learner": 404, "training_manager": 302, "administrator": 302}
ROWS: dict[str, dict[str, int]] = {
    "dimensioning:overview": READERS,
    "dimensioning:region": READERS,
    "dimensioning:overview_chart": READERS,
    "dimensioning:overview_pdf": READERS,
    "dimensioning:plan": READERS,
    "dimensioning:plan_export": READERS,
    "dimensioning:plan_save": _EDITORS,
    "dimensioning:cell": READERS,
    "dimensioning:cell_take_over": _OWN_REGION,
    "dimensioning:plan_input_new": READERS,
    "dimensioning:plan_input": _OWN_PAGE,
    "dimensioning:plan_input_reasons": _OWN_PAGE,
    "dimensioning:plan_input_correct": _OWN_POST,
    "dimensioning:plan_input_save": _OWN_POST,
    "dimensioning:revisions": READERS,
    "dimensioning:revision": READERS,
    "dimensioning:revision_undo": _OWN_REGION,
    "dimensioning:compare": READERS,
}


def arguments(objects: Objects) -> dict[str, dict[str, Any]]:
    where = {"where": objects.region.code}
    chart = {"key": "at-bt", "file_format": "svg"}
    return {"dimensioning:overview_chart": where | chart, "dimensioning:overview_pdf": where}
