"""The house keeps its shape: who may import whom, engines stay pure, changes happen in services, files stay readable."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "randa"

# From the ground up. A module imports only from floors below its own and, on its own floor, only to its left.
# "|" between names of one floor: the right one may import the left ones.
FLOORS = (
    ("settings", "reference"),
    ("engines.planning", "engines.matching", "engines.forecast"),
    ("core",),
    (
        "organisations",
        "people",
        "identity",
        "integrations",
        "privacy",
        "records",
        "regulations",
        "training",
        "supervisors",
    ),
    (
        "placements",
        "supply",
        "proposals",  # asks units about a draft, and knows which supervisors have hours left
        "exchange",  # seats between organisations: counts on placements, and gives its confirmed seats to them
        "calendars",  # what other programmes follow of placements and supervision
        "compensation",  # counts placed weeks under agreements
        "dimensioning",
        "recruitment",
        "portfolios",
        "merits",
        "quality",
        "universities",
        "surveys",
        "councils",
    ),
    ("reports", "home", "api", "demo"),
    ("runtime", "cli", "urls", "wsgi"),
)
# Places where a lower floor is told about a higher one, each with its reason.
ALLOWED = {
    ("settings", "runtime"): "settings ask where the private database is; runtime.database knows nothing of Django",
    ("demo", "runtime"): "a reset loads the reference data first; runtime.reference is the list of all apps' loaders",
}
PLACE = {name: (floor, place) for floor, names in enumerate(FLOORS) for place, name in enumerate(names)}
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update",
}  # fmt: skip
WRITERS = ("services", "loader", "tasks")


def part_of(module: str) -> str:
    """Return the part of the house that `module` (dotted, without the leading `randa.`) belongs to."""
    pieces = module.split(".")
    return ".".join(pieces[:2]) if pieces[0] == "engines" else pieces[0]


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def python_files() -> list[Path]:
    return [
        path
        for path in sorted(SRC.rglob("*.py"))
        if "migrations" not in path.parts and "node_modules" not in path.parts
    ]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


def test_modules_import_only_from_floors_below_or_from_their_left() -> None:
    wrong = []
    for path in python_files():
        own = part_of(dotted(path))
        for imported in imports_of(path):
            if not imported.startswith("randa."):
                continue
            other = part_of(imported.removeprefix("randa."))
            if (
                other in PLACE
                and own in PLACE
                and other != own
                and (own, other) not in ALLOWED
                and PLACE[other] > PLACE[own]
            ):
                wrong.append(f"{dotted(path)} imports {imported}")

    assert wrong == []


def test_every_part_of_the_package_has_a_floor() -> None:
    parts = {part_of(dotted(path)) for path in python_files() if dotted(path) not in {"__init__", "engines"}}

    assert parts - set(PLACE) - {""} == set()


def test_engines_know_neither_django_nor_the_clock_nor_the_disk() -> None:
    forbidden = ("django", "time", "datetime", "pathlib", "os", "io", "socket", "subprocess", "randa.core", "psycopg")
    excused = {
        "engines.planning.stop",  # the one clock: a stopping rule that is passed in
        "engines.planning.jit",  # reads its own source to know whether kept machine code is stale
    }
    wrong = [
        f"{dotted(path)} imports {imported}"
        for path in sorted((SRC / "engines").rglob("*.py"))
        if dotted(path) not in excused
        for imported in imports_of(path)
        if any(imported == name or imported.startswith(f"{name}.") for name in forbidden)
    ]

    assert wrong == []


@pytest.mark.parametrize("engine", ["planning", "planning/mss", "forecast"])
def test_the_checker_of_an_engine_shares_no_code_with_its_solver(engine: str) -> None:
    imported = set(imports_of(SRC / "engines" / engine / "check.py"))
    solver_files = {
        "solve",
        "kernel",
        "compile",
        "construct",
        "improve",
        "bound",
        "simulate",
        "vectorised",
        "search",
        "master",
    }

    assert {name for name in imported if name.startswith("randa.") and solver_files & set(name.split("."))} == set()


def test_only_services_change_the_database() -> None:
    """Views, queries, forms and templates read; a row is written in services, loaders of reference data, jobs and the demo."""
    wrong = []
    for path in python_files():
        pieces = dotted(path).split(".")
        if pieces[0] in {"engines", "demo", "runtime", "cli", "reference"} or any(
            piece.startswith(WRITERS) for piece in pieces
        ):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                owner = ast.unparse(node.func.value)
                if (
                    "objects" in owner
                    or (node.func.attr == "save" and "form" not in owner)
                    or "select_for_update" in node.func.attr
                ):
                    wrong.append(f"{dotted(path)}:{node.lineno} {owner}.{node.func.attr}")

    allowed = {"people.models.user"}  # UserManager.create_user: Django asks the manager for it
    assert [line for line in wrong if line.split(":")[0] not in allowed] == []


def test_files_and_functions_stay_readable() -> None:
    long_files = [
        f"{dotted(path)} {n}" for path in python_files() if (n := path.read_text(encoding="utf-8").count("\n")) > 400
    ]
    long_functions = [
        f"{dotted(path)}.{node.name} {node.end_lineno - node.lineno + 1}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno >= 50
    ]

    assert long_files == []
    assert long_functions == []
