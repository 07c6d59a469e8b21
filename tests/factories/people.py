"""People and their roles."""

import factory
from factory.django import DjangoModelFactory

from randa.core.access.models import Role
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from tests.factories.days import YEAR_BEFORE
from tests.factories.organisations import OrganisationFactory


class UserFactory(DjangoModelFactory[User]):
    """A person who can sign in with no password: tests use `client.force_login`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@test.example")
    given_name = "Vide"
    family_name = factory.Sequence(lambda n: f"Provsson{n}")
    password = "!"


class RoleFactory(DjangoModelFactory[Role]):
    """A role with no permissions; give `permissions=[…]`."""

    class Meta:
        model = Role
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"role_{n}")
    name_sv = factory.LazyAttribute(lambda made: f"Roll {made.code}")
    name_en = factory.LazyAttribute(lambda made: f"Role {made.code}")
    sentence_sv = "Får göra det som står här."
    sentence_en = "May do what stands here."
    permissions = factory.LazyFunction(list)


class RoleAssignmentFactory(DjangoModelFactory[RoleAssignment]):
    """A role that holds today."""

    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = factory.SubFactory(RoleFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = YEAR_BEFORE


def person_with(*permissions: str, at: Organisation, code: str | None = None) -> User:
    """Return a new person who today has exactly `permissions` over `at` and all below it."""
    role = RoleFactory.create(permissions=list(permissions), **({"code": code} if code else {}))
    return RoleAssignmentFactory.create(role=role, organisation=at).user
