"""Scripts of pages cannot be led to change what all objects inherit, and run no text as code."""

import re
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "randa"
SCRIPTS = sorted(path for path in SRC.rglob("*.ts") if "node_modules" not in path.parts)
# A value in brackets that is no fixed word or number, written to: `table[key] = value`. Use a Map, whose keys are not inherited.
RULES = {
    "writes to a name that is not fixed": re.compile(r"[\w)\]!]\[(?![\"'`\d])[^\]\n]+\]\s*(?:[-+*/%&|^?]{0,2}|<<|>>>?|\*\*)=(?![=>])"),
    "counts in a name that is not fixed": re.compile(r"[\w)\]!]\[(?![\"'`\d])[^\]\n]+\]\s*(?:\+\+|--)"),
    "touches a prototype": re.compile(r"__proto__|\.prototype\b|setPrototypeOf|__define[GS]etter__"),
    "copies what it does not name": re.compile(r"Object\.assign\((?![^{}]*\{(?![^{}]*\.\.\.)[^{}]*\}\s*\))|Reflect\.set|defineProperty"),
    "walks what is inherited": re.compile(r"\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b"),
    "runs text as code": re.compile(r"\beval\(|new Function\(|set(?:Timeout|Interval)\(\s*[\"'`]|document\.write"),
}  # fmt: skip


def faults(text: str) -> list[str]:
    """Return which rules a script breaks, and where."""
    plain = re.sub(r"//[^\n]*", "", text)
    return [f"{name}: {found[0]}" for name, rule in RULES.items() for found in rule.finditer(plain)]


def test_there_are_scripts_to_read() -> None:
    assert len(SCRIPTS) > 10


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(SRC)))
def test_no_script_changes_what_all_objects_inherit(script: Path) -> None:
    assert faults(script.read_text(encoding="utf-8")) == []


def _places(pattern: str) -> dict[str, int]:
    counts = {path.name: len(re.findall(pattern, path.read_text(encoding="utf-8"))) for path in SCRIPTS}
    return {name: count for name, count in counts.items() if count}


def test_scripts_put_text_into_pages_as_text() -> None:
    # The exceptions put in what Randa itself has drawn, and answered to a question of this page: a cell, and a block in the grid's panel.
    drawn = {"plan.ts": 1, "dialogs.ts": 2}
    assert _places(r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|parseFromString") == drawn


def test_scripts_keep_nothing_in_the_browser_but_the_drafts_of_the_style_guide() -> None:
    assert set(_places(r"localStorage|sessionStorage|indexedDB|document\.cookie\s*=|caches\.")) == {"forms.ts"}
    drafts = [path for path in SRC.rglob("*.html") if "data-draft" in path.read_text(encoding="utf-8")]
    assert [path.parent.name for path in drafts] == ["styleguide"]


@pytest.mark.parametrize(
    "text",
    [
        "target[key] = value;",
        "kept[row.name]!.x[name] ??= 1;",
        "counts[word] += 1;",
        "counts[word]++;",
        "deep(a)[key] = b;",
        "x['__proto__'].y = 1;",
        "Array.prototype.last = f;",
        "Object.assign(settings, answer);",
        "Object.assign(settings, { ...answer });",
        "for (const key in answer) take(key);",
        "eval(text)",
    ],
)
def test_what_could_is_found(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        'box.dataset["value"] = text;',
        "const [first, second] = pair;",
        "const rows: Row[] = [];",
        "if (steps[event.key] === undefined) return;",
        "pairs[0] = next;",
        'Object.assign(document.createElement("td"), { textContent: word });',
        "const all = new Map(Object.entries(found));",
        "const made = { ...found, id };",
        "const f = (row: Row[]) => row;",
    ],
)
def test_what_could_not_is_left_alone(text: str) -> None:
    assert faults(text) == []
