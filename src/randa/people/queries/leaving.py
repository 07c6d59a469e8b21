"""What ends when somebody leaves."""

import datetime as dt

from django.db.models import QuerySet

from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, RoleBatch, User
from randa.people.queries.granting import organisations_to_grant


def roles_that_end(person: User, organisation: Organisation, on: dt.date) -> list[RoleAssignment]:
    """Return the person's roles at the organisation and below it that would hold on `on` or later."""
    rows = person.role_assignments.not_over(on).exclude(ends_before=on)
    under = rows.filter(organisation__path__startswith=organisation.path)
    return list(
        under.select_related("role", "organisation", "user", "delegated_from__user").order_by("starts_on", "pk")
    )


def places_to_leave(actor: User, person: User, day: dt.date) -> QuerySet[Organisation]:
    """Return where the person has roles that the actor may end, and what lies above these."""
    paths = person.role_assignments.not_over(day).values_list("organisation__path", flat=True)
    above = {path[: end + 1] for path in paths for end, letter in enumerate(path) if letter == "/"}
    return organisations_to_grant(actor).filter(path__in=above)


def leaving_ahead(actor: User, person: User, day: dt.date) -> list[RoleBatch]:
    """Return when the person leaves, as far as it can still be undone."""
    rows = RoleBatch.objects.visible_to(actor).filter(person=person, kind="leave", undone_at=None, on__gt=day)
    return list(rows.select_related("organisation").order_by("on", "pk"))
