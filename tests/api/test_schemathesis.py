"""The whole interface is called with whatever its description allows, and what it does not: it never fails, and answers as described."""

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis.errors import Unsatisfiable
from pytest_django.live_server_helper import LiveServer
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from randa.api.api import api
from randa.core.access.models import Role
from randa.core.access.services import load_roles
from randa.people.models import User
from tests.factories import (
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    PlannedPostsFactory,
    RoleAssignmentFactory,
)
from tests.integrations.world import own_key

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    (address.removeprefix("/api"), method.upper())
    for address, methods in api.get_openapi_schema()["paths"].items()
    for method in methods
]
EXAMPLES = 12  # for each operation, as somebody and as nobody, with input that fits and with input that does not


def _administrator() -> User:
    load_roles()
    region = OrganisationFactory.create(code="REG-20")
    PlannedPostsFactory.create(region=region)
    PlacementFactory.create(plan=PlanFactory.create(regions=[region], state="published"), is_published=True)
    held = RoleAssignmentFactory.create(role=Role.objects.get(code="administrator"), organisation=region)
    person: User = held.user
    return person


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_interface_never_fails_and_answers_as_it_says(
    live_server: LiveServer, settings: Any, mode: GenerationMode
) -> None:
    settings.RANDA_API_PER_MINUTE = settings.RANDA_API_REFUSED_PER_MINUTE = 1_000_000
    _key, token = own_key(_administrator())
    description = schemathesis.openapi.from_url(f"{live_server.url}/api/openapi.json")
    called = 0

    for found in description.get_all_operations():
        operation = found.ok()
        called += 1
        _call(operation, mode, {"Authorization": f"Bearer {token}"})
        _call(operation, mode, {})

    assert called == len(OPERATIONS)


def _call(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @examples(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    def run(case: Any) -> None:
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    with suppress(Unsatisfiable):  # nothing can be wrong about a call that takes nothing
        run()
