"""Storing a checked file of people and roles, all of it or nothing, and undoing it while nobody has built on it."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.audit.services_gathered import gathered
from randa.core.clock import today
from randa.core.errors import DomainError, InvalidInputError
from randa.core.imports.models import ImportChange, ImportRun
from randa.core.imports.services import keep_upload
from randa.core.imports.tables import Rows
from randa.organisations.models import Organisation
from randa.people.identity_numbers import read_number
from randa.people.imports.check import check, root_of
from randa.people.imports.fields import KIND, Checked, PersonRow, RoleRow
from randa.people.imports.permissions import can_import_people
from randa.people.imports.services_letters import INVITE, send_letters, to_invite, withdraw_letters
from randa.people.models import ExternalId, RoleAssignment, User
from randa.people.permissions import can_invite
from randa.people.services.identity_numbers import store_identity_number
from randa.people.services.roles import as_data

Progress = Callable[[int, int], None]
MOST_SHOWN = 200


class ImportHasFaultsError(InvalidInputError):
    """The file, or what it is held against, has changed since it was checked."""

    code = "import_has_faults"

    def __init__(self, count: int) -> None:
        super().__init__(
            _("%(count)d rader behöver rättas, så inget är inläst. Kontrollera filen på nytt.") % {"count": count}
        )


class ImportTouchedError(DomainError):
    """Something that the import made has been changed since; `problems` says what."""

    code = "import_touched"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            _("Inläsningen kan inte ångras, för %(count)d saker har ändrats sedan dess.") % {"count": len(problems)}
        )


def start_import(*, actor: User, organisation: Organisation, name: str, rows: Rows) -> ImportRun:
    """Keep a file for the next steps.

    Raises:
        PermissionDenied: `actor` may not read in people there.
        InvalidInputError: there is nothing below the headings.
    """
    require(can_import_people, actor, organisation)
    if len(rows) < 2:
        raise InvalidInputError(_("Filen har inga rader under rubrikerna."))
    return keep_upload(actor=actor, kind=KIND, place=organisation.path, name=name, rows=rows)


@transaction.atomic
def check_import(*, run: ImportRun, progress: Progress) -> ImportRun:
    """Read the file against what is known now, and keep the faults and what it would do. Changes nothing else."""
    found = _checked(run, progress)
    run.faults = [fault.as_data() for fault in found.faults]
    run.outcome = _outcome(run, found)
    run.state = ImportRun.State.CHECKED
    run.save(update_fields=["faults", "outcome", "state"])
    return run


@transaction.atomic
def store_import(*, actor: User, run: ImportRun, progress: Progress = lambda _done, _total: None) -> ImportRun:
    """Store everything in the file, or nothing. Storing it twice changes nothing.

    Raises:
        PermissionDenied: `actor` may not read in people there.
        ImportHasFaultsError: the file does not fit what is known now.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    organisation = Organisation.objects.get(path=run.place)
    require(can_import_people, actor, organisation)
    if run.state in {ImportRun.State.STORED, ImportRun.State.UNDONE}:
        return run
    if run.options.get(INVITE):
        require(can_invite, actor, organisation)
    found = _checked(run, lambda _done, _total: None)
    outcome = _outcome(run, found)
    if found.faults:
        raise ImportHasFaultsError(len({fault.row for fault in found.faults}))
    with as_system("the file was checked row by row against what its reader may do"):
        try:
            with transaction.atomic():
                _store_people(actor, run, found, progress)
        except IntegrityError as error:  # somebody made one of the accounts or roles in the meantime
            raise ImportHasFaultsError(1) from error
    run.outcome = outcome
    run.state, run.stored_at, run.content = ImportRun.State.STORED, timezone.now(), None
    run.save(update_fields=["state", "stored_at", "content", "outcome"])
    after = {"people": outcome["new"], "changed": outcome["changed"], "roles": outcome["roles"]}
    after |= {"letters": outcome["letters"]} if run.options.get(INVITE) else {}
    record(actor, "people.imported", run, after=after, organisation_path=organisation.path)
    return run


