"""Which of a person's roles comes first: the one they chose to work as."""

from django.http import HttpRequest

from randa.people.models import User

ROLE_SESSION = "working_as"


def put_chosen_first(request: HttpRequest, person: User) -> None:
    """Order the person's roles of today so that the chosen one is first; pages that need one region take the first."""
    chosen = request.session.get(ROLE_SESSION)
    if chosen:
        person.current_roles().sort(key=lambda one: str(one.pk) != chosen)
