"""Supervision hours: what the learners ask for, and what supervisors have."""

import numpy as np

from randa.engines.forecast.model import PERSON_KINDS, Floats, Path, Problem, Supervision, SupervisionHours


def hours(problem: Problem, path: Path) -> SupervisionHours | None:
    """Return hours asked for and at hand, or None when the problem says nothing of supervision."""
    rules = problem.supervision
    if rules is None:
        return None
    demand = {kind: path.stocks[kind] * _hours_per_person(rules, kind) for kind in PERSON_KINDS}
    supervisors = path.stocks["specialists"] * rules.specialist_share + path.late_st * rules.late_st_share
    return SupervisionHours(
        demand=demand,
        demand_by_area=_by_area(demand["at"] + demand["bt"], path.load),
        supply=supervisors * rules.hours_per_supervisor * rules.fork,
    )


def _hours_per_person(rules: Supervision, kind: str) -> float:
    assessing = rules.assessments_per_person[kind] * rules.minutes_per_assessment / 60
    return rules.hours_per_person[kind] + assessing


def _by_area(hours_of_region: Floats, load: Floats) -> Floats:
    """Split hours [quarter][region] over areas by the weeks spent there: [quarter][area][region].

    An assumption: a week in psychiatry asks for as many hours as one in surgery.
    """
    weeks = load.sum(axis=1, keepdims=True)
    share = np.divide(load, weeks, out=np.zeros_like(load), where=weeks > 0)
    return np.asarray(share * hours_of_region[:, None, :])
