"""Two plans for the BT starts of 2027: all seven regions together, published, and Dalarna alone, which does not fit.

The plans were solved once and lie in `kept_plans/`, so that a new demo world needs no solver. `python -m randa.demo.solve_plans` solves
them anew after the world has changed; a test says when that is needed.
"""

import datetime as dt
import gzip
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from randa.engines.planning.codec import decode_plan, encode_plan, fingerprint
from randa.engines.planning.costs import tiers
from randa.engines.planning.model import Plan as EnginePlan
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.choices import PlanningChoices
from randa.placements.explanation import explanation_of, meaning_of
from randa.placements.models import Plan
from randa.placements.planning import BuiltProblem, build_problem
from randa.placements.services.plans import publish_plan, store_plan

YEAR = 2027
# The ward's mandate changes between the two (story.DECIDED_AT), and all of it in the week before the demo world's today.
PUBLISHED_AT = dt.datetime(2027, 1, 7, 9, 10, tzinfo=dt.UTC)
DRAFTED_AT = dt.datetime(2027, 1, 8, 14, 40, tzinfo=dt.UTC)
ALONE = "REG-20"
FOLDER = Path(__file__).parent / "kept_plans"


def make_published_plan() -> None:
    """Publish a plan for the seven regions together, by the person who looks after the system."""
    publish_plan(actor=planner(), plan=_store("mellansverige"))
    Plan.objects.update(created_at=PUBLISHED_AT)


def make_draft_plan() -> None:
    """Store a draft for Dalarna alone, made after the ward's mandate has changed: what is left does not suffice."""
    draft = _store("dalarna")
    Plan.objects.filter(pk=draft.pk).update(created_at=DRAFTED_AT)


def planner() -> User:
    """Return who publishes in all the regions of the plan."""
    at_home = {"role_assignments__role": "administrator", "role_assignments__organisation__code": ALONE}
    return User.objects.get(is_demo=True, **at_home)


def regions_of_plans() -> dict[str, list[Organisation]]:
    """Return the regions of each kept plan, by the name of its file."""
    regions = list(Organisation.objects.in_mellansverige())
    return {"dalarna": [region for region in regions if region.code == ALONE], "mellansverige": regions}


def kept_problem(name: str) -> str:
    """Return the checksum of the problem that the kept plan answers."""
    return str(_read(name)["problem_sha256"])


def solve_and_keep(name: str) -> None:
    """Solve a plan for the world as it is and write it with its explanation to its file."""
    built = build_problem(regions=regions_of_plans()[name], start_year=YEAR)
    plan, explanation = _solve(built)
    kept = {
        "problem_sha256": fingerprint(built.problem),
        "plan": json.loads(encode_plan(plan)),
        "explanation": explanation,
    }
    content = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
    (FOLDER / f"{name}.json.gz").write_bytes(gzip.compress(content, mtime=0))


def _store(name: str) -> Plan:
    regions = regions_of_plans()[name]
    built = build_problem(regions=regions, start_year=YEAR)
    problem_sha256 = fingerprint(built.problem)
    if kept_problem(name) == problem_sha256:
        kept = _read(name)
        plan, explanation = decode_plan(json.dumps(kept["plan"]).encode()), kept["explanation"]
    else:
        plan, explanation = _solve(built)
    return store_plan(
        actor=planner(),
        built=built,
        plan=plan,
        regions=regions,
        start_year=YEAR,
        explanation=explanation | {"choices": asdict(PlanningChoices())},
        problem_sha256=problem_sha256,
    )


def _solve(built: BuiltProblem) -> tuple[EnginePlan, dict[str, Any]]:
    from randa.engines.planning.solve import solve  # loads the compiler: seldom needed here

    plan = solve(built.problem, seed=1).plan  # by as many iterations as it takes by itself: the clock has no say
    told = explanation_of(built.problem, plan, meaning_of(built))
    return plan, told | {"tiers": asdict(tiers(built.problem, plan))}


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))
    return content
