"""The runner of the measurements: what it prints is what it writes. No times are asserted."""

import json
from pathlib import Path

import pytest
from bench.run import COLUMNS, Measure, as_json, as_table, duration

from bench import run

MEASURES = [
    Measure("page: overview", "1192 people", 0.0841, (0.08, 0.0912), notes="31 queries"),
    Measure("start: second start", "the demo world", 5.25, (5.1, 5.6), "first start", 4.118),
    Measure("forecast: compiled", "10000 × 21 regions", 1.5, None, "SimPy", 48_211.4),
]


def test_the_table_and_the_json_tell_the_same_figures_in_the_same_order() -> None:
    lines = as_table(MEASURES).splitlines()
    written = json.loads(as_json(MEASURES, {"cores": 2}, {}))["measures"]

    assert lines[0].split() == list(COLUMNS)
    assert [line.split("  ")[0] for line in lines[1:]] == [row["name"] for row in written]
    for line, row in zip(lines[1:], written, strict=True):
        assert duration(row["median"]) in line
        assert all(duration(value) in line for value in row["spread"] or [])
        assert row["against"] in line
        assert row["notes"] in line


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0841, "84.1 ms"), (0.9994, "999 ms"), (0.9995, "1 s"), (5.25, "5.25 s"), (1234.0, "1234 s")],
)
def test_a_duration_has_three_figures_and_a_unit(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_every_part_is_read_into_measures() -> None:
    common = {"samples": [1.0, 2.0, 3.0], "size": "x"}
    page = {"queries": 3, "queries_one_row": 3, "bytes": 9_000, "gzip_bytes": 2_000, "page": "a", "case": "a", **common}
    rows = {
        "start": [{"case": "second start", "times_first": 4.0, **common}],
        "pages": [{"first": 0.5, **page}, {"inside": [1.0], **page}],
    }

    measures = [measure for name, found in rows.items() for measure in run.READERS[name](found)]

    assert [(one.median, one.spread, one.ratio) for one in measures] == [
        (2.0, (1.5, 2.5), 4.0),
        (2.0, (1.5, 2.5), None),
        (2.0, (1.5, 2.5), 0.5),
    ]
    assert measures[1].notes == "3 queries (3 with one row), 9 kB (2 kB gzip), first time 500 ms"


def test_an_unknown_part_is_refused_before_anything_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.main(["--only", "pages,colours"])

    assert "not colours" in capsys.readouterr().err


def test_what_was_measured_is_printed_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"case": "second start", "samples": [5.25], "size": "the demo world", "postgresql": "18"}]
    monkeypatch.setattr(run, "part", lambda _name: rows)
    file = tmp_path / "figures.json"

    run.main(["--only", "start", "--json", str(file)])

    written = json.loads(file.read_text())
    printed = capsys.readouterr().out
    assert written["rows"] == {"start": rows}
    assert written["machine"]["postgresql"] == "18"
    assert "postgresql 18" in printed
    assert [row["median"] for row in written["measures"]] == [5.25]
    assert "5.25 s" in printed
