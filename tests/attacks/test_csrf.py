"""A page elsewhere cannot make a signed-in person's browser change anything."""

import pytest

from tests.attacks.conftest import Target, routes_with

pytestmark = pytest.mark.django_db
# Addresses that other systems post to. None of them acts for the session in the browser's cookie; what each trusts instead:
TRUST_SOMETHING_ELSE = {
    "identity:saml_acs": "the identity provider's signature, and a request of ours that the answer names",
}


@pytest.mark.parametrize("route", routes_with("POST"))
def test_a_post_without_the_forms_token_is_refused(route: str, target: Target) -> None:
    answer = target.administrator.ask(target.address(route), "POST", csrf=True)

    if route.startswith(("api:", "scim:")) and answer.status_code in (401, 404, 405):
        return  # asks for a key and knows no cookie, or takes no POST at all
    if route in TRUST_SOMETHING_ELSE:
        assert answer.status_code in (302, 400, 403, 404)
        return
    assert answer.status_code == 403, f"{route} answered {answer.status_code}"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("route", sorted(set(routes_with("POST")) - set(routes_with("GET"))))
def test_what_takes_a_form_is_not_done_by_a_link(route: str, method: str, target: Target) -> None:
    assert target.administrator.ask(target.address(route), method).status_code in (401, 403, 404, 405)
