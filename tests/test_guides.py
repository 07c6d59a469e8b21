"""What a guide calls a button, a page or a field is what the screen calls it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from randa.core.ui.translations import LOCALE, merged_entries

GUIDES = sorted((Path(__file__).resolve().parent.parent / "docs" / "guide").glob("*.md"))
# Pages, buttons and fields are written in italics or bold: *Personer*, **Bjud in**, *Dimensionering → Prognos*.
WRITTEN = re.compile(r"(?<![*\w])(\*{1,2})(?!\s)([^*\n]+?)(?<!\s)\1(?![*\w])")
OURS = {"and"}  # emphasis, not a name


def _names(text: str) -> Iterator[str]:
    for found in WRITTEN.finditer(re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        yield from (part.strip() for part in found[2].split("→"))


def _plain(text: str) -> str:
    return text.strip().rstrip(":….").casefold()


@pytest.fixture(scope="module")
def interface() -> str:
    """All Swedish words of the interface, one text a line."""
    said = {
        text
        for entry in merged_entries(sorted((LOCALE / "en" / "parts").glob("*.po"))).values()
        for text in (entry.msgid, entry.msgid_plural)
        if text
    }
    return "\n".join(map(_plain, said))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_names_what_the_screen_names(guide: Path, interface: str) -> None:
    names = set(_names(guide.read_text(encoding="utf-8"))) - OURS

    assert sorted(name for name in names if _plain(name) not in interface) == []
