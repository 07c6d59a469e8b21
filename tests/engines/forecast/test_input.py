"""Bad input is refused with every fault and its path; good input survives a round trip."""

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings

from randa.engines.forecast import codec
from randa.engines.forecast.errors import InvalidProblemError
from randa.engines.forecast.model import Initial, Noise, Problem, Supervision
from tests.engines.forecast.problems import any_problem, mellansverige, small


def as_json(**changes: Any) -> dict[str, Any]:
    return codec.problem_to_json(small()) | changes


def faults_of(data: Any) -> list[str]:
    with pytest.raises(InvalidProblemError) as refusal:
        codec.problem_from_json(data)
    return refusal.value.faults


@settings(max_examples=50, deadline=None)
@given(any_problem())
def test_a_problem_survives_json_unchanged(problem: Problem) -> None:
    assert codec.problem_from_json(json.loads(json.dumps(codec.problem_to_json(problem)))) == problem


def test_optional_keys_may_be_left_out() -> None:
    data = as_json()
    for key in ("format", "extension", "dropout", "specialist_exit", "capacity", "mode", "noise", "extension_beta",
                "dropout_beta", "replications", "seed", "name", "integrated_share", "direct_st_share", "movement",
                "supervision"):  # fmt: skip
        del data[key]

    problem = codec.problem_from_json(data)

    assert (problem.mode, problem.noise, problem.replications, problem.specialist_exit) == (
        "report",
        Noise(),
        1,
        0.0075,
    )


def test_unknown_keys_are_refused_by_name() -> None:
    data = as_json(bt_post=1, noise={"rho": 0, "sigma": 0, "sigm": 1})

    assert faults_of(data) == ["bt_post: unknown key", "noise.sigm: unknown key"]


def test_missing_keys_are_named_once() -> None:
    data = as_json(initial={"licensed": [0], "specialists": [0], "st_per_slot": [0]})
    del data["weight"]

    assert faults_of(data) == ["weight: missing", "initial.at_queue: missing"]


def test_every_fault_is_listed_with_its_path() -> None:
    data = as_json(
        bt_posts_per_year=[[-1], ["x"]],
        seasonality=[0.25, 0.25, 0.25],
        initial={"at_queue": [0, 1], "licensed": [math.nan], "specialists": [0], "st_per_slot": [0]},
        noise={"rho": 2, "sigma": 0},
        mode="bend",
        seed=True,
    )

    paths = [fault.split(":")[0] for fault in faults_of(data)]

    assert paths == [
        "seasonality", "bt_posts_per_year[0][0]", "bt_posts_per_year[1][0]", "mode", "initial.at_queue",
        "initial.licensed[0]", "noise.rho", "seed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"regions": ["Aros", "Aros"]}, "regions[1]: 'Aros'; expected a name not used before"),
        ({"regions": []}, "regions: []; expected at least one name"),
        ({"areas": "psykiatri"}, "areas: 'psykiatri'; expected a list"),
        ({"areas": [1, "medicin"]}, "areas[0]: 1; expected a name"),
        ({"quarters": 0}, "quarters: 0; expected an integer from 1 to 400"),
        ({"quarters": 8.0}, "quarters: 8.0; expected an integer from 1 to 400"),
        ({"first_quarter": "2027K1"}, "first_quarter: '2027K1'; expected a quarter such as 2024Q1"),
        ({"first_quarter": "2027Q3"}, "need_at: 2 entries; expected 3"),
        ({"need_at": [1, math.inf]}, "need_at[1]: inf; expected a number from 0 to 1e+12"),
        ({"need_at": [1, 10**400]}, "need_at[1]: 1000"),
        ({"share": [1.5]}, "share[0]: 1.5; expected a number from 0 to 1"),
        ({"seasonality": [25, 25, 25, 25]}, "seasonality[0]: 25; expected a number from 0 to 1"),
        ({"seasonality": [0.2, 0.2, 0.2, 0.2]}, "seasonality: 0.8; expected a sum of 1"),
        ({"at_slots": 0}, "at_slots: 0; expected an integer from 1 to 80"),
        ({"at_slots": [2, 2]}, "at_slots: 2 entries; expected 1"),
        ({"at_slots": 3}, "template_at: 2 entries; expected 3"),
        ({"template_bt": [[4, 8], [4, 80]]}, "template_bt[1][1]: 80; expected a number from 0 to 14"),
        ({"extension": 1.1}, "extension: 1.1; expected a number from 0 to 1"),
        ({"dropout": "4 %"}, "dropout: '4 %'; expected a number from 0 to 1"),
        ({"extension_beta": [1]}, "extension_beta: 1 entries; expected 2"),
        ({"capacity": [[1, -1]]}, "capacity[0][1]: -1; expected a number from 0 to 1e+12"),
        ({"capacity": [1, 2]}, "capacity: 2 entries; expected 1"),
        ({"mode": "bind"}, "capacity: None; expected capacities, since mode is 'bind'"),
        ({"movement": [[0.5]]}, "movement[0]: 0.5; expected a sum of 1"),
        ({"integrated_share": [2]}, "integrated_share[0]: 2; expected a number from 0 to 1"),
        ({"replications": 10**6, "quarters": 400}, "replications: 1000000; expected replications"),
        ({"noise": 3}, "noise: 3; expected an object"),
        ({"noise": None}, "noise: None; expected an object"),
        ({"initial": []}, "initial: []; expected an object"),
        ({"supervision": {"fork": 1}}, "supervision.hours_per_person: missing"),
        ({"format": "randa-forecast/9"}, "format: 'randa-forecast/9'; expected 'randa-forecast/1'"),
        ({"name": 4}, "name: 4; expected text"),
    ],
)
def test_a_wrong_value_is_named(changes: dict[str, Any], fault: str) -> None:
    assert any(found.startswith(fault) for found in faults_of(as_json(**changes)))


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_what_is_no_object_is_refused(data: Any) -> None:
    assert faults_of(data) == [f"(file): {type(data).__name__}; expected an object"]


