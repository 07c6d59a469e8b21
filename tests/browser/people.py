"""People of a journey's own in the demo world, so that what it changes is nobody else's."""

from randa.demo.people import FROM
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.training.models import Enrolment, Post, Programme

BT = (Programme.Kind.BT_FREE, Programme.Kind.BT_INTEGRATED)


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


def doctor(given_name: str, at: str) -> Enrolment:
    """Return a fictional doctor on a post of their own in a region, without any placement."""
    person = somebody(given_name, at=at)
    programme = Programme.objects.filter(region__code=at, kind__in=BT).order_by("pk")[0]
    post = Post.objects.create(
        region=programme.region, programme=programme, base=programme.region, number=f"RESA-{at[4:]}-{Post.objects.count()}",
        starts_on=FROM,
    )  # fmt: skip
    return Enrolment.objects.create(learner=person, post=post, starts_on=FROM)
