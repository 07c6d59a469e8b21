"""Who may read in people from a file."""

from randa.organisations.models import Organisation
from randa.people.models import User


def can_import_people(actor: User, organisation: Organisation) -> bool:
    """Whoever has the permission over the organisation. Which roles the file may give is asked row by row."""
    return actor.has("people.import", organisation)
