"""`randa plan mss`: one line of JSON on standard output, progress on standard error, exit codes 0, 1, 2 and 3."""

import argparse
import json

import pytest

from randa.cli import plan as command
from tests.engines.planning.mss.instances import as_dzn, best_score, made_up

PROBLEM = made_up(7)


@pytest.fixture
def problem_file(tmp_path):
    path = tmp_path / "P.dzn"
    path.write_text(as_dzn(PROBLEM))
    return path


def run(*words):
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["plan", "mss", *map(str, words)])
    return args.handle(args)


def printed(capsys):
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


def test_a_schedule_is_written_that_check_accepts(problem_file, tmp_path, capsys):
    out = tmp_path / "S.json"

    assert run(problem_file, "--out", out) == 0
    figures = printed(capsys)
    assert run(problem_file, "--check", out) == 0
    judged = printed(capsys)

    assert figures["score"] == figures["upper_bound"] == best_score(PROBLEM)
    assert (figures["proved"], figures["status"]) == (True, "optimal")
    assert judged == {"violations": [], "score": figures["score"]}
    assert set(json.loads(out.read_text())) == {"score", "upper_bound", "students"}


def test_without_time_it_ends_with_3(problem_file, tmp_path, capsys):
    assert run(problem_file, "--out", tmp_path / "S.json", "--seconds", 0) == 3
    assert printed(capsys)["status"] == "stopped"


def test_a_file_with_faults_is_refused_with_its_lines(problem_file, tmp_path, capsys):
    problem_file.write_text(as_dzn(PROBLEM).replace("Groups=2", "Groups=two"))

    assert run(problem_file, "--out", tmp_path / "S.json") == 2

    said = capsys.readouterr()
    assert said.err.startswith("line 7: expected a number, a list or an array, found 'two'")
    assert json.loads(said.out)["refused"] >= 1


def test_a_schedule_that_breaks_a_rule_ends_with_1(problem_file, tmp_path, capsys):
    out = tmp_path / "S.json"
    run(problem_file, "--out", out)
    data = json.loads(out.read_text())
    data["students"] = [[] for _ in data["students"]]
    out.write_text(json.dumps(data))
    capsys.readouterr()

    assert run(problem_file, "--check", out) == 1
    assert any("attends 0 disciplines" in line for line in printed(capsys)["violations"])
