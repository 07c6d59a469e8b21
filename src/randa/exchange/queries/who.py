"""Who speaks for an organisation about seats: those with the permission there, else those nearest above."""

import datetime as dt

from randa.core.access.row_security import as_system
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.queries.sharing import holders


def speakers_of(organisation: Organisation, permission: str, day: dt.date) -> list[User]:
    """Return the people to tell: of the nearest level that has any, so that a whole region is not told about one unit."""
    with as_system("the other side is told, whoever that is"):
        held = list(holders(organisation, [permission], day).select_related("user", "organisation"))
    if not held:
        return []
    nearest = max(len(one.organisation.path) for one in held)
    return list({one.user_id: one.user for one in held if len(one.organisation.path) == nearest}.values())
