"""Compile the English of the interface: `locale/en/parts/*.po`, one file per part of Randa, into one catalogue.

The source language is Swedish; `locale/sv` holds only our own words for what the framework says. Catalogues are built at start-up
and never committed.
"""

import gettext
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import polib

Key = tuple[str | None, str]  # context and Swedish words
LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_translations(locale: Path = LOCALE) -> bool:
    """Build the catalogues whose parts have changed; return whether anything was built.

    Where two parts give the same Swedish words different English, the first part by name wins; a test keeps them in step.
    """
    built = [_compile(folder, language) for language in ("en", "sv") if (folder := locale / language).is_dir()]
    return any(built)


def _compile(folder: Path, language: str) -> bool:
    parts = sorted((folder / "parts").glob("*.po"))
    target = folder / "LC_MESSAGES" / "django.mo"
    digest = hashlib.sha256(b"".join(part.name.encode() + b"\0" + part.read_bytes() for part in parts)).hexdigest()
    if target.is_file() and _digest_in(target) == digest:
        return False
    merged = polib.POFile()
    merged.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": language,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
        "X-Parts": digest,
    }
    for entry in merged_entries(parts).values():
        merged.append(entry)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Another process may be reading the old file: write beside it, then put it in its place in one step.
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_bytes(merged.to_binary())
    unfinished.replace(target)
    return True


def merged_entries(parts: list[Path]) -> dict[Key, polib.POEntry]:
    """Return the entries of all parts by context and Swedish words."""
    merged: dict[Key, polib.POEntry] = {}
    for part in parts:
        for entry in polib.pofile(str(part)):
            merged.setdefault((entry.msgctxt, entry.msgid), entry)
    return merged


def disagreements(parts: list[Path]) -> Iterator[str]:
    """Yield one sentence per entry whose English differs from that of an earlier part."""
    merged = merged_entries(parts)
    for part in parts:
        for entry in polib.pofile(str(part)):
            known = merged[entry.msgctxt, entry.msgid]
            if (known.msgstr, known.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
                yield f"{part.name}: {entry.msgid!r} is {known.msgstr!r} elsewhere, {entry.msgstr!r} here"


def _digest_in(catalogue: Path) -> str:
    with catalogue.open("rb") as file:
        return gettext.GNUTranslations(file).info().get("x-parts", "")
