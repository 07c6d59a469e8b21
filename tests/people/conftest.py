"""Where most tests of people take place, and who reads people in from a file there."""

import pytest

from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import OrganisationFactory, RoleFactory, person_with
from tests.people.world import READS_IN


@pytest.fixture
def region() -> Organisation:
    made: Organisation = OrganisationFactory.create()
    return made


@pytest.fixture
def clerk(region: Organisation) -> User:
    """Somebody who may read in people at the region; the role that their files name is there."""
    RoleFactory.create(code="provroll", name_sv="Provroll", permissions=["placements.view"])
    return person_with(*READS_IN, at=region)
