"""The way in: one fictional person per role, in the demo world only."""

import datetime as dt

import pytest
from django.test import Client

from randa.core.access.models import Role
from randa.core.access.services import load_roles
from randa.home.try_as import demo_people
from randa.people.middleware import DEMO_SESSION
from randa.people.models import User
from tests.factories import OrganisationFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 11)


@pytest.fixture
def people() -> dict[str, User]:
    """One fictional person per role, as the demo world makes them."""
    load_roles()
    region = OrganisationFactory.create(name="Region Provlän")
    made = {}
    for role in Role.objects.all():
        person = UserFactory.create(given_name=f"Prov{role.code}", title="En titel", is_demo=True)
        RoleAssignmentFactory.create(user=person, role=role, organisation=region)
        made[role.code] = person
    return made


def test_every_role_has_its_person_with_role_sentence_and_organisation(people: dict[str, User]) -> None:
    page = Client().get("/prova/").content.decode()

    assert page.count('<li class="person-card') == len(people) == 14
    assert "Planerar och beslutar antalet tjänster" in page
    assert "Region Provlän" in page


def test_an_organisation_that_the_title_names_is_not_said_twice(people: dict[str, User]) -> None:
    User.objects.filter(pk=people["auditor"].pk).update(title="Granskare i Region Provlän")

    places = {one.person.pk: one.place for group in demo_people(TODAY) for one in group.people}

    assert places[people["auditor"].pk] == "Granskare i Region Provlän"
    assert places[people["learner"].pk] == "En titel, Region Provlän"


def test_the_page_costs_two_queries_however_many_people(people: dict[str, User], django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        groups = demo_people(TODAY)

    assert sum(len(group.people) for group in groups) == 14


def test_the_suggested_first_person_is_the_training_manager(people: dict[str, User]) -> None:
    suggested = [one.person for group in demo_people(TODAY) for one in group.people if one.is_suggested]

    assert suggested == [people["training_manager"]]


def test_trying_a_person_signs_in_and_leads_to_their_day(people: dict[str, User]) -> None:
    browser = Client()

    response = browser.post(f"/prova/{people['training_manager'].pk}/", follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert browser.session[DEMO_SESSION] is True
    assert "Hej Provtraining_manager" in response.content.decode()


def test_nothing_of_the_person_before_follows_along(people: dict[str, User], client: Client) -> None:
    client.force_login(people["auditor"])
    session = client.session
    session["tour"] = {"keys": ["sources"], "at": 1}
    session.save()

    client.post(f"/prova/{people['learner'].pk}/")

    assert "tour" not in client.session


def test_a_real_person_cannot_be_tried() -> None:
    assert Client().post(f"/prova/{UserFactory.create().pk}/").status_code == 404


def test_outside_the_demo_world_there_is_no_such_page(people: dict[str, User], settings) -> None:
    settings.RANDA_DEMO = False

    assert Client().get("/prova/").status_code == 404
    assert Client().post(f"/prova/{people['learner'].pk}/").status_code == 404


def test_outside_the_demo_world_the_way_in_is_sign_in(settings) -> None:
    settings.RANDA_DEMO = False

    assert Client().get("/")["Location"] == "/konto/logga-in/"


def test_a_demo_session_does_not_replace_the_second_factor_outside_the_demo_world(client: Client, settings) -> None:
    client.force_login(UserFactory.create())
    settings.RANDA_DEMO = False

    assert client.get("/")["Location"] == "/konto/tvafaktor/app/"


def test_an_empty_demo_world_says_how_to_make_it() -> None:
    assert "randa demo reset" in Client().get("/prova/").content.decode()
