"""People of a journey's own in the demo world, so that what it changes is nobody else's."""

from randa.demo.people import FROM
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User


def somebody(given_name: str, role: str = "learner", at: str = "REG-20") -> User:
    """Return a fictional person with a role since the demo world's first day; `visit(address, person)` signs in as them."""
    person = User.objects.create_user(
        email=f"{given_name.lower()}{User.objects.count()}@resa.example",
        given_name=given_name,
        family_name="Provsson",
        is_demo=True,
    )
    place = Organisation.objects.get(code=at)
    RoleAssignment.objects.create(user=person, role_id=role, organisation=place, starts_on=FROM, reason="resa")
    return person
