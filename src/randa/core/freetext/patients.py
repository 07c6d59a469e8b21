"""What looks like data about a patient: a warning that the person may answer, never a refusal. The words lie in `signals.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

FILE = Path(__file__).with_name("signals.toml")
_SENTENCE = re.compile(
    r"(?<=[!?\n])\s*|(?<=[a-zåäö)]{2}\.)\s+", re.IGNORECASE
)  # an initial's full stop ends no sentence


@dataclass(frozen=True, slots=True)
class Signal:
    """One way in which a text may be about a patient; see `signals.toml`."""

    key: str
    pattern: re.Pattern[str]
    together_with: re.Pattern[str] | None
    sentence_key: str
    provenance: str
    source: str

    def is_in(self, sentence: str) -> bool:
        return bool(self.pattern.search(sentence)) and (
            self.together_with is None or bool(self.together_with.search(sentence))
        )


@lru_cache(maxsize=1)
def signals() -> tuple[Signal, ...]:
    """Return the signals as they stand in the file, compiled."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    marks = {key: re.compile(pattern, re.IGNORECASE) for key, pattern in data["marks"].items()}
    return tuple(
        Signal(
            key=one["key"],
            pattern=re.compile(one["pattern"], re.IGNORECASE),
            together_with=marks[one["together_with"]] if "together_with" in one else None,
            sentence_key=one["sentence_key"],
            provenance=one["provenance"],
            source=one["source"],
        )
        for one in data["signal"]
    )


def patient_data_warnings(text: str) -> list[str]:
    """Return a sentence for each way in which `text` looks as if it were about a patient; none for most texts."""
    if not any(sign.isdigit() or sign == "." for sign in text):
        return []
    sentences = [one for one in _SENTENCE.split(text) if one.strip()]
    keys = [signal.sentence_key for signal in signals() if any(signal.is_in(one) for one in sentences)]
    return [_words(key) for key in dict.fromkeys(keys)]


def _words(key: str) -> str:
    return {
        "journalnummer": _("Texten verkar innehålla ett journalnummer."),
        "reservnummer": _("Texten verkar innehålla ett reservnummer."),
        "patient": _("Texten verkar handla om en patient som går att känna igen."),
        "ålder": _("Texten nämner någon med ålder eller födelseår."),
        "diagnos": _("Texten nämner en diagnos eller vårdkontakt tillsammans med något som pekar ut en person."),
    }[key]
