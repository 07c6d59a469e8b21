"""People and roles as rows that can be read in again."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from randa.core.clock import today
from randa.people.models import ExternalId, RoleAssignment, User


def people_rows(actor: User) -> Iterator[tuple[Any, ...]]:
    """Yield today's and coming roles under the organisations whose people the actor may read in: two queries.

    What the source calls a person stands in the rows of its own organisation alone.
    """
    under = Q(pk__in=[])
    for path in actor.paths_with("people.import"):
        under |= Q(organisation__path__startswith=path)
    rows = RoleAssignment.objects.filter(under).filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today()))
    rows = rows.filter(user__in=User.objects.visible_to(actor)).select_related("user", "role", "organisation")
    held = list(rows.order_by("user__family_name", "user__given_name", "user_id", "pk"))
    keys = ExternalId.objects.filter(user__in={one.user_id for one in held}).select_related("organisation")
    ids = {(key.user_id, key.organisation.path): key.value for key in keys.order_by("pk")}
    for one in held:
        person, root = one.user, one.organisation.path.split("/", 1)[0] + "/"
        ends_on = one.ends_before - dt.timedelta(days=1) if one.ends_before else ""
        yield (
            person.given_name, person.family_name, person.email, person.hsa_id or "", person.title, one.role.code,
            one.organisation.code, one.starts_on, ends_on, ids.get((person.pk, root), ""),
        )  # fmt: skip
