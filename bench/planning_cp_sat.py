"""What one CP-SAT model of the whole planning problem reaches, to measure the engine against.

    pip install ortools
    python -m bench.planning_cp_sat --doctors 20 --seconds 60

A process of its own: OR-Tools and highspy bring two builds of the same solver. OR-Tools is no dependency of ours.
Every possible block (kind, first working week, length) is a variable, and every unit for it another.
"""

import argparse
import importlib
import json
import time
from collections import defaultdict
from typing import Any

from randa.engines.planning import check, costs
from randa.engines.planning.generate import NORMAL, OVER_SUBSCRIBED, Size, generate
from randa.engines.planning.model import Block, Doctor, Plan, Problem, Programme


class Model:
    """The problem as CP-SAT sees it, and the way back to a plan."""

    def __init__(self, problem: Problem, cp_model: Any) -> None:
        self.problem, self.model = problem, cp_model.CpModel()
        self.costs: list[Any] = []
        self.at_place: dict[tuple[int, int], list[Any]] = defaultdict(list)
        self.placed: dict[tuple[int, Block], Any] = {}
        for doctor in problem.doctors:
            self._add_doctor(doctor)
        for (unit, week), sitters in self.at_place.items():
            self.model.add(sum(sitters) <= problem.unit(unit).cap[week])
        self.model.minimize(sum(self.costs))

    def _add_doctor(self, doctor: Doctor) -> None:
        template = self.problem.templates[doctor.template]
        covering: dict[int, list[Any]] = defaultdict(list)
        starts: dict[str, Any] = {}
        present: dict[str, Any] = {}
        for kind, rule in template.blocks.items():
            mine = []
            for weeks in range(max(rule.minimum, 1), rule.maximum + 1):
                for position in range(template.total - weeks + 1):
                    chosen = self._add_block(doctor, Block(position, kind, weeks))
                    mine.append((position, weeks, chosen))
                    for at in range(position, position + weeks):
                        covering[at].append(chosen)
            present[kind] = sum(one for _, _, one in mine)
            self.model.add(present[kind] <= 1 if rule.minimum == 0 else present[kind] == 1)
            starts[kind] = sum(position * one for position, _, one in mine)
            self.costs.append((1 - present[kind]) * (rule.nominal * self.problem.off_nominal_cost_per_week))
        for at in range(template.total):
            self.model.add(sum(covering[at]) == 1)
        for one, two in template.before:
            missing = 2 - present[one] - present[two]
            self.model.add(starts[one] <= starts[two] + template.total * missing)

    def _add_block(self, doctor: Doctor, block: Block) -> Any:
        """Add a variable per way to have this block; return whether any of them is chosen."""
        ways = []
        for unit in (None, *(option.unit for option in doctor.options.get(block.kind, ()))):
            here = Block(block.position, block.kind, block.weeks, unit)
            weeks = costs.calendar_weeks(doctor, here)
            if unit is not None and min(self.problem.unit(unit).cap[weeks.start : weeks.stop]) < 1:
                continue
            way = self.model.new_bool_var("")
            ways.append(way)
            self.placed[doctor.id, here] = way
            self.costs.append(way * self._cost(doctor, here))
            for week in weeks if unit is not None else ():
                self.at_place[unit, week].append(way)  # type: ignore[index]  # a unit, as the line above says
        return sum(ways)

    def _cost(self, doctor: Doctor, block: Block) -> int:
        """Return the block's own part of the cost: that of a programme of it alone, less the kinds that it lacks."""
        rules = self.problem.templates[doctor.template].blocks
        others = sum(rule.nominal for kind, rule in rules.items() if kind != block.kind)
        alone = costs.programme_cost(self.problem, doctor, Programme(doctor.id, (block,)))
        return alone - others * self.problem.off_nominal_cost_per_week

    def plan(self, value: Any) -> Plan:
        """Return the plan of a solution."""
        blocks: dict[int, list[Block]] = {doctor.id: [] for doctor in self.problem.doctors}
        for (doctor, block), way in self.placed.items():
            if value(way):
                blocks[doctor].append(block)
        return Plan(tuple(Programme(doctor, tuple(sorted(mine))) for doctor, mine in blocks.items()))


def measure(size: Size, seconds: float) -> dict[str, Any]:
    """Return what CP-SAT reaches in so many seconds with one worker, judged by the engine's checker."""
    cp_model = importlib.import_module("ortools.sat.python.cp_model")  # not among our dependencies
    problem = generate(size)
    began = time.process_time()
    model = Model(problem, cp_model)
    built = time.process_time() - began
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = seconds  # about a second each on a machine of one's own
    status = solver.solve(model.model)
    row: dict[str, Any] = {"doctors": size.doctors, "variables": len(model.placed), "built_s": round(built, 1)}
    row |= {"cpu_s": round(time.process_time() - began, 1), "status": solver.status_name(status)}
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        plan = model.plan(solver.boolean_value)
        assert check.violations(problem, plan) == []
        row |= {"unplaced": costs.unplaced_weeks(problem, plan), "cost": costs.cost(problem, plan)}
        row["bound"] = solver.best_objective_bound
    return row


def main() -> None:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--doctors", type=int, choices=sorted(NORMAL), default=20)
    parser.add_argument("--over-subscribed", action="store_true", help="the 80 doctors with too few places")
    parser.add_argument("--seconds", type=float, default=60.0, help="of CP-SAT's own deterministic clock")
    arguments = parser.parse_args()
    size = OVER_SUBSCRIBED if arguments.over_subscribed else NORMAL[arguments.doctors]
    print(json.dumps(measure(size, arguments.seconds)))


if __name__ == "__main__":
    main()
