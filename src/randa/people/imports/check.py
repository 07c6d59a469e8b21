"""Reading a file of people and roles against what is known: every fault at once, in a constant number of queries."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from randa.core.access.models import Role
from randa.core.access.row_security import as_system
from randa.core.day_fields import DayField
from randa.core.errors import DomainError
from randa.core.freetext import identity_numbers_in
from randa.core.imports.columns import cell
from randa.core.imports.tables import Rows
from randa.organisations.models import Organisation
from randa.people.identity_numbers import read_number
from randa.people.imports.fields import FIELDS, Checked, PersonRow, RoleRow, RowFault
from randa.people.models import HSA_ID, ExternalId, IdentityNumber, RoleAssignment, User
from randa.people.permissions import can_grant_role

PATIENCE = 1000
LABELS = {one.key: str(one.label) for one in FIELDS}
Progress = Callable[[int, int], None]
DAY = DayField(required=False, input_formats=["%Y-%m-%d"])
NAMES = ("given_name", "family_name", "title")
MOST_ID = 64


def root_of(organisation: Organisation) -> Organisation:
    """Return the organisation at the root of the tree: the employer, whose systems give ids that mean one person each."""
    return Organisation.objects.get(path=organisation.path.split("/", 1)[0] + "/")


class _Known:
    """What the database knows of the people, roles and places in a file, read once."""

    def __init__(self, actor: User, organisation: Organisation, rows: Rows, columns: dict[str, int]) -> None:
        self.actor, self.organisation = actor, organisation
        emails = {cell(row, columns, "email").lower() for row in rows} - {""}
        hsa_ids = {cell(row, columns, "hsa_id").upper() for row in rows} - {""}
        self.root = root_of(organisation)
        own_ids = {cell(row, columns, "external_id") for row in rows} - {""}
        with as_system("an address, HSA-id or id of the source in the file may belong to anybody"):
            keys = ExternalId.objects.filter(organisation=self.root, value__in=own_ids).select_related("user")
            self.by_external = {key.value: key.user for key in keys}
            people = list(User.objects.filter(email__in=emails))
            people += list(User.objects.annotate(upper_hsa=Upper("hsa_id")).filter(upper_hsa__in=hsa_ids))
            people += list(self.by_external.values())
            self.held: dict[tuple[Any, str, int], list[RoleAssignment]] = {}
            for one in RoleAssignment.objects.filter(user__in={person.pk for person in people}):
                self.held.setdefault((one.user_id, one.role_id, one.organisation_id), []).append(one)
        self.by_email = {person.email: person for person in people}
        self.by_hsa = {person.hsa_id.upper(): person for person in people if person.hsa_id}
        self.visible = set(
            User.objects.visible_to(actor).filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True)
        )
        self.places = {one.code.upper(): one for one in Organisation.objects.below(organisation)}
        self.roles = {
            name.casefold(): role for role in Role.objects.all() for name in (role.code, role.name_sv, role.name_en)
        }
        self._may: dict[tuple[str, int], bool] = {}

    def may_grant(self, role: Role, place: Organisation) -> bool:
        key = (role.pk, place.pk)
        if key not in self._may:
            self._may[key] = can_grant_role(self.actor, role, place)
        return self._may[key]


def check(
    *, actor: User, organisation: Organisation, rows: Rows, columns: dict[str, int], today: dt.date,
    progress: Progress = lambda _done, _total: None,
) -> Checked:  # fmt: skip
    """Return what the file (headings in the first row) would do, with every fault. Nothing is changed."""
    known = _Known(actor, organisation, rows[1:], columns)
    found, people = Checked(), dict[str, PersonRow]()
    may_identify = actor.has("people.identity", organisation)
    if "identity_number" in columns and not may_identify:
        found.faults.append(
            RowFault(1, LABELS["identity_number"], _("Du får inte registrera personnummer. Välj bort kolumnen."))
        )
    for number, row in enumerate(rows[1:], start=2):
        values = {one.key: cell(row, columns, one.key) for one in FIELDS}
        reader = _Row(number, values, known, today)
        person = reader.person(people)
        role = reader.role(person)
        if role is not None and person is not None:
            person.roles.append(role)
        found.faults += reader.faults
        if number % PATIENCE == 0:
            progress(number, len(rows))
    found.people = list({id(one): one for one in people.values()}.values())
    found.faults += _taken_numbers(found.people)
    found.faults.sort(key=lambda fault: fault.row)
    return found


class _Row:
    """One row of the file being read."""

    def __init__(self, number: int, values: dict[str, str], known: _Known, today: dt.date) -> None:
        self.number, self.values, self.known, self.today = number, values, known, today
        self.faults: list[RowFault] = []

    def fault(self, key: str, text: str) -> None:
        self.faults.append(RowFault(self.number, LABELS[key], text))

    def person(self, people: dict[str, PersonRow]) -> PersonRow | None:
        """Return the person of the row, the same one for rows with the same HSA-id or address; None when a fault stops it."""
        values = self.values
        email, hsa_id = values["email"].lower(), values["hsa_id"]
        if not self._keys_are_right(email, hsa_id):
            return None
        own_id = values["external_id"]
        known_as = (("hsa", hsa_id.upper()), ("mail", email), ("id", own_id))
        keys = [f"{kind}:{text}" for kind, text in known_as if text]
        same = next((people[key] for key in keys if key in people), None)
        if same is None:
            same = self._new(email, hsa_id)
            if same is None:
                return None
        elif not self._agrees(same):
            return None
        people.update(dict.fromkeys(keys, same))
        return same

    def _keys_are_right(self, email: str, hsa_id: str) -> bool:
        own_id = self.values["external_id"]
        if not email and not hsa_id and not own_id:
            self.fault("email", _("Ange e-post, HSA-id eller id i källsystemet, så att vi vet vem det är."))
        if len(own_id) > MOST_ID:
            self.fault("external_id", _("Texten är längre än %(most)d tecken. Korta den.") % {"most": MOST_ID})
        if identity_numbers_in(own_id):
            self.fault(
                "external_id", _("Här står något som ser ut som ett personnummer. Det hör hemma i sin egen kolumn.")
            )
        for key, text, validator in (("email", email, validate_email), ("hsa_id", hsa_id, HSA_ID)):
            try:
                if text:
                    validator(text)
            except ValidationError as error:
                self.fault(key, str(error.messages[0]))
        for key in NAMES:
            most = 120 if key == "title" else 80
            if len(self.values[key]) > most:
                self.fault(key, _("Texten är längre än %(most)d tecken. Korta den.") % {"most": most})
            if identity_numbers_in(self.values[key]):
                self.fault(key, _("Här står något som ser ut som ett personnummer. Det hör hemma i sin egen kolumn."))
        return not self.faults

    def _agrees(self, same: PersonRow) -> bool:
        for key in (*NAMES, "external_id"):
            if self.values[key] and self.values[key] != getattr(same, key):
                self.fault(
                    key, _("Samma person har en annan uppgift på rad %(row)d. Skriv lika på båda.") % {"row": same.row}
                )
        return not self.faults

    def _new(self, email: str, hsa_id: str) -> PersonRow | None:
        known, values = self.known, self.values
        by_hsa, by_email = known.by_hsa.get(hsa_id.upper()), known.by_email.get(email)
        if by_hsa and by_email and by_hsa.pk != by_email.pk:
            self.fault(
                "hsa_id", _("HSA-id och e-post hör till två olika konton. Rätta det ena, eller slå ihop kontona.")
            )
            return None
        by_id = known.by_external.get(values["external_id"])
        account = by_hsa or by_id or by_email
        if by_id and account and (by_id.pk != account.pk or (by_email and by_email.pk != by_id.pk)):
            self.fault(
                "external_id", _("Id i källsystemet hör till ett annat konto än HSA-id eller e-post. Rätta filen.")
            )
            return None
        if account is None and not (email and values["given_name"] and values["family_name"]):
            self.fault("given_name", _("Personen är ny. Ange förnamn, efternamn och e-post."))
            return None
        if account is not None and by_hsa is None and by_id is None and account.pk not in known.visible:
            self.fault(
                "email",
                _(
                    "Adressen hör till ett konto i en annan organisation. Ange HSA-id, så vet vi att det är rätt person."
                ),
            )
            return None
        made = PersonRow(self.number, email, hsa_id, values["given_name"], values["family_name"], values["title"])
        made.external_id, made.is_new_id = values["external_id"], bool(values["external_id"]) and by_id is None
        if account is not None:
            self._changes(made, account)
        if values["identity_number"]:
            try:
                made.identity_number = read_number(values["identity_number"], today=self.today).digits
            except DomainError as refusal:
                self.fault("identity_number", str(refusal))
        return made

    def _changes(self, made: PersonRow, account: User) -> None:
        made.known = str(account.pk)
        if account.pk not in self.known.visible:
            return  # another organisation's: it gets the role, and keeps its name
        for key in NAMES:
            if self.values[key] and self.values[key] != getattr(account, key):
                made.changes[key] = (getattr(account, key), self.values[key])
        if made.hsa_id and not account.hsa_id:
            made.changes["hsa_id"] = ("", made.hsa_id)

    def role(self, person: PersonRow | None) -> RoleRow | None:
        """Return the role of the row; None when it has none, or a fault stops it. What is wrong with it is told without a person too."""
        values, known = self.values, self.known
        if not values["role"] and not values["organisation"]:
            return None
        role = known.roles.get(values["role"].casefold())
        place = known.places.get(values["organisation"].upper()) if values["organisation"] else known.organisation
        if role is None:
            self.fault("role", _("Rollen finns inte. Skriv dess namn som det står på sidan om roller."))
        if place is None:
            self.fault("organisation", _("Koden finns inte inom %(place)s.") % {"place": known.organisation})
        starts_on, ends_on = self._day("starts_on"), self._day("ends_on")
        if self.faults or person is None or role is None or place is None:
            return None
        if not known.may_grant(role, place):
            self.fault("role", _("Du får inte ge rollen %(role)s i %(place)s.") % {"role": role, "place": place})
            return None
        begins = starts_on or self.today
        ends = ends_on + dt.timedelta(days=1) if ends_on else None
        if ends is not None and ends <= begins:
            self.fault("ends_on", _("Sista dagen är före den första. Rätta en av dem."))
            return None
        return self._free(person, RoleRow(self.number, role.pk, place.pk, begins, ends), dated=bool(starts_on))

    def _free(self, person: PersonRow, wanted: RoleRow, *, dated: bool) -> RoleRow | None:
        for one in person.roles:
            if (one.role, one.organisation) == (wanted.role, wanted.organisation) and _overlap(one, wanted):
                self.fault("role", _("Samma roll står redan på rad %(row)d för samma tid.") % {"row": one.row})
                return None
        held = self.known.held.get((_key(person.known), wanted.role, wanted.organisation), []) if person.known else []
        for old in held:
            if _overlap(old, wanted):
                if (old.starts_on == wanted.starts_on or not dated) and old.ends_before == wanted.ends_before:
                    return RoleRow(
                        self.number, wanted.role, wanted.organisation, old.starts_on, old.ends_before, is_held=True
                    )
                text = _("Personen har redan rollen från %(day)s. Avsluta den först, eller ändra perioden.")
                self.fault("starts_on", text % {"day": old.starts_on})
                return None
        return wanted

    def _day(self, key: str) -> dt.date | None:
        text = self.values[key]
        try:
            return cast("dt.date | None", DAY.clean(text))
        except ValidationError as error:
            self.fault(key, str(error.messages[0]))
            return None


def _overlap(one: Any, other: Any) -> bool:
    forever = dt.date.max
    return bool(one.starts_on < (other.ends_before or forever) and other.starts_on < (one.ends_before or forever))


def _key(text: str) -> Any:
    return User._meta.pk.to_python(text)


def _taken_numbers(people: Sequence[PersonRow]) -> list[RowFault]:
    field = IdentityNumber._meta.get_field("number_index")
    owners: dict[str, PersonRow] = {}
    faults, by_index = [], dict[str, PersonRow]()
    for one in people:
        if one.identity_number:
            first = owners.setdefault(one.identity_number, one)
            if first is not one:
                faults.append(
                    RowFault(
                        one.row,
                        LABELS["identity_number"],
                        _("Samma nummer står på rad %(row)d för någon annan.") % {"row": first.row},
                    )
                )
            by_index |= dict.fromkeys(field.candidates(one.identity_number), one)
    with as_system("a number must be free among everybody"):
        taken = (
            IdentityNumber.objects.current()
            .filter(number_index__in=list(by_index))
            .values_list("number_index", "person_id")
        )
        for index, person in taken:
            if str(person) != by_index[index].known:
                faults.append(
                    RowFault(
                        by_index[index].row, LABELS["identity_number"], _("Numret finns redan hos en annan person.")
                    )
                )
    return faults
