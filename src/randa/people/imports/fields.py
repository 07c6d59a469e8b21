"""The columns of a file of people and roles, and what is in them."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from randa.core.imports.columns import Field

KIND = "people.roles"
FIELDS = (
    Field("given_name", _("Förnamn"), also=("given name", "first name", "förnamn")),
    Field("family_name", _("Efternamn"), also=("family name", "last name", "surname")),
    Field("email", _("E-post"), also=("epost", "e-postadress", "email", "mail")),
    Field("hsa_id", _("HSA-id"), also=("hsaid", "hsa")),
    Field("title", _("Titel"), also=("befattning", "title")),
    Field("role", _("Roll"), also=("role", "rollkod")),
    Field("organisation", _("Organisationskod"), also=("organisation", "enhet", "enhetskod", "organisation code")),
    Field("starts_on", _("Från"), also=("startdatum", "från och med", "from", "start")),
    Field("ends_on", _("Till och med"), also=("slutdatum", "till", "until", "end")),
    Field("identity_number", _("Personnummer"), also=("personnr", "identity number", "samordningsnummer")),
    Field(
        "external_id",
        _("Id i källsystemet"),
        also=(
            "anställningsnummer",
            "anställningsnr",
            "anstnr",
            "externt id",
            "external id",
            "employee number",
            "employee id",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row, where, and what to do. Row 1 holds the headings."""

    row: int
    column: str
    text: str

    def as_data(self) -> dict[str, str | int]:
        return {"row": self.row, "column": self.column, "text": self.text}


@dataclass(slots=True)
class PersonRow:
    """A person as the file describes them, with every row that is about them."""

    row: int
    email: str
    hsa_id: str
    given_name: str
    family_name: str
    title: str
    identity_number: str = field(default="", repr=False)
    known: str = ""  # key of the account that it is
    external_id: str = field(default="", repr=False)
    is_new_id: bool = False
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)  # field -> before, after
    roles: list["RoleRow"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role that the file gives."""

    row: int
    role: str
    organisation: int
    starts_on: dt.date
    ends_before: dt.date | None
    is_held: bool = False


@dataclass(slots=True)
class Checked:
    """What a file would do."""

    people: list[PersonRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
