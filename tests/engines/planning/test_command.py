"""`randa plan`: one line of JSON on standard output, progress on standard error, exit codes 0, 1, 2 and 3."""

import argparse
import gzip
import json
import os

import pytest

from randa.cli import plan as command
from randa.cli import plan_regions
from randa.engines.planning.codec import decode_plan, encode_problem, sha256
from randa.engines.planning.generate import Size, generate


@pytest.fixture
def problem_file(tmp_path):
    path = tmp_path / "P.json"
    path.write_bytes(encode_problem(generate(Size(8), seed=1)))
    return path


def run(*words):
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["plan", *map(str, words)])
    return args.handle(args)


def printed(capsys):
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


def test_solve_writes_a_plan_that_check_accepts(problem_file, tmp_path, capsys):
    out = tmp_path / "R.json"

    assert run("solve", problem_file, "--out", out, "--iterations", 20, "--bound", "--seed", 3) == 0
    figures = printed(capsys)
    assert run("check", problem_file, out) == 0
    judged = printed(capsys)

    plan = decode_plan(out.read_bytes())
    assert (plan.seed, plan.iterations, plan.cost, plan.bound) == (3, 20, figures["cost"], figures["bound"])
    assert plan.problem_sha256 == sha256(problem_file.read_bytes())
    assert judged == {
        "violations": [],
        "cost": figures["cost"],
        "tiers": figures["tiers"],
        "unplaced_weeks": figures["unplaced_weeks"],
        "same_problem_file": True,
    }
    assert sum(figures["tiers"].values()) == figures["cost"]


def test_a_plan_in_the_strict_order_says_what_no_plan_has_less_of(problem_file, tmp_path, capsys):
    out = tmp_path / "R.json"

    assert run("solve", problem_file, "--out", out, "--iterations", 20, "--bound", "--strict") == 0
    figures = printed(capsys)
    assert run("check", problem_file, out) == 0

    assert figures["first"] == figures["tiers"]["unplaced"] + figures["tiers"]["late"] >= figures["first_bound"]
    assert decode_plan(out.read_bytes()).bound is None


def test_the_strict_order_keeps_no_state_and_says_so(problem_file, tmp_path, capsys):
    out, state = tmp_path / "R.json", tmp_path / "S.npz"

    assert run("solve", problem_file, "--out", out, "--strict", "--state", state) == 2

    assert "leave one of the two out" in capsys.readouterr().err
    assert not out.exists()


@pytest.fixture
def regional_file(tmp_path):
    path = tmp_path / "P3.json"
    path.write_bytes(encode_problem(generate(Size(12, 3), seed=1)))
    return path


def test_one_process_and_three_make_the_same_plan_region_by_region(regional_file, tmp_path, capsys):
    plans = []
    for workers in (1, 3):
        out = tmp_path / f"R{workers}.json"
        assert run("solve", regional_file, "--out", out, "--iterations", 200, "--bound", "--workers", workers) == 0
        said = capsys.readouterr()
        assert all(f"Region {number}: " in said.err for number in (1, 2, 3))
        plans.append((out.read_bytes(), {**json.loads(said.out), "seconds": 0}))

    assert plans[0] == plans[1]
    assert plans[0][1]["bound"] <= plans[0][1]["cost"]
    assert run("check", regional_file, out) == 0


def test_a_region_whose_process_dies_is_planned_again_and_said_to_be(regional_file, tmp_path, capsys, monkeypatch):
    whole, out = tmp_path / "R1.json", tmp_path / "R2.json"
    run("solve", regional_file, "--out", whole, "--iterations", 200, "--workers", 1)
    monkeypatch.setattr(plan_regions, "_with_threads", os._exit)

    assert run("solve", regional_file, "--out", out, "--iterations", 200, "--workers", 2) == 0

    assert "its process died; planned again" in capsys.readouterr().err
    assert out.read_bytes() == whole.read_bytes()


def test_a_run_region_by_region_ends_with_its_seconds(regional_file, tmp_path, capsys):
    out = tmp_path / "R.json"

    assert run("solve", regional_file, "--out", out, "--seconds", 1, "--workers", 2) in (0, 3)

    assert run("check", regional_file, out) == 0


@pytest.mark.parametrize("other", [["--strict"], ["--state", "S.npz"]])
def test_what_cannot_be_asked_for_region_by_region_is_refused(regional_file, tmp_path, capsys, other):
    out = tmp_path / "R.json"

    assert run("solve", regional_file, "--out", out, "--workers", 2, *other) == 2

    assert f"leave out --workers or {other[0]}" in capsys.readouterr().err
    assert not out.exists()


