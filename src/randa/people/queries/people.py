"""Reads for the list of people and for the page of one of them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.core.access.models import Role
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User, UserQuerySet
from randa.people.queries.stand_ins import put_what_was_done

STATES: dict[str, str | Promise] = {
    "active": _("Har roll i dag"),
    "coming": _("Börjar senare"),
    "none": _("Saknar roll"),
    "unseen": _("Har inte loggat in"),
    "closed": _("Avslutat konto"),
}
ROLES_TODAY = "roles_today"


def people_rows(*, viewer: User, day: dt.date) -> UserQuerySet:
    """People the viewer may see, by name, each with `roles_today` that the viewer may see: two queries at any size."""
    roles = RoleAssignment.objects.visible_to(viewer).current(day)
    held = roles.select_related("role", "organisation", "delegated_from__user").order_by("role__sort_order", "pk")
    return (
        User.objects.visible_to(viewer)
        .filter(merged_into__isnull=True)
        .order_by("sort_name", "pk")
        .prefetch_related(Prefetch("role_assignments", queryset=held, to_attr=ROLES_TODAY))
    )


def with_role(rows: QuerySet[User], code: str, *, viewer: User, day: dt.date) -> QuerySet[User]:
    """Narrow people to those who have the role today at an organisation the viewer may see."""
    held = RoleAssignment.objects.visible_to(viewer).current(day).filter(role=code)
    return rows.filter(pk__in=held.values("user"))


def at_organisation(rows: QuerySet[User], code: str, *, viewer: User, day: dt.date) -> QuerySet[User]:
    """Narrow people to those with a role today at the organisation or below it."""
    paths = Organisation.objects.filter(code=code).values_list("path", flat=True)
    held = RoleAssignment.objects.visible_to(viewer).current(day)
    return rows.filter(pk__in=held.filter(organisation__path__startswith="".join(paths[:1]) or "/").values("user"))


def in_state(rows: QuerySet[User], state: str, *, day: dt.date) -> QuerySet[User]:
    """Narrow people to one of STATES; an unknown state leaves nobody."""
    own = RoleAssignment.objects.filter(user=OuterRef("pk"))
    has_now, has_later = Exists(own.current(day)), Exists(own.filter(starts_on__gt=day))
    conditions = {
        "active": Q(is_active=True) & has_now,
        "coming": Q(is_active=True) & ~has_now & has_later,
        "none": Q(is_active=True) & ~has_now & ~has_later,
        "unseen": Q(is_active=True, last_login__isnull=True),
        "closed": Q(is_active=False),
    }
    return rows.filter(conditions[state]) if state in conditions else rows.none()


def organisations_to_filter(viewer: User) -> list[Organisation]:
    """Return regions, hospitals and the like under the viewer's organisations; units are found by searching."""
    under = Q(pk__in=[])
    for path in viewer.paths_with("people.view"):
        under |= Q(path__startswith=path)
    return list(Organisation.objects.filter(under).exclude(kind=Organisation.Kind.UNIT).order_by("path")[:200])


def role_choices() -> list[tuple[str, str]]:
    return [(role.code, role.name) for role in Role.objects.all()]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the page of a person shows: roles by when they hold, and who stands in for whom."""

    person: User
    now: list[RoleAssignment]
    coming: list[RoleAssignment]
    over: list[RoleAssignment]
    lent: list[RoleAssignment]

    @property
    def next_end(self) -> dt.date | None:
        """The first day on which a role of today is over; None when none of them has an end."""
        return min((one.ends_before for one in self.now if one.ends_before), default=None)

    @property
    def state(self) -> str:
        if not self.person.is_active:
            return "closed"
        if self.now:
            return "unseen" if self.person.last_login is None else "active"
        return "coming" if self.coming else "none"


def person_page(*, viewer: User, person: User, day: dt.date) -> PersonPage:
    """Return the roles of one person that the viewer may see: two queries, and a few more when there are stand-ins among them."""
    seen = RoleAssignment.objects.visible_to(viewer).select_related(
        "role", "organisation", "granted_by", "delegated_from__user", "user"
    )
    rows = list(seen.filter(user=person).order_by("-starts_on", "role__sort_order", "pk"))
    lent = list(seen.filter(delegated_from__user=person).not_over(day).order_by("starts_on", "pk"))
    put_what_was_done([*rows, *lent])
    return PersonPage(
        person=person,
        now=[one for one in rows if one.starts_on <= day and (one.ends_before is None or one.ends_before > day)],
        coming=[one for one in rows if one.starts_on > day],
        over=[one for one in rows if one.ends_before is not None and one.ends_before <= day],
        lent=lent,
    )
