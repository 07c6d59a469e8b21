"""Storing a checked list of students, all of it or nothing. Students become learners in the same tables as doctors."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.audit.services_gathered import gathered
from randa.core.errors import InvalidInputError
from randa.core.imports.columns import plain
from randa.core.imports.models import ImportRun
from randa.core.imports.services import keep_upload
from randa.core.imports.tables import Rows
from randa.exchange.errors import StudentListHasFaultsError
from randa.exchange.homes import home_km
from randa.exchange.imports.check import KEPT, check
from randa.exchange.imports.fields import KIND, MOST_ROWS, Checked, Progress, StudentRow
from randa.exchange.models import GroupMember, StudentGroup
from randa.exchange.permissions import can_keep_group
from randa.people.models import RoleAssignment, User
from randa.training.models import Enrolment, Post

NUMBER_COLUMNS = {"personnummer", "personnr", "pnr", "identitynumber", "samordningsnummer", "födelsetid"}
LEARNER = "learner"
PARTS = 4  # of storing, as its progress counts: accounts, enrolments and roles, members, homes
AFTER = dt.timedelta(days=180)  # how long after the course a student can still sign in and see what was
Group, State = StudentGroup, ImportRun.State


def start_list(*, actor: User, group: StudentGroup, name: str, rows: Rows) -> ImportRun:
    """Keep a list for the next steps, without its column of identity numbers.

    Raises:
        PermissionDenied: `actor` does not keep the group.
        InvalidInputError: there is nothing below the headings, or too much.
    """
    require(can_keep_group, actor, group)
    if len(rows) < 2:
        raise InvalidInputError(_("Filen har inga rader under rubrikerna."))
    if len(rows) > MOST_ROWS + 1:
        raise InvalidInputError(_("Listan har fler än %(most)d rader. Dela upp den.") % {"most": MOST_ROWS})
    hidden = {number for number, heading in enumerate(rows[0]) if plain(heading) in NUMBER_COLUMNS}
    kept = [["" if number in hidden else text for number, text in enumerate(row)] for row in rows]
    run = keep_upload(actor=actor, kind=KIND, place=group.organisation.path, name=name, rows=kept)
    run.options = {"group": str(group.pk)}
    run.save(update_fields=["options"])
    return run


@transaction.atomic
def check_list(*, actor: User, run: ImportRun, progress: Progress = lambda _done, _total: None) -> ImportRun:
    """Read the list against what is known now, and keep the faults and what it would do. Changes nothing else.

    Raises:
        PermissionDenied: `actor` does not keep the group.
    """
    group = _group(run)
    require(can_keep_group, actor, group)
    found = check(actor=actor, group=group, rows=run.rows(), columns=run.columns, progress=progress)
    run.faults, run.outcome, run.state = found.faults, outcome_of(found), State.CHECKED
    run.save(update_fields=["faults", "outcome", "state"])
    return run


@transaction.atomic
def store_list(
    *, actor: User, run: ImportRun, today: dt.date, progress: Progress = lambda _done, _total: None
) -> ImportRun:
    """Store every student in the list, or none. Storing it twice changes nothing, and the same list again finds everybody as they are.

    Raises:
        PermissionDenied: `actor` does not keep the group.
        StudentListHasFaultsError: the list does not fit what is known now.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    group = _group(run, lock=True)
    require(can_keep_group, actor, group)
    if run.state == State.STORED:
        return run
    found = check(actor=actor, group=group, rows=run.rows(), columns=run.columns)
    if found.faults:
        raise StudentListHasFaultsError(len({fault["row"] for fault in found.faults}))
    with as_system("the list was checked row by row against what its reader may do"):
        try:
            with transaction.atomic():
                _store(actor, group, found.students, run.name, today, progress)
        except IntegrityError as error:  # somebody made one of the accounts in the meantime
            raise StudentListHasFaultsError(1) from error
    run.outcome = outcome_of(found)
    run.state, run.stored_at, run.content = State.STORED, timezone.now(), None
    run.save(update_fields=["state", "stored_at", "content", "outcome"])
    after = {name: run.outcome[name] for name in ("new", "changed", "unchanged")}
    record(actor, "student_group.imported", group, after=after, reason=run.name)
    return run


