"""The application interface: what it gives, to whom, and that its description is true."""

import pytest
from django.test import Client

from randa.api.api import api
from tests.factories import OrganisationFactory, PlannedPostsFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/api/organisationer", "/api/organisationer/X", "/api/dimensionering/plan", "/api/mig"]
)
def test_who_is_not_signed_in_gets_401_and_a_sentence(address: str) -> None:
    response = Client().get(address)

    assert response.status_code == 401
    answer = response.json()
    assert (answer["code"], answer["message"]) == ("not_signed_in", "Logga in först.")
    assert answer["request_id"] == response["X-Request-ID"]


def test_every_answer_that_can_come_is_described() -> None:
    described = api.get_openapi_schema()["paths"]

    for address, methods in described.items():
        for operation in methods.values():
            answers = set(operation["responses"])
            assert {401, 403, 404, 409, 422, 429} <= answers, address
            assert answers & {200, 201}, address


def test_organisations_come_in_swedish_order_and_in_pages(client: Client) -> None:
    for name in ("Ödeshög", "Ale", "Ärla", "Åsa"):
        OrganisationFactory.create(name=name, kind="municipality")
    client.force_login(UserFactory.create())

    answer = client.get("/api/organisationer", {"kind": "municipality", "limit": 3}).json()

    assert [row["name"] for row in answer["rows"]] == ["Ale", "Åsa", "Ärla"]
    assert (answer["total"], answer["limit"], answer["offset"]) == (4, 3, 0)


def test_an_organisation_is_found_by_its_code_or_not_at_all(client: Client) -> None:
    OrganisationFactory.create(code="REG-20", name="Region Dalarna")
    client.force_login(UserFactory.create())

    assert client.get("/api/organisationer/REG-20").json()["name"] == "Region Dalarna"
    assert client.get("/api/organisationer/REG-99").status_code == 404


def test_the_plan_is_filtered_by_year_and_region(client: Client) -> None:
    region = OrganisationFactory.create(code="REG-20")
    PlannedPostsFactory.create(region=region, year=2027, posts=30)
    PlannedPostsFactory.create(region=region, year=2028)
    PlannedPostsFactory.create(year=2027)
    client.force_login(person_with("dimensioning.view", at=region))

    answer = client.get("/api/dimensionering/plan", {"year": 2027, "region": "REG-20"}).json()

    assert [(row["region"], row["year"], row["posts"]) for row in answer["rows"]] == [("REG-20", 2027, 30)]


def test_the_plan_needs_its_permission_and_says_which_rule(client: Client) -> None:
    client.force_login(UserFactory.create())

    response = client.get("/api/dimensionering/plan")

    assert (response.status_code, response.json()["code"]) == (403, "can_view_plan")


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": "mycket"}, {"year": 1800}, {"post_type": "XX"}])
def test_a_wrong_question_is_422_with_the_name_of_what_is_wrong(client: Client, wrong: dict[str, object]) -> None:
    client.force_login(person_with("dimensioning.view", at=OrganisationFactory.create()))

    response = client.get("/api/dimensionering/plan", wrong)

    assert response.status_code == 422
    assert next(iter(wrong)) in str(response.json())


def test_i_am_told_my_roles_and_permissions_of_today(client: Client) -> None:
    region = OrganisationFactory.create(code="REG-20")
    client.force_login(person_with("dimensioning.view", at=region, code="recruiter"))

    answer = client.get("/api/mig").json()

    assert answer["permissions"] == ["dimensioning.view"]
    assert [(role["role"], role["organisation"]) for role in answer["roles"]] == [("recruiter", "REG-20")]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_the_plan_costs_the_same_for_three_rows_as_for_one(
    client: Client, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        PlannedPostsFactory.create(year=2027 + number)
    client.force_login(person_with("dimensioning.view", at=OrganisationFactory.create()))

    with django_assert_num_queries(5):  # session, person, roles, rows, count
        answer = client.get("/api/dimensionering/plan").json()

    assert len(answer["rows"]) == rows


def test_an_address_that_does_not_exist_and_a_wrong_method_are_refused_in_the_same_shape(client: Client) -> None:
    client.force_login(UserFactory.create())

    for response in (client.get("/api/finns-inte"), client.delete("/api/mig"), client.get("/api/personer/x/y")):
        assert response.status_code in {404, 405}
        assert set(response.json()) == {"code", "message", "request_id", "problems"}