def test_no_worker_at_all_is_refused(regional_file, tmp_path, capsys):
    with pytest.raises(SystemExit):
        run("solve", regional_file, "--out", tmp_path / "R.json", "--workers", 0)

    assert "0 is less than 1" in capsys.readouterr().err


def test_gzipped_files_are_read_and_written_and_fingerprinted_as_stored(problem_file, tmp_path, capsys):
    packed, out = tmp_path / "P.json.gz", tmp_path / "R.json.gz"
    packed.write_bytes(gzip.compress(problem_file.read_bytes()))

    assert run("solve", packed, "--out", out, "--iterations", 5) == 0
    capsys.readouterr()

    assert decode_plan(gzip.decompress(out.read_bytes())).problem_sha256 == sha256(packed.read_bytes())
    assert run("check", packed, out) == 0


def test_a_run_stopped_by_its_seconds_ends_with_3_and_writes_what_it_has(problem_file, tmp_path, capsys):
    out = tmp_path / "R.json"
    data = json.loads(problem_file.read_bytes())
    for unit in data["units"][::2]:
        unit["cap"] = [0] * data["weeks"]
    problem_file.write_text(json.dumps(data))

    assert run("solve", problem_file, "--out", out, "--seconds", 0) == 3
    assert printed(capsys)["status"] == "stopped"
    assert run("check", problem_file, out) == 0


def test_a_run_goes_on_from_its_state_file(problem_file, tmp_path, capsys):
    whole, part, state = tmp_path / "R.json", tmp_path / "R2.json", tmp_path / "S.npz"
    run("solve", problem_file, "--out", whole, "--iterations", 60)

    run("solve", problem_file, "--out", part, "--iterations", 25, "--state", state)
    assert part.read_bytes() != whole.read_bytes()
    run("solve", problem_file, "--out", part, "--iterations", 60, "--state", state)

    assert part.read_bytes() == whole.read_bytes()


def test_a_state_of_another_problem_or_none_at_all_is_refused(problem_file, tmp_path, capsys):
    state, other = tmp_path / "S.npz", tmp_path / "P2.json"
    run("solve", problem_file, "--out", tmp_path / "R.json", "--iterations", 5, "--state", state)
    other.write_bytes(encode_problem(generate(Size(8), seed=2)))
    capsys.readouterr()

    assert run("solve", other, "--out", tmp_path / "R.json", "--state", state) == 2
    assert "for another problem" in printed(capsys)["first_fault"]
    state.write_bytes(b"nothing of the kind")
    assert run("solve", problem_file, "--out", tmp_path / "R.json", "--state", state) == 2


def test_refused_input_ends_with_2_and_lists_every_fault(problem_file, tmp_path, capsys):
    data = json.loads(problem_file.read_bytes())
    data["doctors"][3]["options"]["PSY"][0] = [999, 1]
    data["max_gap_weeks"] = -4
    problem_file.write_text(json.dumps(data))

    assert run("solve", problem_file, "--out", tmp_path / "R.json") == 2

    said = capsys.readouterr()
    assert "doctors[3].options.PSY[0]: unit 999 does not exist" in said.err
    assert json.loads(said.out)["first_fault"] == "max_gap_weeks: is -4; expected >= 0"


def test_of_many_faults_fifty_are_listed_and_the_rest_are_counted(problem_file, tmp_path, capsys):
    data = json.loads(problem_file.read_bytes())
    data["doctors"][3]["options"]["PSY"] = [[999, 1]] * 52
    problem_file.write_text(json.dumps(data))

    assert run("solve", problem_file, "--out", tmp_path / "R.json") == 2

    said = capsys.readouterr()
    lines = said.err.splitlines()
    total = json.loads(said.out)["refused"]
    assert total >= 52
    assert (len(lines), lines[-1]) == (51, f"and {total - 50} more")


def test_a_plan_that_breaks_a_rule_ends_with_1(problem_file, tmp_path, capsys):
    out = tmp_path / "R.json"
    run("solve", problem_file, "--out", out, "--iterations", 0)
    data = json.loads(out.read_text())
    data["doctors"][2]["blocks"].pop()
    out.write_text(json.dumps(data))
    capsys.readouterr()

    assert run("check", problem_file, out) == 1
    assert any(line.startswith("doctor 2: the programme ends") for line in printed(capsys)["violations"])


