"""docs/security.md, made from docs/asvs.csv: `python -m tests.security.document` writes it."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "docs" / "asvs.csv"
DOCUMENT = ROOT / "docs" / "security.md"
STATES = ("met", "not applicable", "not met")
CHAPTERS = {
    1: "Encoding and cleaning", 2: "Checking and rules", 3: "The browser", 4: "Interfaces for machines", 5: "Files",
    6: "Signing in", 7: "Sessions", 8: "Access", 9: "Tokens that carry facts", 10: "OAuth and OpenID Connect",
    11: "Cryptography", 12: "Connections", 13: "Settings", 14: "Protection of data", 15: "Code and design",
    16: "Logs and errors", 17: "WebRTC",
}  # fmt: skip
HEAD = """# Security, requirement by requirement

**This is a draft: a self-assessment by those who make Randa, reviewed by no third party.** It is no certificate and no audit, and
nobody has tried to break in by order. Whoever decides on Randa should have both done.

Randa judged by its makers against OWASP ASVS 5.0, levels 1 and 2. The numbers are the standard's, the words are ours: read the standard
for what a requirement asks. **Met** says where and by which test it is held; **not applicable** says why; **not met** says what is
missing and what it would take. A requirement that only an installation can hold, because Randa cannot see it, is *not met* here
until the installation has shown it ([operations.md](operations.md#before-real-people-what-an-installation-shows)). "By reading" and
"by lint" mean that no test of its own holds it; where a requirement is that something is written down, the test proves that the part
is there, and that it says the truth is known by reading. The "met" rows were read a second time with their files and tests open on
2026-11-29, by the project itself. The list of numbers was read from the standard's repository; compare it with the published edition
before it is quoted. Decisions that several requirements ask for:
[security_decisions.md](security_decisions.md). Threats: [threat_model.md](threat_model.md).

This file is made from [asvs.csv](asvs.csv) by `python -m tests.security.document`; `tests/test_security_document.py` holds the two
together, and every path and test to what exists.
"""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of the data."""

    id: str
    level: int
    words: str
    state: str
    where: str
    test: str

    @property
    def chapter(self) -> int:
        return int(self.id.partition(".")[0])

    @property
    def cited(self) -> list[str]:
        """Return the paths and tests that the row names."""
        words = f"{self.where} {self.test}".replace("(", " ").replace(")", " ").split()
        found = (word.rstrip(".,;:") for word in words)
        return [word for word in found if word.startswith(("src/", "tests/", "docs/", "tools/"))]


def requirements() -> Sequence[Requirement]:
    """Return the rows in the order of the file."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return [
            Requirement(row["id"], int(row["level"]), row["words"], row["state"], row["where"], row["test"])
            for row in csv.DictReader(file, delimiter=";")
        ]


def document(rows: Sequence[Requirement]) -> str:
    """Return the whole document."""
    return "\n".join([HEAD, *_summary(rows), *(line for chapter in CHAPTERS for line in _chapter(chapter, rows))])


def _summary(rows: Sequence[Requirement]) -> list[str]:
    lines = ["## Summary", "", "| Chapter | Met | Not applicable | Not met |", "|---|--:|--:|--:|"]
    for number, name in CHAPTERS.items():
        count = Counter(row.state for row in rows if row.chapter == number)
        lines.append(f"| {number} {name} | " + " | ".join(str(count[state]) for state in STATES) + " |")
    count = Counter(row.state for row in rows)
    return [*lines, "| **All** | " + " | ".join(f"**{count[state]}**" for state in STATES) + " |", ""]


def _chapter(number: int, rows: Sequence[Requirement]) -> list[str]:
    lines = [
        f"## {number} {CHAPTERS[number]}",
        "",
        "| Id | Level | In short | State | Where, why or what it takes | Test |",
    ]
    lines.append("|---|---|---|---|---|---|")
    for row in rows:
        if row.chapter == number:
            tests = "<br>".join(f"`{one}`" if one.startswith("tests/") else one for one in _apart(row.test))
            lines.append(f"| {row.id} | {row.level} | {row.words} | {row.state} | {row.where} | {tests} |")
    return [*lines, ""]


def _apart(test: str) -> list[str]:
    return test.split() if test.startswith("tests/") else [test]


if __name__ == "__main__":
    DOCUMENT.write_text(document(requirements()), encoding="utf-8")
