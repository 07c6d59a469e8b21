"""Who may open plans: planners and units of the region. A learner has a page of their own, a stranger may not know."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.factories import PlacementFactory, PlanFactory, SwapFactory

if TYPE_CHECKING:
    from tests.access.world import Objects

SEES = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 200}
OWN_PAGE = {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "placements:plans": OWN_PAGE | {"learner": 302},
    "placements:run": OWN_PAGE | {"learner": 403},
    "placements:mine": OWN_PAGE,
    "placements:swap_propose": dict.fromkeys(SEES, 404) | {"anonymous": 302, "learner": 200},
    "placements:swap": dict.fromkeys(SEES, 404) | {"anonymous": 302, "learner": 200},
    "placements:swaps": OWN_PAGE | {"learner": 403},
    "placements:swap_decision": SEES,
    "placements:mandates": OWN_PAGE | {"learner": 403},
    "placements:mandate_change": SEES,
    "placements:plan": SEES,
    "placements:plan_units": SEES,
    "placements:plan_unplaced": SEES,
    "placements:plan_facts": SEES,
    "placements:plan_xlsx": SEES,
    "placements:plan_import": SEES,
    "placements:grid": SEES,
    "placements:grid_data": SEES,
    "placements:grid_changes": SEES | {"training_manager": 400, "administrator": 400},  # after which edit?
    "placements:explain": SEES | {"training_manager": 302, "administrator": 302},
    "placements:grid_edit": SEES | {"training_manager": 400, "administrator": 400},  # no command
    "placements:block": SEES,
    "placements:copy_plan": SEES | {"training_manager": 302, "administrator": 302},
    "placements:rearrange": SEES,
    "placements:rearrangement": SEES,
    "placements:publish": SEES,
    "placements:compare": SEES,
}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    plan = PlanFactory.create(regions=[objects.region], state="published")
    days = {"starts_on": dt.date(2027, 9, 6), "ends_before": dt.date(2027, 11, 1)}
    block = PlacementFactory.create(
        plan=plan, enrolment=objects.enrolment, unit=objects.unit, area=objects.unit.area, is_published=True, **days
    )
    common = {"plan": plan, "proposer": objects.enrolment, "unit": objects.unit, **days}
    proposed = SwapFactory.create(area=objects.unit.area, **common)
    other = PlacementFactory.create(plan=plan, unit=objects.unit, area=objects.unit.area, is_published=True, **days)
    agreed = SwapFactory.create(
        area=other.area, partner=other.enrolment, partner_unit=other.unit, partner_starts_on=other.starts_on,
        partner_ends_before=other.ends_before, state="withdrawn", **common,
    )  # fmt: skip
    return {
        "placements:swap_propose": {"block_pk": block.pk},
        "placements:swap": {"pk": proposed.pk},
        "placements:swap_decision": {"pk": agreed.pk},
    }
