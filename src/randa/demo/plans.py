"""Two plans for the BT starts of 2027: Dalarna alone, which does not fit, and all seven regions together, published."""

from collections.abc import Sequence
from dataclasses import asdict

from randa.engines.planning.codec import encode_problem, sha256
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.explanation import explanation_of
from randa.placements.models import Plan
from randa.placements.planning import PlanningChoices, build_problem
from randa.placements.services.plans import publish_plan, store_plan

YEAR = 2027
ALONE = "REG-20"
STEPS_PER_DOCTOR = 90  # enough for the story, and the same plans on every machine: the clock has no say


def make_plans() -> None:
    """Make a draft for Dalarna alone and a published plan for the seven regions, by the person who looks after the system."""
    regions = list(Organisation.objects.in_mellansverige())
    actor = User.objects.get(is_demo=True, role_assignments__role="administrator", role_assignments__organisation__code=ALONE)
    _make_plan(actor, [region for region in regions if region.code == ALONE])
    publish_plan(actor=actor, plan=_make_plan(actor, regions))


def _make_plan(actor: User, regions: Sequence[Organisation]) -> Plan:
    from randa.engines.planning.solve import solve  # loads the compiler: only when a world is made

    choices = PlanningChoices()
    built = build_problem(regions=regions, start_year=YEAR, choices=choices)
    solution = solve(built.problem, seed=1, iterations=STEPS_PER_DOCTOR * len(built.enrolments))
    return store_plan(
        actor=actor,
        built=built,
        plan=solution.plan,
        regions=regions,
        start_year=YEAR,
        explanation=explanation_of(built, solution.plan) | {"choices": asdict(choices)},
        problem_sha256=sha256(encode_problem(built.problem)),
    )
