"""One's own page: what one may change oneself, every employer with periods, and a language that follows the person."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from randa.core.audit.models import AuditEvent
from randa.core.audit.naming import mark
from randa.core.notifications.models import Notification, ReturnedAddress
from randa.people.models import User
from randa.people.roles import ROLE_SESSION
from randa.people.services.profile import change_own_details
from tests.factories import OrganisationFactory, RoleAssignmentFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> User:
    person = UserFactory.create(given_name="Vide", family_name="Ek", title="ST-läkare")
    client.force_login(person)
    return person


def page(client: Client) -> str:
    return client.get("/personer/jag/").content.decode()


def test_one_changes_phone_and_language_and_nothing_else(client: Client, person: User) -> None:
    client.post(
        "/personer/jag/",
        {"work_phone": "08-465 00 000", "language": "en", "title": "Chef", "email": "x@test.example", "is_active": ""},
    )

    person.refresh_from_db()
    assert (person.work_phone, person.language, person.title, person.is_active) == (
        "08-465 00 000", "en", "ST-läkare", True,
    )  # fmt: skip
    event = AuditEvent.objects.get(action="person.own_details")
    assert event.after == {"work_phone": mark("08-465 00 000"), "language": "en"}


def test_nothing_changed_is_nothing_written(person: User) -> None:
    change_own_details(actor=person, work_phone=person.work_phone, language=person.language)

    assert not AuditEvent.objects.filter(action="person.own_details").exists()


def test_a_phone_number_of_letters_is_asked_about(client: Client, person: User) -> None:
    response = client.post("/personer/jag/", {"work_phone": "ring mig", "language": "sv"})

    assert response.status_code == 422
    assert "Ett telefonnummer har siffror" in response.content.decode()


def test_several_employers_stand_with_the_periods_of_their_roles(client: Client, person: User) -> None:
    for name, start, end in (
        ("Region Provlän", dt.date(2026, 1, 1), None),
        ("Region Annan", dt.date(2025, 1, 1), dt.date(2027, 1, 11)),
        ("Kommun Tredje", dt.date(2027, 1, 12), None),
    ):
        RoleAssignmentFactory.create(
            user=person, organisation=OrganisationFactory.create(name=name), starts_on=start, ends_before=end
        )

    text = page(client)

    for name, state in (("Region Provlän", "gäller nu"), ("Region Annan", "avslutad"), ("Kommun Tredje", "kommer")):
        assert state in text.split(f"<h3>{name}</h3>")[1].split("<h3>")[0]


def test_one_works_as_another_role_and_stays_on_the_page(client: Client, person: User) -> None:
    roles = [RoleAssignmentFactory.create(user=person) for _ in range(2)]

    response = client.post("/roll/", {"role": roles[1].pk, "next": "/personer/jag/"})

    assert response.headers["Location"] == "/personer/jag/"
    assert client.session[ROLE_SESSION] == str(roles[1].pk)
    assert client.post("/roll/", {"role": roles[0].pk, "next": "//evil.example"}).headers["Location"] == "/"


def test_somebody_elses_role_is_not_chosen(client: Client, person: User) -> None:
    client.post("/roll/", {"role": RoleAssignmentFactory.create().pk})

    assert ROLE_SESSION not in client.session


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_as_many_queries_for_three_roles_as_for_one(
    client: Client, person: User, rows: int, django_assert_num_queries
) -> None:
    for _ in range(rows):
        RoleAssignmentFactory.create(user=person)
        EmailAddress.objects.create(user=person, email=f"{_}@test.example")

    with django_assert_num_queries(8):  # session, person, roles of today; roles, addresses, returned; bell
        page(client)


def test_the_language_one_has_chosen_is_there_on_another_device(settings) -> None:
    person = UserFactory.create(language="en")
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "SecondFactor" not in one]
    elsewhere = Client(headers={"Accept-Language": "sv"})
    elsewhere.force_login(person)

    assert '<html lang="en"' in page(elsewhere)
    elsewhere.post("/sprak/", {"language": "sv", "next": "/personer/jag/"})

    person.refresh_from_db()
    assert person.language == "sv"
    assert '<html lang="sv"' in page(elsewhere)


def test_in_the_demo_world_the_switch_changes_nobody(client: Client, person: User) -> None:
    client.post("/sprak/", {"language": "en"})

    person.refresh_from_db()
    assert person.language == "sv"


def test_a_new_address_is_asked_to_be_confirmed_and_gets_mail_only_afterwards(client: Client, person: User) -> None:
    client.post("/konto/epost/", {"action_add": "", "email": "ny@test.example"})

    (sent,) = [one for one in mail.outbox if one.to == ["ny@test.example"]]
    link = next(word for word in sent.body.split() if "/konto/epost/bekrafta/" in word)
    client.post("/konto/epost/", {"action_primary": "", "email": "ny@test.example"})
    person.refresh_from_db()
    assert person.email != "ny@test.example"

    opened = client.get(link.replace("http://testserver", ""))
    assert opened["Location"] == "/konto/epost/bekrafta/oppnad/"
    assert "Tillhör ny@test.example dig?" in client.get(opened["Location"]).content.decode()
    client.post(opened["Location"])
    client.post("/konto/epost/", {"action_primary": "", "email": "ny@test.example"})

    person.refresh_from_db()
    assert person.email == "ny@test.example"
    told = Notification.objects.filter(recipient=person, kind="security.account").values_list("title", flat=True)
    assert set(told) == {"En e-postadress lades till på ditt konto", "Mejl från Randa går nu till en annan adress"}


def test_whoever_corrects_people_sees_whose_mail_comes_back_of_those_they_may_see(client: Client) -> None:
    region = OrganisationFactory.create()
    for one, address in (
        (person_with("people.view", at=region), "har@test.example"),
        (UserFactory.create(), "annan@test.example"),
    ):
        ReturnedAddress.objects.create(person=one, address=address, last_at=timezone.now(), reason="550")
    client.force_login(person_with("people.view", "people.edit", at=region))

    text = client.get("/personer/aterkomna-mejl/").content.decode()

    assert "har@test.example" in text
    assert "annan@test.example" not in text
