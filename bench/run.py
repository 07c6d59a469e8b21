"""All measurements in one table: name, size, median, spread, against what, and the ratio.

    python -m bench.run                              # all of it, some minutes
    python -m bench.run --only pages,start
    python -m bench.run --only forecast --json forecast.json

Each part is a module with `run() -> list[dict]`; the functions below say how its rows are read. A ratio above 1 is better than what
it is held against.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Row = dict[str, Any]
COLUMNS = ("name", "size", "median", "spread", "against", "ratio", "notes")


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table.

    Attributes:
        name: part and case.
        size: of what it was measured on.
        median: seconds, over the samples.
        spread: lower and upper quartile in seconds; None for a single sample.
        against: what the ratio compares with; empty when nothing.
        ratio: how many times better than that.
        notes: other figures of the same measurement.
    """

    name: str
    size: str
    median: float
    spread: tuple[float, float] | None = None
    against: str = ""
    ratio: float | None = None
    notes: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the texts of the table's columns."""
        spread = "–".join(duration(value) for value in self.spread) if self.spread else ""
        ratio = "" if self.ratio is None else f"{self.ratio:,.2f}" if self.ratio < 100 else f"{self.ratio:,.0f}"
        return (self.name, self.size, duration(self.median), spread, self.against, ratio, self.notes)


def duration(seconds: float) -> str:
    """Return a duration with three figures: milliseconds below one second."""
    return (
        f"{seconds * 1000:.3g} ms"
        if seconds < 0.9995
        else f"{seconds:.3g} s"
        if seconds < 999.5
        else f"{seconds:.0f} s"
    )


def start_measures(rows: list[Row]) -> Iterator[Measure]:
    """Read the rows of bench.start."""
    for row in rows:
        times = row.get("times_first")
        yield _measure(f"start: {row['case']}", row, against="first start" if times else "", ratio=times)


def page_measures(rows: list[Row]) -> Iterator[Measure]:
    """Read the rows of bench.pages."""
    for row in rows:
        notes = (
            f"{row['queries']} queries ({row['queries_one_row']} with one row), "
            f"{row['bytes'] / 1000:.0f} kB ({row['gzip_bytes'] / 1000:.0f} kB gzip)"
        )
        if "inside" in row:
            ratio = statistics.median(row["inside"]) / statistics.median(row["samples"])
            yield _measure(f"page: {row['case']}", row, against="test client", ratio=ratio)
        else:
            yield _measure(f"page: {row['case']}", row, notes=f"{notes}, first time {duration(row['first'])}")


def forecast_measures(rows: list[Row]) -> Iterator[Measure]:
    """Read the rows of bench.forecast."""
    for row in rows:
        if "replications" not in row:
            yield Measure(f"forecast: {row['case']}", "2 replications", row["seconds"])
            continue
        size = f"{row['replications']} × {row['regions']} regions × {row['quarters']} quarters"
        notes = f"{row['replications_per_second']:,.1f} replications/s"
        yield Measure(
            f"forecast: {row['case']}",
            size,
            row["seconds"],
            None,
            "SimPy, per region quarter",
            row["times_simpy"],
            notes,
        )


def planning_measures(rows: list[Row]) -> Iterator[Measure]:
    """Read the rows of bench.planning. The time is that of the first legal plan; the ratio that of the costs after the search."""
    for row in rows:
        gap = "no bound" if row["optimised_gap"] is None else f"gap {row['optimised_gap']:.1%}"
        notes = (
            f"weeks without a seat {row['first_come_unplaced']} → {row['optimised_unplaced']} "
            f"after {row['seconds']} s, {gap}"
        )
        ratio = row["first_come_cost"] / row["optimised_cost"] if row["optimised_cost"] else None
        size = f"{row['doctors']} doctors, {row['units']} units"
        yield Measure(
            f"planning: {row['case']}",
            size,
            row["first_legal_plan_s"],
            None,
            "cost, first come first served",
            ratio,
            notes,
        )


def growth_measures(part_name: str) -> Callable[[list[Row]], Iterator[Measure]]:
    """Return the reader of a part that measures the same at two sizes; the ratio is small size / large size."""

    def read(rows: list[Row]) -> Iterator[Measure]:
        for row in rows:
            reading = "read by index" if row["by_index"] else "NOT read by index"
            notes = f"{row['growth']:.1f} × the time of the small size, {reading}"
            yield _measure(
                f"{part_name}: {row['case']}", row, against="small size", ratio=1 / row["growth"], notes=notes
            )

    return read


