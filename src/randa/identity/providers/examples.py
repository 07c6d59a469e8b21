"""Known kinds of identity providers to begin with: reference/identity_examples.toml."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from randa.core.language import in_language
from randa.reference.files import toml_of


@dataclass(frozen=True, slots=True)
class Example:
    """What is known about a kind of provider, and how sure that is."""

    key: str
    name_sv: str
    name_en: str
    kind: str
    provenance: str
    source: str
    note_sv: str
    note_en: str
    scopes: str = ""
    two_factor_values: tuple[str, ...] = ()
    mapping: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return in_language(self.name_sv, self.name_en)

    @property
    def note(self) -> str:
        return in_language(self.note_sv, self.note_en)

    @property
    def is_unverified(self) -> bool:
        return self.provenance == "c"


@cache
def examples() -> dict[str, Example]:
    """Return the examples by key, in the file's order."""
    rows: list[dict[str, Any]] = toml_of("identity_examples.toml")["example"]
    return {row["key"]: Example(**row | {"two_factor_values": tuple(row["two_factor_values"])}) for row in rows}
