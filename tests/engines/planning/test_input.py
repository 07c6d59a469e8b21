"""Bad input is refused with every fault and its path; good input comes back as it went in."""

import contextlib
import json

import pytest

from randa.engines.planning.codec import decode_plan, decode_problem, encode_plan, encode_problem
from randa.engines.planning.generate import Size, generate
from randa.engines.planning.model import Block, InvalidInputError, Plan, Programme

SMALL = {
    "weeks": 8,
    "kinds": ["IM", "PSY"],
    "regions": ["North"],
    "templates": {"T": {"total": 6, "blocks": {"IM": [3, 4, 4], "PSY": [2, 2, 3]}}},
    "unplaced_cost_per_week": {"IM": 60, "PSY": 60},
    "off_nominal_cost_per_week": 1,
    "max_gap_weeks": 2,
    "units": [
        {"id": 0, "region": 0, "kind": "IM", "cap": [1] * 8},
        {"id": 4, "region": 0, "kind": "PSY", "cap": [1] * 8},
    ],
    "doctors": [
        {"id": 0, "region": 0, "template": "T", "start": 0, "work": [0, 1, 2, 3, 4, 5],
         "options": {"IM": [[0, 1]], "PSY": [[4, 2]]}},
    ],
}  # fmt: skip


def changed(*path_and_value):
    """Return SMALL as JSON with one value replaced."""
    *path, last, value = path_and_value
    data = json.loads(json.dumps(SMALL))
    place = data
    for key in path:
        place = place[key]
    place[last] = value
    return json.dumps(data).encode()


def lock(**change):
    return {"kind": "IM", "position": 0, "weeks": 4, "unit": 0} | change