@transaction.atomic
def undo_import(*, actor: User, run: ImportRun) -> ImportRun:
    """Take back all that the import made: roles and unused invitations go, names are put back, new accounts are closed.

    Undoing twice changes nothing.

    Raises:
        PermissionDenied: `actor` may not read in people there.
        ImportTouchedError: something has been changed since; nothing is undone.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    organisation = Organisation.objects.get(path=run.place)
    require(can_import_people, actor, organisation)
    if run.state != ImportRun.State.STORED:
        return run
    with as_system("what an import made is taken back as it was made"):
        changes = list(run.changes.order_by("-pk"))
        objects = _objects_of(changes)
        problems = [text for one in reversed(changes) if (text := _touched(one, objects))]
        if problems:
            raise ImportTouchedError(problems)
        with gathered({person.pk: [organisation.path] for person in objects.values() if isinstance(person, User)}):
            _take_back(actor, changes, objects)
    run.state = ImportRun.State.UNDONE
    run.save(update_fields=["state"])
    record(actor, "people.import_undone", run, organisation_path=organisation.path)
    return run


def _checked(run: ImportRun, progress: Progress) -> Checked:
    organisation = Organisation.objects.get(path=run.place)
    return check(
        actor=run.started_by,
        organisation=organisation,
        rows=run.rows(),
        columns=run.columns,
        today=today(),
        progress=progress,
    )


def _outcome(run: ImportRun, found: Checked) -> dict[str, Any]:
    with as_system("an open invitation by somebody else is a letter that has left already"):
        letters = len(to_invite(found)) if run.options.get(INVITE) else 0
    changed = [one for one in found.people if one.known and one.changes]
    shown = [
        {"row": one.row, "name": f"{one.given_name} {one.family_name}".strip() or one.email or one.hsa_id, "field": field,
         "before": before, "after": after}
        for one in changed
        for field, (before, after) in one.changes.items()
    ]  # fmt: skip
    roles = [role for one in found.people for role in one.roles]
    return {
        "new": sum(not one.known for one in found.people),
        "changed": len(changed),
        "unchanged": sum(bool(one.known) and not one.changes for one in found.people),
        "roles": sum(not role.is_held for role in roles),
        "held": sum(role.is_held for role in roles),
        "letters": letters,
        "ids": sum(one.is_new_id for one in found.people),
        "changes": shown[:MOST_SHOWN],
        "faulty_rows": len({fault.row for fault in found.faults}),
    }


def _store_people(actor: User, run: ImportRun, found: Checked, progress: Progress) -> None:
    new = [(one, _account(one)) for one in found.people if not one.known]
    User.objects.bulk_create([person for _row, person in new], batch_size=1000)
    belonging = {person.pk: [run.place] for _row, person in new}
    with gathered(belonging):
        _store_rows(actor, run, found, new, progress)


def _store_rows(
    actor: User, run: ImportRun, found: Checked, new: list[tuple[PersonRow, User]], progress: Progress
) -> None:
    accounts = {id(one): person for one, person in new}
    known = User.objects.select_for_update().in_bulk([one.known for one in found.people if one.known])
    accounts |= {id(one): known[User._meta.pk.to_python(one.known)] for one in found.people if one.known}
    journal: list[ImportChange] = []
    for number, one in enumerate(found.people, start=1):
        _store_person(actor, run, one, accounts[id(one)], journal)
        if number % 500 == 0:
            progress(number, len(found.people))
    roles = [
        (role, _assignment(actor, run, role, accounts[id(one)]))
        for one in found.people
        for role in one.roles
        if not role.is_held
    ]
    RoleAssignment.objects.bulk_create([made for _role, made in roles], batch_size=1000)
    _remember_roles(actor, run, roles, journal)
    _remember_ids(run, [(one, accounts[id(one)]) for one in found.people if one.is_new_id], journal)
    if run.options.get(INVITE):
        first = {one.roles[0]: one for one in to_invite(found)}
        send_letters(actor, run, [made for role, made in roles if role in first])
    ImportChange.objects.bulk_create(journal, batch_size=1000)


def _account(one: PersonRow) -> User:
    person = User(
        email=one.email,
        hsa_id=one.hsa_id or None,
        given_name=one.given_name,
        family_name=one.family_name,
        title=one.title,
    )
    person.set_unusable_password()
    return person


def _store_person(actor: User, run: ImportRun, one: PersonRow, person: User, journal: list[ImportChange]) -> None:
    if not one.known:
        journal.append(_change(run, one.row, person, None, {"email": person.email}))
        record(actor, "account.created", person, after={"email": person.email}, reason=run.name, subject=person,
               organisation_path=run.place)  # fmt: skip
    elif one.changes:
        before = {name: getattr(person, name) for name in one.changes}
        after = {name: changed for name, (_before, changed) in one.changes.items()}
        for name, value in after.items():
            setattr(person, name, value)
        person.save(update_fields=list(after))
        journal.append(_change(run, one.row, person, before, after))
        record(actor, "account.changed", person, before=before, after=after, reason=run.name, subject=person,
               organisation_path=run.place)  # fmt: skip
    if one.identity_number:
        kind = read_number(one.identity_number, today=today()).kind
        store_identity_number(
            actor=actor, person=person, kind=kind, number=one.identity_number, reason=run.name or KIND, today=today()
        )


def _assignment(actor: User, run: ImportRun, role: RoleRow, person: User) -> RoleAssignment:
    return RoleAssignment(
        user=person, role_id=role.role, organisation_id=role.organisation, starts_on=role.starts_on,
        ends_before=role.ends_before, granted_by=actor, reason=run.name[:200],
    )  # fmt: skip


def _remember_roles(
    actor: User, run: ImportRun, roles: list[tuple[RoleRow, RoleAssignment]], journal: list[ImportChange]
) -> None:
    places = Organisation.objects.in_bulk({role.organisation for role, _made in roles})
    kinds = Role.objects.in_bulk({role.role for role, _made in roles})
    for role, made in roles:
        made.organisation, made.role = places[role.organisation], kinds[role.role]
        journal.append(_change(run, role.row, made, None, as_data(made)))
        record(actor, "role.granted", made, after=as_data(made), reason=run.name, subject=made.user,
               organisation_path=made.organisation.path)  # fmt: skip


def _remember_ids(run: ImportRun, people: list[tuple[PersonRow, User]], journal: list[ImportChange]) -> None:
    """Keep what the source calls them. The value stands in its own table alone: not in the log, not in the journal."""
    root = root_of(Organisation.objects.get(path=run.place))
    made = [ExternalId(organisation=root, user=person, value=one.external_id) for one, person in people]
    ExternalId.objects.bulk_create(made, batch_size=1000)
    journal += [_change(run, one.row, key, None, {}) for (one, _person), key in zip(people, made, strict=True)]


def _change(run: ImportRun, row: int, obj: Any, before: dict[str, Any] | None, after: dict[str, Any]) -> ImportChange:
    return ImportChange(
        run=run, row=row, model=obj._meta.label_lower, object_id=str(obj.pk), before=before, after=after
    )


def _objects_of(changes: list[ImportChange]) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {}
    people = [one.object_id for one in changes if one.model == "people.user"]
    roles = [one.object_id for one in changes if one.model == "people.roleassignment"]
    ids = [one.object_id for one in changes if one.model == "people.externalid"]
    for key in ExternalId.objects.select_for_update().filter(pk__in=ids):
        found["people.externalid", str(key.pk)] = key
    for person in User.objects.select_for_update().filter(pk__in=people):
        found["people.user", str(person.pk)] = person
    rows = RoleAssignment.objects.select_for_update(of=("self",)).filter(pk__in=roles)
    for made in rows.select_related("organisation", "role", "user"):
        found["people.roleassignment", str(made.pk)] = made
    return found


def _touched(change: ImportChange, objects: dict[tuple[str, str], Any]) -> str:
    """Return what has happened to an object since the import, in words; empty when nothing has."""
    obj = objects.get((change.model, change.object_id))
    if obj is None and change.model == "people.externalid":
        return ""  # taken away already
    if obj is None:
        return _("Rad %(row)d: rollen finns inte längre.") % {"row": change.row}
    now = (
        as_data(obj) if change.model == "people.roleassignment" else {name: getattr(obj, name) for name in change.after}
    )
    if now != change.after:
        return _("Rad %(row)d: %(name)s har ändrats.") % {"row": change.row, "name": obj}
    if change.model == "people.user" and change.before is None and obj.last_login is not None:
        return _("Rad %(row)d: %(name)s har loggat in.") % {"row": change.row, "name": obj}
    return ""


def _take_back(actor: User, changes: list[ImportChange], objects: dict[tuple[str, str], Any]) -> None:
    """Take back the changes, last first. Accounts are closed, never erased: the log names them."""
    roles: list[Any] = []
    ids = [one.object_id for one in changes if one.model == "people.externalid"]
    ExternalId.objects.filter(pk__in=ids).delete()
    people: dict[Any, User] = {}
    for change in changes:
        if change.model == "people.externalid":
            continue
        obj = objects[change.model, change.object_id]
        if change.model == "people.roleassignment":
            roles.append(obj.pk)
            record(
                actor,
                "role.withdrawn",
                obj,
                before=change.after,
                subject=obj.user,
                organisation_path=obj.organisation.path,
            )
            continue
        people[obj.pk] = obj
        if change.before is None:
            obj.is_active = False
            record(actor, "account.closed", obj, before=change.after, subject=obj)
            continue
        for name, value in change.before.items():
            setattr(obj, name, value)
        record(actor, "account.changed", obj, before=change.after, after=change.before, subject=obj)
    withdraw_letters(actor, roles, {one.pk: one for one in objects.values() if isinstance(one, User)})
    RoleAssignment.objects.filter(pk__in=roles).delete()
    fields = sorted(
        {"is_active"} | {name for one in changes if one.model == "people.user" for name in one.before or ()}
    )
    User.objects.bulk_update(people.values(), fields, batch_size=1000)