@pytest.mark.parametrize("junk", [None, [], {}, "x", -1, True, [[]], [None], [{}], 1e300, [["a"]]])
@pytest.mark.parametrize("key", [key for key in codec.problem_to_json(small()) if key != "format"])
def test_junk_in_any_key_is_refused_or_meant_never_a_crash(key: str, junk: Any) -> None:
    with contextlib.suppress(InvalidProblemError):
        assert isinstance(codec.problem_from_json(as_json(**{key: junk})), Problem)


def test_python_callers_are_refused_in_the_same_words() -> None:
    with pytest.raises(InvalidProblemError, match=r"initial.at_queue: 2 entries; expected 1"):
        small(initial=Initial((0.0, 0.0), (0.0,), (0.0,), (0.0,)))
    with pytest.raises(InvalidProblemError, match=r"rho: 3; expected a number from -1 to 1"):
        Noise(rho=3)


def test_lists_given_by_python_callers_become_tuples() -> None:
    assert small(need_at=[40.0, 40.0]) == small(need_at=(40.0, 40.0))


def test_supervision_rules_are_read_and_refused() -> None:
    kinds = {"at": 6.0, "bt": 6.0, "st": 3.0}
    rules = {"hours_per_person": kinds, "assessments_per_person": kinds, "minutes_per_assessment": 20,
             "specialist_share": 0.5, "late_st_share": 0.2, "late_st_slots": 2, "hours_per_supervisor": 20}  # fmt: skip

    assert codec.problem_from_json(as_json(supervision=rules)).supervision == Supervision(**rules)
    assert faults_of(as_json(supervision=rules | {"late_st_slots": 9})) == [
        "supervision.late_st_slots: 9; expected an integer from 0 to 3"
    ]


def test_quarter_labels_follow_the_calendar() -> None:
    problem = mellansverige(quarters=18, first_quarter="2026Q3")

    assert problem.quarter_labels[:3] == ("2026Q3", "2026Q4", "2027Q1")
    assert problem.years == (2026, 2027, 2028, 2029, 2030)
