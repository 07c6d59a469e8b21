"""The interface is complete in English: every Swedish string of code and templates has its translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import django
import polib
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from django.utils.translation.template import templatize

from randa.core.ui.translations import LOCALE, compile_translations, disagreements, merged_entries

SRC = Path(__file__).resolve().parent.parent / "src" / "randa"
# function -> places of the context, of the words and of their plural among its arguments
PLACES = {
    "gettext": (None, 0, None),
    "_": (None, 0, None),
    "pgettext": (0, 1, None),
    "ngettext": (None, 0, 1),
    "npgettext": (0, 1, 2),
}
STRING = r"""[urb]*(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(
    rf"\b(npgettext|pgettext|ngettext|gettext|_)\(\s*({STRING})(?:\s*,\s*({STRING}))?(?:\s*,\s*({STRING}))?", re.DOTALL
)
Message = tuple[str | None, str, str | None]  # context, words, plural


def message(function: str, arguments: list[str | None]) -> Message | None:
    context, words, plural = (
        arguments[place] if place is not None and place < len(arguments) else None for place in PLACES[function]
    )
    return (context, words, plural) if words else None


def messages_of_python(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            function = name.removesuffix("_lazy").removesuffix("_noop")
            if function in PLACES:
                given = [
                    one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None
                    for one in node.args
                ]
                if found := message(function, given):
                    yield found


def messages_of_template(path: Path) -> Iterator[Message]:
    for match in CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
        given = [ast.literal_eval(text) if text else None for text in match.groups()[1:]]
        if found := message(match[1], given):
            yield found


def used() -> dict[Message, str]:
    """Return every message of the interface, with one file that uses it."""
    found: dict[Message, str] = {}
    for path in sorted(SRC.rglob("*.py")):
        if "migrations" not in path.parts:
            found.update((one, str(path.relative_to(SRC))) for one in messages_of_python(path))
    for path in sorted((*SRC.rglob("templates/**/*.html"), *SRC.rglob("templates/**/*.txt"))):
        found.update((one, str(path.relative_to(SRC))) for one in messages_of_template(path))
    return found


def parts() -> list[Path]:
    return sorted((LOCALE / "en" / "parts").glob("*.po"))


def test_every_string_of_the_interface_has_its_english() -> None:
    known = merged_entries(parts())
    missing = []
    for (context, words, plural), file in used().items():
        entry = known.get((context, words))
        complete = entry and (
            all(entry.msgstr_plural.values()) and len(entry.msgstr_plural) == 2 if plural else entry.msgstr
        )
        if not complete:
            missing.append(f"{file}: {words!r}")

    assert missing == []


def test_a_translation_has_the_same_placeholders_as_its_source() -> None:
    placeholder = re.compile(r"%\((\w+)\)[a-z]|%[sd]")
    wrong = [
        entry.msgid
        for entry in merged_entries(parts()).values()
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if sorted(placeholder.findall(text)) != sorted(placeholder.findall(entry.msgid_plural or entry.msgid))
        and sorted(placeholder.findall(text)) != sorted(placeholder.findall(entry.msgid))
    ]

    assert wrong == []


def test_what_the_framework_says_has_our_own_words_in_both_languages() -> None:
    theirs = {
        one.msgid for one in polib.mofile(str(Path(django.__file__).parent / "conf/locale/sv/LC_MESSAGES/django.mo"))
    }

    swedish, english = (
        {one.msgid for one in polib.pofile(str(LOCALE / language / "parts" / "forms.po"))} for language in ("sv", "en")
    )

    assert swedish == english
    assert swedish - theirs == set()


def test_a_form_speaks_our_own_swedish() -> None:
    compile_translations()
    with override("sv"):
        field = forms.CharField(max_length=3)
        with pytest.raises(ValidationError, match=r"Högst 3 tecken får plats. Nu är det 5."):
            field.clean("abcde")


def _part(folder: Path, name: str, english: str) -> None:
    (folder / "en" / "parts").mkdir(parents=True, exist_ok=True)
    (folder / "en" / "parts" / name).write_text(f'msgid "Plats"\nmsgstr "{english}"\n', encoding="utf-8")


def test_the_catalogue_is_built_once_and_again_when_a_part_changes(tmp_path: Path) -> None:
    _part(tmp_path, "a.po", "Seat")

    built = [compile_translations(tmp_path), compile_translations(tmp_path)]
    _part(tmp_path, "a.po", "Place")
    built.append(compile_translations(tmp_path))

    assert built == [True, False, True]
    assert polib.mofile(str(tmp_path / "en" / "LC_MESSAGES" / "django.mo")).find("Plats").msgstr == "Place"


def test_two_parts_that_disagree_are_told_with_both_words(tmp_path: Path) -> None:
    _part(tmp_path, "a.po", "Seat")
    _part(tmp_path, "b.po", "Place")

    assert list(disagreements(sorted((tmp_path / "en" / "parts").glob("*.po")))) == [
        "b.po: 'Plats' is 'Seat' elsewhere, 'Place' here"
    ]


def test_the_same_words_have_the_same_english_everywhere() -> None:
    assert list(disagreements(parts())) == []
