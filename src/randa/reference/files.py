"""Opening the data files of this package: rows of a CSV file, content of a TOML file."""

import csv
import io
import tomllib
from importlib import resources
from typing import Any


def text_of(name: str) -> str:
    """Return the content of the data file `name`, for example `tables/surveys.csv`."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def csv_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file, every cell as printed.

    Raises:
        ValueError: a row has more or fewer cells than the header.
    """
    reader = csv.DictReader(io.StringIO(text_of(name)), strict=True)
    rows = list(reader)
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise ValueError(f"{name} line {number} does not have as many cells as the header")
    return rows


def csv_header(name: str) -> tuple[str, ...]:
    """Return the column names of a CSV file, in their order."""
    return tuple(next(csv.reader(io.StringIO(text_of(name)))))


def toml_of(name: str) -> dict[str, Any]:
    """Return the content of a TOML file."""
    return tomllib.loads(text_of(name))
