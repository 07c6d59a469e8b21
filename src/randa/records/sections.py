"""The sections of law that a registrar chooses from, and the words about an appeal, as `sections.toml` has them."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.core.provenance import Provenance

FILE = Path(__file__).with_name("sections.toml")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: what is stored and printed, what it is about, and how sure the register is of it."""

    name: str
    about: str
    provenance: str

    @property
    def label(self) -> str:
        unsure = f" ({_UNVERIFIED})" if self.provenance == Provenance.UNVERIFIED else ""
        return f"{self.name}: {self.about}{unsure}"


_UNVERIFIED: str | Promise = _("overifierad uppgift")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def sections() -> list[Section]:
    """Return the sections in the order of the file."""
    return [Section(one["name"], one["about"], one["provenance"]) for one in _data()["section"]]


def appeal_words() -> tuple[str, str, str]:
    """Return what a refusal says about an appeal, with provenance and source."""
    appeal = _data()["appeal"]
    return appeal["text"].strip(), appeal["provenance"], appeal["source"]
