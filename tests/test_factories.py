"""The factories make objects that the database accepts."""

import pytest
from factory.django import DjangoModelFactory

from tests import factories

FACTORIES = [
    made
    for made in vars(factories).values()
    if isinstance(made, type) and issubclass(made, DjangoModelFactory) and made is not DjangoModelFactory
]


@pytest.mark.django_db
@pytest.mark.parametrize("made", FACTORIES, ids=lambda made: made.__name__)
def test_the_factory_makes_two_valid_objects(made: type[DjangoModelFactory]) -> None:
    first, second = made.create_batch(2)

    assert first.pk is not None
    assert second.pk is not None


@pytest.mark.django_db
def test_a_person_with_a_permission_has_it_there_and_nowhere_else() -> None:
    here, elsewhere = factories.OrganisationFactory.create_batch(2)

    person = factories.person_with("capacity.edit", at=here)

    assert person.has("capacity.edit", here)
    assert not person.has("capacity.edit", elsewhere)
