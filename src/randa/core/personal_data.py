"""What is kept about people: every kind of personal data with purpose, legal basis, and what happens to its rows.

An app with personal data has a module `personal_data.py` that registers its kinds when it is imported; `randa.privacy` imports them all.
Register of processing, access export, retention and erasure are made from these declarations alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.core.provenance import Provenance

Words = str | Promise


class AtErasure(StrEnum):
    """What an erasure under article 17 does to rows: they go, lose what points at the person, or are kept by law."""

    REMOVE = "remove"
    CLEAR = "clear"
    KEEP = "keep"

    @property
    def label(self) -> Words:
        return {
            AtErasure.REMOVE: _("raderas"),
            AtErasure.CLEAR: _("avidentifieras"),
            AtErasure.KEEP: _("bevaras"),
        }[self]


class Sensitivity(StrEnum):
    """How much care the law asks for."""

    ORDINARY = "ordinary"
    PROTECTED = "protected"  # identity numbers, secrecy: lag (2018:218), OSL
    SPECIAL = "special"  # article 9: health

    @property
    def label(self) -> Words:
        return {
            Sensitivity.ORDINARY: _("vanliga uppgifter"),
            Sensitivity.PROTECTED: _("extra skyddsvärda uppgifter"),
            Sensitivity.SPECIAL: _("känsliga uppgifter enligt artikel 9"),
        }[self]


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """An article of the GDPR and the law it rests on. The choice of basis is the controller's; `provenance` says how sure we are."""

    article: str
    law: Words
    provenance: str = Provenance.UNVERIFIED


PUBLIC_TASK = LegalBasis(
    "6.1 e",
    _("Hälso- och sjukvårdslagen (2017:30) 10 kap. 5 §: regionens och kommunens uppgift att ordna utbildningen"),
)
LEGAL_DUTY = LegalBasis(
    "6.1 c", _("Patientsäkerhetsförordningen (2010:1369) och Socialstyrelsens föreskrifter om läkares tjänstgöring")
)
SECURITY = LegalBasis("6.1 c", _("Dataskyddsförordningen artikel 32 och cybersäkerhetslagen (2025:1506): säkerhet"))
NOBODY_OUTSIDE = _("Ingen utanför organisationen")
OPENNESS = LegalBasis("6.1 c", _("Arkivlagen (1990:782) och offentlighets- och sekretesslagen (2009:400)"))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one model that concern a person.

    Attributes:
        model: "training.Enrolment".
        person: lookup from a row to the person, e.g. "enrolment__learner".
        what: what a row is, in the words of the person.
        at_erasure: what an erasure does; CLEAR sets the fields of `clear`.
        clear: field -> value that tells nothing; a callable gets the row.
        leave_out: fields that never stand in an export: secrets, and what is about somebody else.
        acted: references to colleagues who acted; only their names stand in an export.
        ends: lookup of the day from which the retention period counts; empty: the rows go with the account.
        event: what happened on that day.
        organisation: lookup of the path of the organisation that the rows belong to; empty: that of the person's roles.
        condition: further lookups that the rows fulfil.
        running: lookups of rows that have not ended yet, whatever `ends` says.
        at_end: what happens when the period is over: the rows go, or are cleared.
    """

    model: str
    person: str
    what: Words
    at_erasure: AtErasure = AtErasure.REMOVE
    clear: Mapping[str, Any] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    acted: tuple[str, ...] = ()
    ends: str = ""
    event: Words = ""
    organisation: str = ""
    condition: Mapping[str, Any] = field(default_factory=dict)
    running: tuple[Mapping[str, Any], ...] = ()
    at_end: AtErasure = AtErasure.REMOVE

    @property
    def key(self) -> str:
        return f"{self.model}:{self.person}"

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)


@dataclass(frozen=True, slots=True)
class DataKind:
    """One kind of personal data: a line of the register of processing (article 30).

    Attributes:
        persons: whom it is about.
        data: what is kept, in plain words.
        recipients: who gets to see it outside the own unit.
        retention_class: key in `reference/retention.toml`.
        keeps_because: the law that keeps rows with `at_erasure` KEEP or CLEAR, with paragraph.
        rows: the rows, in the order in which they can be removed.
    """

    key: str
    label: Words
    purpose: Words
    legal_basis: LegalBasis
    persons: Words
    data: Words
    retention_class: str
    rows: tuple[Rows, ...]
    recipients: Words = NOBODY_OUTSIDE
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    keeps_because: Words = ""
    order: int = 100


_kinds: dict[str, DataKind] = {}


def register(kind: DataKind) -> None:
    """Add a kind, or replace the one with the same key."""
    _kinds[kind.key] = kind


def kinds() -> list[DataKind]:
    """Return all kinds in the order of the register."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.key))


def kind_of(key: str) -> DataKind:
    """Return the kind `key`. KeyError when there is none."""
    return _kinds[key]


def all_rows() -> Iterator[tuple[DataKind, Rows]]:
    """Yield every declaration of rows with its kind."""
    for kind in kinds():
        for rows in kind.rows:
            yield kind, rows


def in_order_of_removal() -> Iterator[tuple[DataKind, Rows]]:
    """Yield every declaration so that what points at a row comes before the row: kinds from above, rows as they are declared."""
    for kind in reversed(kinds()):
        for rows in kind.rows:
            yield kind, rows
