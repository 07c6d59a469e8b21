"""Every sentence and name of the checker has an English translation with the same parameters."""

import re
from pathlib import Path

import polib
import pytest

import randa
from randa.dimensioning.claims import Cause, Kind, Severity, messages

SENTENCES = {name: text for name, text in vars(messages).items() if name.isupper() and isinstance(text, str)}
LABELS = {**messages.CAUSES, **messages.SEVERITIES, **messages.KINDS}
PARAMETER = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    catalogue = Path(randa.__file__).parent / "locale" / "en" / "parts" / "claims.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))}


def test_every_sentence_is_translated_with_the_same_parameters(english: dict[str, str]) -> None:
    assert SENTENCES
    for text in SENTENCES.values():
        assert sorted(PARAMETER.findall(english[text])) == sorted(PARAMETER.findall(text))


def test_every_cause_severity_and_kind_has_a_name_in_both_languages(english: dict[str, str]) -> None:
    assert set(LABELS) == {*Cause, *Severity, *Kind}
    assert all(english[name] for name in LABELS.values())


def test_the_catalogue_holds_nothing_that_is_not_used(english: dict[str, str]) -> None:
    assert set(english) == {*SENTENCES.values(), *LABELS.values()}
