"""What the tests of roles and the ways in share."""

import datetime as dt

from randa.core.access.models import Role
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.people.services.delegation import lend_role
from tests.factories import RoleAssignmentFactory, RoleFactory, person_with

TODAY = dt.date(2027, 1, 11)
FEBRUARY = dt.date(2027, 2, 1)
MARCH = dt.date(2027, 3, 1)
READS_IN = ("people.import", "people.view", "people.identity", "roles.grant", "placements.view")
PLAN = ["placements.view", "placements.plan", "roles.delegate"]


def planner(region: Organisation, *, ends_before: dt.date | None = None) -> RoleAssignment:
    """Return a role that its holder may lend."""
    role = RoleFactory.create(code="planner", name_sv="Planerare", permissions=PLAN)
    return RoleAssignmentFactory.create(role=role, organisation=region, ends_before=ends_before)


def viewer_role() -> Role:
    return RoleFactory.create(code="viewer", name_sv="Läsare", permissions=["placements.view"])


def giver(region: Organisation, *permissions: str, ends_before: dt.date | None = None) -> User:
    """Return somebody who may give roles with `permissions` until a day."""
    person = person_with("roles.grant", "placements.view", *permissions, at=region)
    person.role_assignments.update(ends_before=ends_before)
    return person


def again(person: User) -> User:
    """Return the person as the next request reads them, without remembered roles."""
    return User.objects.get(pk=person.pk)


def lend(lent: RoleAssignment, colleague: User, **other: object) -> RoleAssignment:
    """Lend the planner's role to a colleague until February; `other` is asked for instead."""
    asked = {
        "actor": lent.user, "assignment": lent, "email": colleague.email, "starts_on": TODAY, "ends_before": FEBRUARY,
        "permissions": ["placements.plan"], "today": TODAY,
    }  # fmt: skip
    return lend_role(**(asked | other))  # type: ignore[arg-type]
