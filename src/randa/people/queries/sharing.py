"""What the pages about sharing show."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from randa.core.access.row_security import as_system
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, SharingAgreement, User
from randa.people.sharing_counts import automatic
from randa.people.sharing_words import shown, standing

MANAGE = "sharing.manage"
_RELATED = ("giver", "receiver", "person", "proposed_by", "answered_by", "ended_by")


@dataclass(frozen=True, slots=True)
class Agreed:
    """One agreement as a line: what, until when, and how it stands."""

    agreement: SharingAgreement
    what: list[str]
    state: str
    tone: str

    @property
    def last_day(self) -> dt.date:
        return self.agreement.ends_before - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overview:
    """All sharing of the actor's organisations.

    Attributes:
        waiting: proposals that the actor's side has been asked to answer.
        ours, theirs: what the actor's organisations show to others, and what others show to them.
        comes, goes: learners whom placements show by themselves today: of others to us, and ours to others.
    """

    waiting: list[Agreed]
    ours: list[Agreed]
    theirs: list[Agreed]
    comes: int
    goes: int


@dataclass(frozen=True, slots=True)
class Seers:
    """Who may look through an agreement: how many people today, and by which roles."""

    people: int
    roles: list[str]


def agreements_seen_by(actor: User) -> QuerySet[SharingAgreement]:
    """Return the agreements that the actor looks after on either side, with what their pages name."""
    return SharingAgreement.objects.visible_to(actor).select_related(*_RELATED)


def as_line(agreement: SharingAgreement, day: dt.date) -> Agreed:
    """Return an agreement with its words on `day`."""
    return Agreed(agreement, shown(agreement), *standing(agreement, day))


def overview_of(actor: User, day: dt.date) -> Overview:
    """Return the sharing of the organisations where the actor looks after it; newest first, what is over last."""
    paths = actor.paths_with(MANAGE)
    found = sorted(agreements_seen_by(actor), key=lambda one: one.ends_before <= day or one.state == "refused")
    lines = [as_line(one, day) for one in found]
    waits = [
        line
        for line in lines
        if line.agreement.state == SharingAgreement.State.PROPOSED
        and line.agreement.ends_before > day
        and _is_under(line.agreement.answering_side, paths)
    ]
    comes, goes = automatic(paths, day)
    return Overview(
        waits,
        [line for line in lines if _is_under(line.agreement.giver, paths)],
        [line for line in lines if _is_under(line.agreement.receiver, paths)],
        comes,
        goes,
    )


def seers_of(agreement: SharingAgreement, day: dt.date) -> Seers:
    """Return who of the receiving organisation may look today, through roles there and above it."""
    with as_system("whoever agrees on sharing may know how many will look, and by which roles, not who they are"):
        held = holders(agreement.receiver, agreement.permissions, day).select_related("role")
        found = [(one.user_id, one.role) for one in held]
    roles = {role.pk: role for _user, role in found}
    ordered = sorted(roles.values(), key=lambda role: (role.sort_order, role.pk))
    return Seers(len({user for user, _role in found}), [str(role.name) for role in ordered])


def managers_of(organisation: Organisation, day: dt.date) -> list[User]:
    """Return the people who look after an organisation's sharing today."""
    with as_system("the other side is told, whoever that is"):
        held = holders(organisation, [MANAGE], day).values("user")
        return list(User.objects.filter(pk__in=held).order_by("pk"))


def organisations_to_share_with() -> QuerySet[Organisation]:
    """Return the organisations that answer for people of their own."""
    kinds = Organisation.Kind
    return Organisation.objects.filter(kind__in=[kinds.REGION, kinds.HOSPITAL, kinds.UNIVERSITY, kinds.MUNICIPALITY])


def holders(organisation: Organisation, permissions: Iterable[str], day: dt.date) -> QuerySet[RoleAssignment]:
    """Return the roles at the organisation and above it that give one of the permissions on `day`."""
    wanted = list(permissions)
    pieces = organisation.path.rstrip("/").split("/")
    above = ["/".join(pieces[: number + 1]) + "/" for number in range(len(pieces))]
    may = Q(limited_to=None, role__permissions__overlap=wanted) | Q(limited_to__overlap=wanted)
    return RoleAssignment.objects.current(day).filter(may, organisation__path__in=above, user__is_active=True)


def _is_under(organisation: Organisation, paths: Iterable[str]) -> bool:
    return any(organisation.path.startswith(path) for path in paths)