def faults(data):
    with pytest.raises(InvalidInputError) as refusal:
        decode_problem(data)
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("colour", "blue"), "colour: is not a known key"),
        (("format", "randa-plan/9"), "format: is 'randa-plan/9'; expected 'randa-plan/1' or 'randa-plan/2'"),
        (("weeks", "8"), "weeks: is '8'; expected an integer"),
        (("weeks", 9), "units[0].cap: has 8 weeks; expected 9"),
        (("split_cost", -1), "split_cost: is -1; expected >= 0"),
        (("unplaced_cost_per_week", {"IM": 60}), "unplaced_cost_per_week.PSY: is missing; a template uses this kind"),
        (("templates", "T", "blocks", "PSY", [3, 2, 1]), "templates.T.blocks.PSY: is [3, 2, 1]; expected 0 <= min <= nominal <= max"),
        (("templates", "T", "total", 8), "templates.T: no choice and order of blocks fills exactly 8 weeks"),
        (("templates", "T", "before", [["IM", "XX"]]), "templates.T.before[0]: 'XX' is not a known block of this template"),
        (("units", 0, "region", 1), "units[0].region: is 1; expected a region from 0 to 1 (not included)"),
        (("units", 0, "cap", [1, 1, -1, 1, 1, 1, 1, 1]), "units[0].cap[2]: is -1; expected >= 0"),
        (("units", 1, "id", 0), "units: 0 stands 2 times; expected once"),
        (("units", 1, "kind", "XX"), "units[1].kind: 'XX' is not a known kind"),
        (("units", 1, "beds", 3), "units[1].beds: is not a known key"),
        (("doctors", 0, "options", "PSY", [[9, 1]]), "doctors[0].options.PSY[0]: unit 9 does not exist"),
        (("doctors", 0, "options", "PSY", [[4, 1], [4, 2]]), "doctors[0].options.PSY[1]: unit 4 stands twice"),
        (("doctors", 0, "options", "PSY", [[4]]), "doctors[0].options.PSY[0]: is [4]; expected a list of 2"),
        (("doctors", 0, "options", "PSY", [[4, 1.5]]), "doctors[0].options.PSY[0]: is 1.5; expected an integer"),
        (("doctors", 0, "work", [0, 1, 2, 3, 4]), "doctors[0].work: has 5 weeks; the template needs 6"),
        (("doctors", 0, "work", [0, 1, 2, 2, 4, 5]), "doctors[0].work[3]: is 2; expected more than 2"),
        (("doctors", 0, "work", [0, 1, 2, 3, 4, 8]), "doctors[0].work[5]: is 8; expected a week from 0 to 8 (not included)"),
        (("doctors", 0, "template", "Q"), "doctors[0].template: 'Q' is not a known template"),
        (("doctors", 0, "id", True), "doctors[0].id: is True; expected an integer"),
        (("doctors", 0, "locked", [lock(weeks=5)]), "doctors[0].locked[0].weeks: is 5; expected 3 to 4"),
        (("doctors", 0, "locked", [lock(position=1)]), "doctors[0].locked: no programme can contain these blocks"),
        (("doctors", 0, "locked", [lock(unit=4)]),
         "doctors[0].locked[0].unit: unit 4 is not among the doctor's options for IM"),
        (("doctors", 0, "locked", [{"kind": "IM", "position": 0, "weeks": 4}]),
         "doctors[0].locked[0].unit: is missing"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_path(change, fault):
    assert fault in faults(changed(*change))


def test_every_fault_is_listed_those_of_form_and_those_of_content():
    data = json.loads(changed("doctors", 0, "work", [0]))
    data["units"][0]["cap"] = "many"
    del data["units"][1]["kind"]

    found = faults(json.dumps(data).encode())

    assert {fault.split(":")[0] for fault in found} == {"units[0].cap", "units[1].kind", "doctors[0].work"}


def test_a_locked_block_in_a_full_unit_is_refused_with_the_week():
    data = json.loads(changed("units", 0, "cap", [1, 1, 0, 1, 1, 1, 1, 1]))
    data["doctors"][0]["locked"] = [{"kind": "IM", "position": 0, "weeks": 4, "unit": 0}]

    assert faults(json.dumps(data).encode()) == ["doctors[0].locked[0]: unit 0 is full in week 2"]


@pytest.mark.parametrize("data", [b"\xff", b"{", b"[]", b"null", b'{"weeks": 1, "weeks": 2}', b"[" * 100_000])
def test_what_is_no_problem_at_all_is_refused(data):
    assert len(faults(data)) >= 1


@pytest.mark.parametrize("value", [None, [], {}, "x", 1.5, [[[]]], {"a": []}])
@pytest.mark.parametrize("key", sorted(SMALL))
def test_a_value_of_another_type_is_refused_and_never_crashes(key, value):
    may_be_empty = value == [] and key == "doctors"
    refused = contextlib.nullcontext() if may_be_empty else pytest.raises(InvalidInputError)

    with refused:
        decode_problem(changed(key, value))


def test_a_problem_comes_back_as_it_went_in():
    problem = generate(Size(20, 2), seed=4)

    assert decode_problem(encode_problem(problem)) == problem


def test_the_order_of_the_input_makes_no_other_problem():
    data = json.loads(encode_problem(generate(Size(20, 2), seed=4)))
    turned = data | {"units": data["units"][::-1], "doctors": data["doctors"][::-1]}

    assert decode_problem(json.dumps(turned).encode()) == decode_problem(json.dumps(data).encode())


def test_a_plan_comes_back_as_it_went_in():
    plan = Plan((Programme(3, (Block(0, "IM", 4, None),)),), 240, 4, 200, 1, 50, "ab")

    assert decode_plan(encode_plan(plan)) == plan


def test_a_plan_with_faults_is_refused_with_their_paths():
    data = {"doctors": [{"id": "x", "blocks": [{"kind": "IM", "position": 0, "weeks": 1.5, "unit": 0}]}], "cost": "9"}

    with pytest.raises(InvalidInputError) as refusal:
        decode_plan(json.dumps(data).encode())

    assert [fault.path for fault in refusal.value.faults] == ["doctors[0].id", "doctors[0].blocks[0].weeks", "cost"]