def outcome_of(found: Checked) -> dict[str, Any]:
    """Return what a list would do, in numbers."""
    joined = [one for one in found.students if one.member is None]
    return {
        "new": len(joined),
        "accounts": sum(one.person is None for one in joined),
        "changed": sum(bool(one.changes) for one in found.students),
        "unchanged": sum(one.member is not None and not one.changes for one in found.students),
        "distance": sum(one.is_distance for one in found.students),
        "unknown_homes": sorted(found.unknown_homes),
        "missing": len(found.missing),
        "faulty_rows": len({fault["row"] for fault in found.faults}),
    }


def _group(run: ImportRun, *, lock: bool = False) -> StudentGroup:
    rows = Group.objects.select_for_update(of=("self",)) if lock else Group.objects.all()
    return rows.select_related("organisation", "programme").get(pk=run.options["group"])


def _store(
    actor: User, group: StudentGroup, students: list[StudentRow], name: str, today: dt.date, progress: Progress
) -> None:
    progress(0, PARTS)
    new = {one.row: _account(one) for one in students if one.person is None}
    User.objects.bulk_create(new.values())
    place = group.organisation.path
    with gathered({person.pk: [place] for person in new.values()}):
        for person in new.values():
            record(actor, "account.created", person, after={"email": person.email}, reason=name, subject=person,
                   organisation_path=place)  # fmt: skip
    progress(1, PARTS)
    people = {one.row: new[one.row].pk if one.person is None else one.person for one in students}
    enrolments = _enrolments(group, [one for one in students if one.enrolment is None], people)
    _roles(actor, group, people.values(), today)
    progress(2, PARTS)
    members = [_member(group, one, enrolments.get(one.row, one.enrolment)) for one in students if one.member is None]
    GroupMember.objects.bulk_create(members)
    progress(3, PARTS)
    changed = [one for one in students if one.changes]
    known = GroupMember.objects.in_bulk([one.member for one in changed])
    for one in changed:
        member = known[one.member]
        for field in KEPT:
            setattr(member, field, getattr(one, field))
    GroupMember.objects.bulk_update(known.values(), KEPT)
    _homes(students, enrolments)
    progress(PARTS, PARTS)


def _account(one: StudentRow) -> User:
    person = User(email=one.email, given_name=one.given_name, family_name=one.family_name)
    person.set_unusable_password()
    return person


def _enrolments(group: StudentGroup, students: list[StudentRow], people: dict[int, Any]) -> dict[int, Any]:
    """Give each a post of the university in the programme, and their way through it; return row -> key."""
    made: dict[int, Enrolment] = {}
    for one in students:
        key = uuid4()
        number = f"{group.organisation.code[:16]}-{key.hex[:12]}"
        post = Post(
            region=group.organisation, base=group.organisation, programme_id=one.programme, number=number,
            starts_on=group.starts_on,
        )  # fmt: skip
        made[one.row] = Enrolment(pk=key, learner_id=people[one.row], post=post, starts_on=group.starts_on)
    Post.objects.bulk_create(one.post for one in made.values())
    for enrolment in made.values():
        enrolment.post = enrolment.post  # the key is known now
    Enrolment.objects.bulk_create(made.values())
    return {row: one.pk for row, one in made.items()}


def _roles(actor: User, group: StudentGroup, people: Any, today: dt.date) -> None:
    """Let each be a learner at the university until some time after the course."""
    keys, until = list(people), group.ends_before + AFTER
    mine = RoleAssignment.objects.filter(user__in=keys, role=LEARNER, organisation=group.organisation)
    standing = mine.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today))
    held = set(standing.values_list("user", flat=True))
    standing.filter(ends_before__lt=until).update(ends_before=until)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            user_id=key,
            role_id=LEARNER,
            organisation=group.organisation,
            starts_on=today,
            ends_before=until,
            granted_by=actor,
            reason=str(group)[:200],
        )
        for key in keys
        if key not in held
    )


def _member(group: StudentGroup, one: StudentRow, enrolment: Any) -> GroupMember:
    return GroupMember(
        group=group, organisation=group.organisation, enrolment_id=enrolment, label=one.label, home=one.home,
        is_distance=one.is_distance, needs_housing=one.needs_housing,
    )  # fmt: skip


def _homes(students: list[StudentRow], enrolments: dict[int, Any]) -> None:
    """Let the enrolment carry the position too: what the grid and the plans reckon travel from."""
    where = {enrolments.get(one.row, one.enrolment): home_km(one.home) for one in students}
    rows = Enrolment.objects.in_bulk([key for key, position in where.items() if position])
    for key, row in rows.items():
        row.home_x_km, row.home_y_km = where[key] or (0, 0)
    Enrolment.objects.bulk_update(rows.values(), ["home_x_km", "home_y_km"])