def import_measures(rows: list[Row]) -> Iterator[Measure]:
    """Read the rows of bench.people_import; a ratio of 1 is growth in step with the rows."""
    for row in rows:
        (small, few), (_large, many) = row["queries"].items()
        notes = f"{row['growth']:.1f} × the time of {small:,} rows; {many:,} queries ({few:,} at {small:,})"
        yield _measure(
            f"people import: {row['case']}",
            row,
            against="even growth",
            ratio=row["rows_ratio"] / row["growth"],
            notes=notes,
        )


def grid_measures(rows: list[Row]) -> Iterator[Measure]:
    """Read the rows of bench.grid."""
    for row in rows:
        notes = f"{row['bytes'] / 1000:.0f} kB ({row['gzip_bytes'] / 1000:.0f} kB gzip)"
        asked = ", ".join(f"{name} {many} ({few} with one row)" for name, (few, many) in row["queries"].items())
        if "frames" in row:
            notes = f"{row['long_frames']} of {row['frames']} frames over 50 ms"
        yield _measure(f"grid: {row['case']}", row, notes=f"{notes}; queries: {asked}")


def publishing_measures(rows: list[Row]) -> Iterator[Measure]:
    """Read the rows of bench.publishing; the ratio is growth of the rows / growth of the time."""
    for row in rows:
        notes = f"{row['queries']} queries, {row['told']} people told"
        ratio = row["rows_ratio"] / row["growth"]
        yield _measure("publishing", row, against="even growth", ratio=ratio, notes=notes)


READERS: dict[str, Callable[[list[Row]], Iterator[Measure]]] = {
    "start": start_measures,
    "pages": page_measures,
    "forecast": forecast_measures,
    "planning": planning_measures,
    "search": growth_measures("search"),
    "my_day": growth_measures("my_day"),
    "sign_in": growth_measures("sign_in"),
    "audit": growth_measures("audit"),
    "people_import": import_measures,
    "grid": grid_measures,
    "publishing": publishing_measures,
}


def _measure(name: str, row: Row, *, against: str = "", ratio: float | None = None, notes: str = "") -> Measure:
    samples: list[float] = row["samples"]
    quartiles = statistics.quantiles(samples, n=4, method="inclusive") if len(samples) > 1 else []
    spread = (quartiles[0], quartiles[2]) if quartiles else None
    return Measure(name, row["size"], statistics.median(samples), spread, against, ratio, notes)


def part(name: str) -> list[Row]:
    """Run one part and return its rows. Parts are loaded only when asked for: numba alone takes a second."""
    from importlib import import_module

    rows: list[Row] = import_module(f"bench.{name}").run()
    return rows


def machine(rows: Sequence[Row]) -> dict[str, Any]:
    """Return what the figures were measured on; PostgreSQL when a part used one."""
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "postgresql": next((row["postgresql"] for row in rows if "postgresql" in row), None),
        "load": round(os.getloadavg()[0], 1),
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
    }


def as_table(measures: Sequence[Measure]) -> str:
    """Return the measures as text in columns."""
    lines = [COLUMNS, *(measure.cells() for measure in measures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def as_json(measures: Sequence[Measure], about: dict[str, Any], rows: dict[str, list[Row]]) -> str:
    """Return the same measures, the machine and every part's own rows as JSON."""
    data = {"machine": about, "measures": [asdict(measure) for measure in measures], "rows": rows}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the parts that were asked for, print the table and write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(READERS), help=f"of {', '.join(READERS)}, separated by commas")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    chosen = parser.parse_args(arguments)
    names = chosen.only.split(",")
    if unknown := sorted(set(names) - set(READERS)):
        parser.error(f"--only knows {', '.join(READERS)}; not {', '.join(unknown)}")
    rows: dict[str, list[Row]] = {}
    for name in names:
        print(f"measuring {name} …", file=sys.stderr)
        rows[name] = part(name)
    measures = [measure for name in names for measure in READERS[name](rows[name])]
    about = machine([row for found in rows.values() for row in found])
    print(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in about.items() if value is not None))
    print(as_table(measures))
    if chosen.json:
        chosen.json.write_text(as_json(measures, about, rows))


if __name__ == "__main__":
    main()
