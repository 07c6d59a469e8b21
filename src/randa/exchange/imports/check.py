"""Reading a list of students against what is known: every fault at once, in a constant number of queries."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.freetext import identity_numbers_in
from randa.core.imports.columns import cell
from randa.core.imports.tables import Rows
from randa.exchange.homes import home_km
from randa.exchange.imports.fields import FIELDS, LABELS, Checked, Progress, StudentRow
from randa.exchange.models import GroupMember, StudentGroup
from randa.people.models import User
from randa.training.models import Enrolment, Programme

DISTANCE, CAMPUS = ("distans", "distance"), ("campus", "")
PATIENCE = 250  # rows between two words of how far the reading has come
YES, NO = ("ja", "yes", "x", "1"), ("nej", "no", "0", "")
LONGEST = {"given_name": 80, "family_name": 80, "label": 40, "home": 60}
KEPT = ("label", "home", "is_distance", "needs_housing")


class _Known:
    """What the database knows of the people in a list, read once."""

    def __init__(self, actor: User, group: StudentGroup, emails: set[str]) -> None:
        self.group = group
        self.programmes = {
            one.name.casefold(): one
            for one in Programme.objects.filter(region=group.organisation, kind=Programme.Kind.STUDENT).order_by("pk")
        }
        with as_system("an address in the list may belong to anybody"):
            self.people = {one.email: one for one in User.objects.filter(email__in=emails)}
            keys = [one.pk for one in self.people.values()]
            ours = Enrolment.objects.filter(learner__in=keys, post__base=group.organisation)
            self.enrolments = {(one.learner_id, one.post.programme_id): one for one in ours.select_related("post")}
            members = GroupMember.objects.filter(group=group).select_related("enrolment__learner")
            self.members = {one.enrolment_id: one for one in members}
        visible = User.objects.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True)
        self.ours = set(visible) | {learner for learner, _programme in self.enrolments}


def check(
    *, actor: User, group: StudentGroup, rows: Rows, columns: dict[str, int], progress: Progress = lambda _done, _total: None
) -> Checked:  # fmt: skip
    """Return what the list (headings in the first row) would do to the group, with every fault. Nothing is changed."""
    known = _Known(actor, group, {cell(row, columns, "email").lower() for row in rows[1:]} - {""})
    found, seen = Checked(), dict[str, int]()
    for number, row in enumerate(rows[1:], start=2):
        reader = _Row(number, {one.key: cell(row, columns, one.key) for one in FIELDS}, known)
        student = reader.student(seen, columns)
        found.faults += reader.faults
        if student is not None:
            found.students.append(student)
            if student.home and home_km(student.home) is None:
                found.unknown_homes.add(student.home)
        if number % PATIENCE == 0:
            progress(number, len(rows))
    named = {one.member for one in found.students}
    found.missing = [str(one) for one in known.members.values() if one.pk not in named]
    return found


class _Row:
    """One row of the list being read."""

    def __init__(self, number: int, values: dict[str, str], known: _Known) -> None:
        self.number, self.values, self.known = number, values, known
        self.faults: list[dict[str, str | int]] = []

    def fault(self, key: str, text: str) -> None:
        self.faults.append({"row": self.number, "column": str(LABELS[key]), "text": text})

    def student(self, seen: dict[str, int], columns: dict[str, int]) -> StudentRow | None:
        """Return the student of the row; None when a fault stops it."""
        email = self.values["email"].lower()
        self._texts()
        self._address(email, seen)
        given, family = self._names()
        programme = self._programme()
        self._occasion(columns)
        is_distance = self._one_of("form", DISTANCE, CAMPUS, _("Skriv campus eller distans."))
        needs_housing = self._one_of("housing", YES, NO, _("Skriv ja eller nej."))
        person = self.known.people.get(email)
        if person is not None and person.pk not in self.known.ours:
            text = _("Adressen hör till ett konto i en annan organisation. Använd studentens adress vid lärosätet.")
            self.fault("email", text)
        if person is None and not (given and family):
            self.fault("given_name", _("Studenten är ny. Ange förnamn och efternamn."))
        if self.faults or programme is None:
            return None
        plain = StudentRow(
            self.number, email, given, family, programme.pk, self.values["label"], self.values["home"], is_distance,
            needs_housing,
        )  # fmt: skip
        return plain if person is None else self._known_as(plain, person)

    def _known_as(self, plain: StudentRow, person: User) -> StudentRow:
        enrolment = self.known.enrolments.get((person.pk, plain.programme))
        member = self.known.members.get(enrolment.pk) if enrolment else None
        changes = tuple(name for name in KEPT if member and getattr(member, name) != getattr(plain, name))
        return StudentRow(
            plain.row, plain.email, plain.given_name, plain.family_name, plain.programme, plain.label, plain.home,
            plain.is_distance, plain.needs_housing, person.pk, enrolment.pk if enrolment else None,
            member.pk if member else None, changes,
        )  # fmt: skip

    def _texts(self) -> None:
        for key, text in self.values.items():
            if identity_numbers_in(text):
                self.fault(key, _("Här står något som ser ut som ett personnummer. Ta bort det: det behövs inte."))
        for key, most in LONGEST.items():
            if len(self.values[key]) > most:
                self.fault(key, _("Texten är längre än %(most)d tecken. Korta den.") % {"most": most})

    def _address(self, email: str, seen: dict[str, int]) -> None:
        if not email:
            self.fault("email", _("Ange studentens e-post: den är det som skiljer studenter åt."))
            return
        try:
            validate_email(email)
        except ValidationError as error:
            self.fault("email", str(error.messages[0]))
        if email in seen:
            text = _("Samma adress står på rad %(row)d. Ta bort den ena raden.") % {"row": seen[email]}
            self.fault("email", text)
        seen.setdefault(email, self.number)

    def _names(self) -> tuple[str, str]:
        given, family, whole = self.values["given_name"], self.values["family_name"], self.values["name"]
        if whole and not (given or family):
            if "," in whole:
                family, _comma, given = (part.strip() for part in whole.partition(","))
            else:
                given, _space, family = (part.strip() for part in whole.rpartition(" "))
        return given, family

    def _programme(self) -> Programme | None:
        text = self.values["programme"]
        if not text:
            return self.known.group.programme
        found = self.known.programmes.get(text.casefold())
        if found is None:
            names = ", ".join(one.name for one in self.known.programmes.values())
            text = _("Programmet %(text)s finns inte hos er. Skriv något av: %(names)s.") % {
                "text": text,
                "names": names,
            }
            self.fault("programme", text)
        return found

    def _occasion(self, columns: dict[str, int]) -> None:
        """A row of another course or term is in the wrong list."""
        for key, ours in (("course", self.known.group.course), ("term", self.known.group.term)):
            text = self.values[key]
            if key in columns and text and text.casefold() != ours.casefold():
                words = _(
                    "Raden gäller %(text)s, men kurstillfället är %(ours)s. Ta bort raden eller välj rätt kurstillfälle."
                )
                self.fault(key, words % {"text": text, "ours": ours})

    def _one_of(self, key: str, yes: tuple[str, ...], no: tuple[str, ...], remedy: str) -> bool:
        text = self.values[key].casefold()
        if text not in (*yes, *no):
            self.fault(key, remedy)
        return text in yes
