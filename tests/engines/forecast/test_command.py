"""`randa forecast run` on files: exit codes, one line on standard output, faults with their paths."""

import argparse
import gzip
import json
from pathlib import Path

import pytest

from randa.cli import forecast
from randa.engines.forecast import codec
from tests.engines.forecast.problems import small


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    forecast.add_parser(parser.add_subparsers(required=True))
    chosen = parser.parse_args(["forecast", "run", *arguments])
    code: int = chosen.handle(chosen)
    return code


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    path = tmp_path / "F.json"
    path.write_text(json.dumps(codec.problem_to_json(small(capacity=((130.0, None),)))))
    return path


def test_a_file_gives_a_result_and_one_line(problem_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = problem_file.with_name("R.json")

    assert run(str(problem_file), "--out", str(out)) == 0

    result, shown = json.loads(out.read_text()), capsys.readouterr()
    assert result["format"] == "randa-forecast-result/1"
    assert len(result["load"]) == 8
    assert result["breaks"][0]["first_quarter"] == "2027Q1"
    assert len(shown.out.splitlines()) == 1
    assert json.loads(shown.out)["first_break"] == "2027Q1 Aros psykiatri"
    assert "1 of 1 replications" in shown.err


def test_gzipped_files_go_in_and_out(problem_file: Path) -> None:
    packed, out = problem_file.with_name("F.json.gz"), problem_file.with_name("R.json.gz")
    packed.write_bytes(gzip.compress(problem_file.read_bytes()))

    assert run(str(packed), "--out", str(out)) == 0
    assert json.loads(gzip.decompress(out.read_bytes()))["replications"] == 1


def test_refused_input_ends_with_2_and_lists_every_fault(
    problem_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(problem_file.read_text()) | {"weight": [-1], "posts": 3}
    problem_file.write_text(json.dumps(data))
    out = problem_file.with_name("R.json")

    assert run(str(problem_file), "--out", str(out)) == 2

    shown = capsys.readouterr()
    assert [line.split(":")[0] for line in shown.err.splitlines()] == ["posts", "weight[0]"]
    assert json.loads(shown.out)["refused"] == 2
    assert not out.exists()


def test_of_many_faults_fifty_are_listed_and_the_rest_are_counted(
    problem_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(problem_file.read_text()) | {f"unknown_{number}": 1 for number in range(52)}
    problem_file.write_text(json.dumps(data))

    assert run(str(problem_file), "--out", str(problem_file.with_name("R.json"))) == 2

    shown = capsys.readouterr()
    lines = shown.err.splitlines()
    total = json.loads(shown.out)["refused"]
    assert total >= 52
    assert (len(lines), lines[-1]) == (51, f"and {total - 50} more")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"seed": 1, "seed": 2}'])
def test_what_is_not_json_ends_with_2(problem_file: Path, content: bytes) -> None:
    problem_file.write_bytes(content)

    assert run(str(problem_file), "--out", str(problem_file.with_name("R.json"))) == 2


def test_a_missing_file_and_a_broken_gzip_end_with_2(tmp_path: Path) -> None:
    (tmp_path / "F.json.gz").write_bytes(b"not gzip")

    assert run(str(tmp_path / "none.json"), "--out", str(tmp_path / "R.json")) == 2
    assert run(str(tmp_path / "F.json.gz"), "--out", str(tmp_path / "R.json")) == 2


def test_a_time_limit_ends_with_3_and_writes_what_is_done(problem_file: Path) -> None:
    data = json.loads(problem_file.read_text()) | {"replications": 5_000}
    problem_file.write_text(json.dumps(data))
    out = problem_file.with_name("R.json")

    assert run(str(problem_file), "--out", str(out), "--seconds", "0") == 3

    result = json.loads(out.read_text())
    assert result["stopped"]
    assert 0 < result["replications"] < 5_000
