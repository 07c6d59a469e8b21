"""Who may open plans: planners and units of the region. A learner has a page of their own, a stranger may not know."""

SEES = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 200}
OWN_PAGE = {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "placements:plans": OWN_PAGE | {"learner": 302},
    "placements:run": OWN_PAGE | {"learner": 403},
    "placements:mine": OWN_PAGE,
    "placements:calendar": dict.fromkeys(SEES, 404) | {"anonymous": 302, "learner": 200},
    "placements:mandates": OWN_PAGE | {"learner": 403},
    "placements:mandate_change": SEES,
    "placements:plan": SEES,
    "placements:plan_units": SEES,
    "placements:plan_unplaced": SEES,
    "placements:plan_facts": SEES,
    "placements:plan_xlsx": SEES,
    "placements:plan_import": SEES,
    "placements:learner_calendar": SEES,
    "placements:grid": SEES,
    "placements:grid_data": SEES,
    "placements:grid_changes": SEES | {"training_manager": 400, "administrator": 400},  # after which edit?
    "placements:grid_edit": SEES | {"training_manager": 400, "administrator": 400},  # no command
    "placements:block": SEES,
    "placements:copy_plan": SEES | {"training_manager": 302, "administrator": 302},
    "placements:rearrange": SEES,
    "placements:rearrangement": SEES,
    "placements:publish": SEES,
    "placements:compare": SEES,
}
