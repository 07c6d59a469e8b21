"""How far somebody's own permissions reach in time: nobody gives or lends beyond that."""

import datetime as dt
from collections.abc import Iterable

from randa.organisations.models import Organisation
from randa.people.models import User

_FOR_EVER = dt.date.max


def own_until(actor: User, permissions: Iterable[str], organisation: Organisation, day: dt.date) -> dt.date | None:
    """Return the first day from `day` on which the actor lacks one of `permissions` over the organisation; None for never.

    Roles that follow each other without a gap count as one. Whoever lacks one today gets `day`.
    """
    held = actor.role_assignments.not_over(day).select_related("role", "organisation").order_by("starts_on", "pk")
    over = [one for one in held if organisation.path.startswith(one.organisation.path)]
    first_without = _FOR_EVER
    for name in set(permissions):
        reached = day
        for one in over:
            if name in one.permissions and one.starts_on <= reached:
                reached = max(reached, one.ends_before or _FOR_EVER)
        first_without = min(first_without, reached)
    return None if first_without == _FOR_EVER else first_without