def test_explain_prints_what_is_unplaced_and_why(problem_file, tmp_path, capsys):
    out = tmp_path / "R.json"
    data = json.loads(problem_file.read_bytes())
    for unit in data["units"]:
        if unit["kind"] == "PSY":
            unit["cap"] = [0] * data["weeks"]
    problem_file.write_text(json.dumps(data))
    run("solve", problem_file, "--out", out, "--iterations", 0)
    capsys.readouterr()

    assert run("explain", problem_file, out) == 0
    said = printed(capsys)
    assert {block["block"]["kind"] for block in said["blocks"]} >= {"PSY"}
    assert said["shortages"][0]["kind"] == "PSY"


def test_replan_writes_a_plan_that_check_accepts_for_the_changed_problem(problem_file, tmp_path, capsys):
    old, new, after = tmp_path / "R.json", tmp_path / "R2.json.gz", tmp_path / "P2.json"
    run("solve", problem_file, "--out", old, "--iterations", 20)
    used = next(b["unit"] for b in json.loads(old.read_text())["doctors"][0]["blocks"] if b["unit"] is not None)
    (tmp_path / "C.json").write_text(json.dumps({"units": [{"id": used, "cap": [0] * 120}], "left": [3]}))
    capsys.readouterr()

    words = ("--changes", tmp_path / "C.json", "--change-price", 30, "--out", new, "--problem-out", after)
    assert run("replan", problem_file, old, *words) == 0
    figures = printed(capsys)
    assert run("check", after, new) == 0

    assert printed(capsys)["same_problem_file"] is True
    assert 0 in figures["doctors_disturbed"]
    assert figures["blocks_changed"] == len(figures["changes"]) >= figures["doctors_changed"] >= 1


def test_replan_in_the_strict_order_writes_a_plan_that_check_accepts_too(problem_file, tmp_path, capsys):
    old, new, after = tmp_path / "R.json", tmp_path / "R2.json", tmp_path / "P2.json"
    run("solve", problem_file, "--out", old, "--iterations", 20)
    (tmp_path / "C.json").write_text(json.dumps({"units": [{"id": 0, "cap": [0] * 120}]}))

    words = ("--changes", tmp_path / "C.json", "--strict", "--out", new, "--problem-out", after)
    assert run("replan", problem_file, old, *words) == 0
    assert run("check", after, new) == 0


def test_suggest_prints_alternatives_and_prices_a_wish(problem_file, tmp_path, capsys):
    out = tmp_path / "R.json"
    run("solve", problem_file, "--out", out, "--iterations", 20)
    capsys.readouterr()

    assert run("suggest", problem_file, out, "--doctor", 2, "--best", 3) == 0
    found = printed(capsys)["alternatives"]
    assert run("suggest", problem_file, out, "--doctor", 2, "--kind", "PSY", "--best", 2) == 0
    assert len(printed(capsys)["alternatives"]) == 2
    (tmp_path / "Q.json").write_text(json.dumps({"doctors": [{"id": 2, "blocks": found[0]["blocks"]}]}))
    assert run("suggest", problem_file, out, "--doctor", 2, "--programme", tmp_path / "Q.json") == 0

    wish = printed(capsys)
    assert (len(found), wish["price"], wish["broken"], wish["overfull"]) == (3, found[0]["price"], [], [])
    assert wish["changes"] == found[0]["changes"]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--doctor", 99), "--doctor: doctor 99 does not exist"),
        (("--doctor", 2, "--kind", "XYZ"), "--kind: 'XYZ' is not a block of template"),
    ],
)
def test_a_question_about_nobody_is_refused(words, fault, problem_file, tmp_path, capsys):
    out = tmp_path / "R.json"
    run("solve", problem_file, "--out", out, "--iterations", 0)
    capsys.readouterr()

    assert run("suggest", problem_file, out, *words) == 2
    assert printed(capsys)["first_fault"].startswith(fault)


@pytest.mark.parametrize("name", ["missing.json", "broken.json.gz"])
def test_a_file_that_cannot_be_read_is_refused(name, tmp_path, capsys):
    (tmp_path / "broken.json.gz").write_bytes(b"not gzip")

    assert run("check", tmp_path / name, tmp_path / "R.json") == 2
    assert printed(capsys)["refused"] == 1
