"""The columns of a list of students, and what a row says. An identity number has no column: students are known by their address."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from randa.core.imports.columns import Field

KIND = "exchange.students"
MOST_ROWS = 2000
AT_ONCE = 200  # rows; to store as many takes half a second, and to store 2 000 more than three: longer lists are read by the worker
FIELDS = (
    Field("given_name", _("Förnamn"), also=("given name", "first name", "tilltalsnamn")),
    Field("family_name", _("Efternamn"), also=("family name", "last name", "surname")),
    Field("name", _("Namn"), also=("student", "studentens namn", "full name")),
    Field("email", _("E-post"), required=True, also=("epost", "e-postadress", "email", "mail", "studentmejl")),
    Field("programme", _("Program"), also=("programnamn", "programme", "utbildningsprogram")),
    Field("course", _("Kurs"), also=("kursnamn", "kursbenämning", "course", "kurskod")),
    Field("term", _("Termin"), also=("term", "semester")),
    Field("label", _("Grupp"), also=("group", "seminariegrupp", "undervisningsgrupp")),
    Field("home", _("Hemkommun"), also=("kommun", "bostadsort", "ort", "home municipality")),
    Field("form", _("Studieform"), also=("campus eller distans", "distans", "study form")),
    Field("housing", _("Behöver bostad"), also=("bostad", "boende", "housing")),
)
Progress = Callable[[int, int], None]  # done, of how many
LABELS = {one.key: one.label for one in FIELDS}


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A student as the list describes them. `enrolment` is the key of the one they have already, `member` of their place in the group."""

    row: int
    email: str
    given_name: str
    family_name: str
    programme: int
    label: str
    home: str
    is_distance: bool
    needs_housing: bool
    person: UUID | None = None
    enrolment: UUID | None = None
    member: UUID | None = None
    changes: tuple[str, ...] = ()


@dataclass(slots=True)
class Checked:
    """What a list would do, and every fault: row, column and what to do."""

    students: list[StudentRow] = field(default_factory=list)
    faults: list[dict[str, str | int]] = field(default_factory=list)
    unknown_homes: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)  # members whom the list does not name
