"""Two plans for the BT starts of 2027: Dalarna alone, which does not fit, and all seven regions together, published.

The plans were solved once and lie in `kept_plans/`, so that a new demo world needs no solver. `python -m randa.demo.solve_plans` solves
them anew after the world has changed; a test says when that is needed.
"""

import datetime as dt
import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from randa.engines.planning.codec import decode_plan, encode_plan, encode_problem, sha256
from randa.engines.planning.model import Plan as EnginePlan
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.explanation import explanation_of
from randa.placements.models import Plan
from randa.placements.planning import BuiltProblem, PlanningChoices, build_problem
from randa.placements.services.plans import publish_plan, store_plan

YEAR = 2027
MADE_AT = dt.datetime(2027, 1, 8, 13, 30, tzinfo=dt.UTC)  # the Friday before the demo world's today
ALONE = "REG-20"
FOLDER = Path(__file__).parent / "kept_plans"
STEPS_PER_DOCTOR = 375  # as many as the solver takes by itself; the clock has no say


def make_plans() -> None:
    """Store a draft for Dalarna alone and publish a plan for the seven regions, by the person who looks after the system."""
    actor = User.objects.get(
        is_demo=True, role_assignments__role="administrator", role_assignments__organisation__code=ALONE
    )
    stored = {name: _store(actor, name, regions) for name, regions in regions_of_plans().items()}
    publish_plan(actor=actor, plan=stored["mellansverige"])
    Plan.objects.update(created_at=MADE_AT)


def regions_of_plans() -> dict[str, list[Organisation]]:
    """Return the regions of each kept plan, by the name of its file."""
    regions = list(Organisation.objects.in_mellansverige())
    return {"dalarna": [region for region in regions if region.code == ALONE], "mellansverige": regions}


def kept_problem(name: str) -> str:
    """Return the checksum of the problem that the kept plan answers."""
    return str(_read(name)["problem_sha256"])


def solve_and_keep(name: str, regions: Sequence[Organisation]) -> None:
    """Solve a plan and write it with its explanation to its file."""
    built = build_problem(regions=regions, start_year=YEAR)
    plan, explanation = _solve(built)
    kept = {
        "problem_sha256": sha256(encode_problem(built.problem)),
        "plan": json.loads(encode_plan(plan)),
        "explanation": explanation,
    }
    content = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
    (FOLDER / f"{name}.json.gz").write_bytes(gzip.compress(content, mtime=0))


def _store(actor: User, name: str, regions: Sequence[Organisation]) -> Plan:
    built = build_problem(regions=regions, start_year=YEAR)
    problem_sha256 = sha256(encode_problem(built.problem))
    if kept_problem(name) == problem_sha256:
        kept = _read(name)
        plan, explanation = decode_plan(json.dumps(kept["plan"]).encode()), kept["explanation"]
    else:
        plan, explanation = _solve(built)
    return store_plan(
        actor=actor,
        built=built,
        plan=plan,
        regions=regions,
        start_year=YEAR,
        explanation=explanation | {"choices": asdict(PlanningChoices())},
        problem_sha256=problem_sha256,
    )


def _solve(built: BuiltProblem) -> tuple[EnginePlan, dict[str, Any]]:
    from randa.engines.planning.solve import solve  # loads the compiler: seldom needed here

    plan = solve(built.problem, seed=1, iterations=STEPS_PER_DOCTOR * len(built.enrolments)).plan
    return plan, explanation_of(built, plan)


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))
    return content
