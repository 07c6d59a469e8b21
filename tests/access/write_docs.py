"""Write `docs/access.md` from the access table and the roles: `python -m tests.access.write_docs`."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from randa.reference.files import toml_of
from tests.access.table import FORBIDDEN, HIDDEN, OPEN, SIGN_IN, Door, Row, read

TARGET = Path(__file__).resolve().parents[2] / "docs" / "access.md"
WORDS = {OPEN: "opens", FORBIDDEN: "may not", HIDDEN: "does not see", SIGN_IN: "must sign in"}
HEAD = """# Who may open what

Made from `tests/access/table.csv` by `python -m tests.access.write_docs`. `tests/test_access_table.py` asks every address as every
role in the organisation that the objects belong to and in another one, as the learner whose placements they are, and as nobody, and
holds the answers to the table. `tests/test_access.py` holds five of these people to rows that are written by hand.

*Opens* also means that an incomplete form is complained of. *Does not see* is 404: as if it did not exist. *May not* is 403, with the
roles that may. "a + b" needs both permissions.
"""


def text(rows: Iterable[Row]) -> str:
    """Return the page: the roles, then one table per app with a line per route and method."""
    roles = {one["code"]: frozenset(one["permissions"]) for one in toml_of("roles.toml")["role"]}
    lines = [HEAD, *_role_lines(roles)]
    ordered = sorted(rows, key=lambda row: (row.route.rpartition(":")[0], row.key))
    for app, of_app in groupby(ordered, key=lambda row: row.route.rpartition(":")[0]):
        lines += [
            f"\n## {app or 'sign-in and the house'}\n",
            "| route | here | roles that open it here | elsewhere | oneself | nobody |",
            "|---" * 6 + "|",
        ]
        lines += [_line(row, roles) for row in of_app]
    return "\n".join(lines) + "\n"


def _role_lines(roles: dict[str, frozenset[str]]) -> list[str]:
    lines = ["\n## Roles\n", "| role | permissions |", "|---|---|"]
    return lines + [f"| {code} | {', '.join(sorted(names)) or 'none'} |" for code, names in roles.items()]


def _line(row: Row, roles: dict[str, frozenset[str]]) -> str:
    name = f"`{row.route.rpartition(':')[2]}` {row.method}"
    who = f"{WORDS[row.oneself]} | {WORDS[row.nobody]}"
    return f"| {name} | {_door(row.here)} | {_roles(row.here, roles)} | {_door(row.elsewhere)} | {who} |"


def _door(door: Door) -> str:
    parts = [f"{' or '.join(sorted(_together(one) for one in door.opens))}: opens"] if door.opens else []
    parts += [f"{' or '.join(sorted(door.sees - door.opens))}: may not"] if door.sees - door.opens else []
    return "; ".join([*parts, f"else {WORDS[door.plain]}" if parts else WORDS[door.plain]])


def _together(names: str) -> str:
    return "all permissions together" if names.count("+") > 2 else names.replace("+", " + ")


def _roles(door: Door, roles: dict[str, frozenset[str]]) -> str:
    if not door.opens:
        return "everybody" if door.plain == OPEN else "none"
    return ", ".join(code for code, names in roles.items() if "all" in names or door.answer(names) == OPEN)


if __name__ == "__main__":
    TARGET.write_text(text(read().values()), encoding="utf-8")
