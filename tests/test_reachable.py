"""Everything that a person may open can be reached from the start page by following links."""

import re
from collections import deque

import pytest
from django.urls import Resolver404, resolve

from tests.access.asking import Asker
from tests.access.table import OPEN, read
from tests.access.world import World
from tests.test_access import ROUTES

pytestmark = pytest.mark.django_db
_LINK = re.compile(r'(?:href|action|data-url|hx-get)="(/[^"#]*)')
MOST_PAGES = 600
# Pages without arguments that nobody is led to by a link, and why.
_ON_THE_WAY = "opens on the way through signing in or confirming who one is"
_OWN_FACTORS = (
    "linked from the security page of an account with a password or a second factor of its own; these have none"
)
_NO_DATA = "linked from the page above it when there are published tables; this world has none"
NOT_LED_TO = {
    **dict.fromkeys(
        ("account_set_password", "identity:back_again", "identity:link", "identity:sign_in_again", "mfa_authenticate"),
        _ON_THE_WAY,
    ),
    **dict.fromkeys(("mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_login_webauthn"), _OWN_FACTORS),
    **dict.fromkeys(("dimensioning:claims_all", "dimensioning:claims_own"), _NO_DATA),
    "exchange:group_new": "linked for whoever asks for seats at a university; these work in regions",
    "exchange:mine": "linked for students from their placements; this learner is a doctor",
    "search:palette": "asked by the script of the search field",
}
# Open to everybody who is signed in and empty for those whom the menu does not lead there.
EMPTY_FOR = {
    "learner": {"placements:plans", "people:role_matrix"},
    "training_manager": {"placements:mine", "exchange:my_queues"},
    "administrator": {"exchange:my_queues"},
}


def routes_found(asker: Asker) -> set[str]:
    """Return the names of all routes that links and forms lead to, beginning on the start page; each route is opened once or twice."""
    found: dict[str, int] = {}
    waiting, seen = deque(["/"]), {"/"}
    for _ in range(MOST_PAGES):
        if not waiting:
            break
        address = waiting.popleft()
        answer = asker.ask(address, "GET")
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for link in _LINK.findall(answer.content.decode()):
            route = _route(link)
            if route:
                found[route] = found.get(route, 0) + 1
                if link not in seen and found[route] <= 2:
                    seen.add(link)
                    waiting.append(link)
    return set(found)


def _route(link: str) -> str:
    try:
        return resolve(link.partition("?")[0]).view_name
    except Resolver404:
        return ""


@pytest.mark.slow
@pytest.mark.parametrize("actor", ["learner", "training_manager", "administrator"])
def test_every_page_that_one_may_open_is_reached_by_links(actor: str, standing_world: World) -> None:
    person = standing_world.actors[actor]
    assert person is not None
    permissions = {name for held in person.current_roles() for name in held.permissions}
    wanted = {
        row.route
        for row in read().values()
        if row.method == "GET" and not ROUTES[row.route] and row.nobody != OPEN and row.here.answer(permissions) == OPEN
    }

    found = routes_found(Asker(person))

    lost = wanted - found - set(NOT_LED_TO) - EMPTY_FOR[actor]
    assert sorted(route for route in lost if not route.startswith("api:")) == []
