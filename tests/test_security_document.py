"""What docs/security.md claims exists: every path, every test, every requirement once."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

from tests.security.document import DOCUMENT, ROOT, STATES, Requirement, document, requirements

DECISIONS = ROOT / "docs" / "security_decisions.md"
# What the standard asks for per chapter, levels 1 and 2.
SIZES = dict(enumerate((27, 11, 19, 10, 9, 33, 18, 7, 7, 29, 13, 9, 13, 9, 13, 16, 7), start=1))
PARTS = (
    "Shape of data", "Limits", "Files", "Signing in", "Sessions", "Keys and algorithms", "Connections", "Classes of data",
    "Logs", "Faults in parts", "Heavy work",
)  # fmt: skip


@lru_cache
def functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_the_document_is_made_from_the_data() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(requirements()), "python -m tests.security.document"


def test_every_requirement_stands_once_and_in_order() -> None:
    ids = [tuple(int(part) for part in row.id.split(".")) for row in requirements()]

    assert ids == sorted(set(ids))
    assert {chapter: sum(one[0] == chapter for one in ids) for chapter in SIZES} == SIZES


@pytest.mark.parametrize("row", requirements(), ids=lambda row: row.id)
def test_a_row_says_a_known_state_and_cites_what_exists(row: Requirement) -> None:
    assert row.state in STATES
    assert row.level in {1, 2}
    assert row.where, "say where, why or what it takes"
    assert row.test or row.state != "met", "say which test, or how it is known"
    for cited in row.cited:
        path, _mark, name = cited.partition("::")
        assert (ROOT / path).exists(), path
        if name:
            assert name in functions(ROOT / path), cited


def test_the_document_about_decisions_has_every_part_that_is_cited() -> None:
    headings = re.findall(r"^## (.+)$", DECISIONS.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert set(PARTS) <= set(headings)


@pytest.mark.parametrize("name", ["security_decisions.md", "threat_model.md"])
def test_paths_in_the_documents_about_security_exist(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")

    for cited in re.findall(r"`((?:src|tests|docs|tools)/[\w./-]+?)(?:::(\w+))?`", text):
        path, function = cited
        assert (ROOT / path).exists(), path
        assert not function or function in functions(ROOT / path), cited
