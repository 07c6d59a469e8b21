"""Keeping and showing identity numbers. The only number here is the published example."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.secrets_at_rest import reveal
from randa.organisations.models import Organisation
from randa.people.errors import IdentityNumberTakenError, IdentityReasonMissingError
from randa.people.identity_numbers import InvalidIdentityNumberError
from randa.people.models import IdentityNumber, User
from randa.people.services.identity_numbers import record_identity_number, reveal_identity_number
from tests.factories import OrganisationFactory, RoleAssignmentFactory, person_with

TODAY = dt.date(2027, 1, 11)
EXAMPLE, STORED = "701063-2391", "197010632391"  # published by Skatteverket
PERMISSIONS = ("people.view", "people.identity")


@pytest.fixture
def region(db: None) -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def clerk(region: Organisation) -> User:
    return person_with(*PERMISSIONS, at=region)


def colleague(region: Organisation) -> User:
    return RoleAssignmentFactory.create(organisation=region).user


def record(clerk: User, person: User, **changed: str) -> IdentityNumber:
    given = {"kind": "coordination", "number": EXAMPLE, "level": "likely", "reason": "Enligt beskedet"} | changed
    return record_identity_number(actor=clerk, person=person, today=TODAY, **given)


def test_a_number_is_stored_once_with_twelve_digits_and_the_log_never_holds_it(
    region: Organisation, clerk: User
) -> None:
    person = colleague(region)

    made = record(clerk, person)

    assert record(clerk, person) == made
    assert reveal(made, "number") == STORED
    event = AuditEvent.objects.get(action="identity_number.recorded")
    assert event.after == {"kind": "coordination", "level": "likely", "number": "••••••••-••91"}
    assert event.reason == "Enligt beskedet"


def test_a_person_without_number_gets_one_and_later_another_and_the_history_stays(
    region: Organisation, clerk: User
) -> None:
    person = colleague(region)

    record(clerk, person, kind="none", number="", level="")
    record(clerk, person, kind="reserve", number=" r-204 ", level="")
    record(clerk, person)

    rows = person.identity_numbers.order_by("recorded_at")
    assert [(row.kind, reveal(row, "number"), row.ends_before) for row in rows] == [
        ("none", "", TODAY),
        ("reserve", "R-204", TODAY),
        ("coordination", STORED, None),
    ]


def test_two_people_cannot_have_the_same_number_but_it_is_free_when_the_first_got_another(
    region: Organisation, clerk: User
) -> None:
    first, second = colleague(region), colleague(region)
    record(clerk, first)

    with pytest.raises(IdentityNumberTakenError, match="slå ihop"):
        record(clerk, second)

    record(clerk, first, kind="none", number="", level="")
    assert reveal(record(clerk, second), "number") == STORED


def test_a_level_alone_can_change_and_is_only_of_coordination_numbers(region: Organisation, clerk: User) -> None:
    person = colleague(region)
    record(clerk, person)

    assert record(clerk, person, level="confirmed").level == "confirmed"
    assert record(clerk, person, kind="reserve", number="R-1", level="confirmed").level == ""


def test_a_number_of_another_kind_is_told_which(region: Organisation, clerk: User) -> None:
    with pytest.raises(InvalidIdentityNumberError, match="ett samordningsnummer"):
        record(clerk, colleague(region), kind="personal")
    with pytest.raises(InvalidIdentityNumberError, match="reservnummer"):
        record(clerk, colleague(region), kind="reserve", number="R_1")


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        ("none", EXAMPLE, "valt att nummer saknas"),
        ("coordination", "  ", "saknar svenskt nummer"),
        ("reserve", EXAMPLE, "ett samordningsnummer"),
    ],
)
def test_a_number_and_its_kind_that_contradict_each_other_are_refused_and_nothing_is_replaced(
    region: Organisation, clerk: User, kind: str, number: str, words: str
) -> None:
    person = colleague(region)
    held = record(clerk, person, kind="reserve", number="R-1", level="")

    with pytest.raises(InvalidIdentityNumberError, match=words):
        record(clerk, person, kind=kind, number=number, level="")

    assert person.identity_numbers.current().get() == held


def test_only_who_keeps_numbers_over_the_person_may_record_or_see_them(region: Organisation, clerk: User) -> None:
    person = colleague(region)
    made = record(clerk, person)
    stranger = person_with(*PERMISSIONS, at=OrganisationFactory.create())
    manager = person_with("people.view", "people.edit", at=region)

    for actor in (stranger, manager, person):
        with pytest.raises(PermissionDenied):
            record(actor, person, kind="none", number="")
    for actor in (stranger, manager):
        with pytest.raises(PermissionDenied):
            reveal_identity_number(actor=actor, identity=made, reason="Nyfiken")


def test_showing_a_number_needs_a_reason_and_is_remembered(region: Organisation, clerk: User) -> None:
    person = colleague(region)
    made = record(clerk, person)

    with pytest.raises(IdentityReasonMissingError):
        reveal_identity_number(actor=clerk, identity=made, reason="  ")
    shown = reveal_identity_number(actor=clerk, identity=made, reason="Intyg till Socialstyrelsen")

    assert shown == "19701063-2391"
    event = AuditEvent.objects.get(action="identity_number.shown")
    assert (event.actor, event.object_id, event.reason) == (clerk, str(person.pk), "Intyg till Socialstyrelsen")
    assert reveal_identity_number(actor=person, identity=made) == "19701063-2391"
    assert AuditEvent.objects.filter(action="identity_number.shown").count() == 2


def test_the_page_covers_the_number_until_a_reason_is_given(client, region: Organisation, clerk: User) -> None:
    person = colleague(region)
    record(clerk, person)
    client.force_login(clerk)
    page, show = (reverse(f"people:{name}", args=[person.pk]) for name in ("identity_number", "identity_number_show"))

    covered = client.get(page)
    refused = client.post(show, {"reason": ""})
    shown = client.post(show, {"reason": "Intyg till Socialstyrelsen"})

    assert "••••••••-••91" in covered.content.decode()
    assert [b"2391" in answer.content for answer in (covered, refused, shown)] == [False, False, True]
    assert refused.status_code == 422
    assert "no-store" in shown["Cache-Control"]


def test_a_wrong_number_is_told_at_the_field_and_what_was_typed_stays(
    client, region: Organisation, clerk: User
) -> None:
    client.force_login(clerk)
    person = colleague(region)

    answer = client.post(
        reverse("people:identity_number", args=[person.pk]),
        {"kind": "coordination", "number": "701063-2390", "level": "", "reason": "Enligt beskedet"},
    )

    assert answer.status_code == 422
    assert "Kontrollsiffran stämmer inte" in answer.content.decode()
    assert 'value="701063-2390"' in answer.content.decode()


def typed(**changed: str) -> dict[str, str]:
    return {"kind": "coordination", "number": EXAMPLE, "level": "likely", "reason": "Enligt beskedet"} | changed


def address_of(person: User, name: str = "identity_number") -> str:
    return reverse(f"people:{name}", args=[person.pk])


def test_a_level_of_another_kind_is_told_at_the_level_and_what_was_typed_stays(
    client, region: Organisation, clerk: User
) -> None:
    client.force_login(clerk)
    person = colleague(region)

    answer = client.post(address_of(person), typed(kind="reserve", number="R-204"))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["level"]
    assert 'value="R-204"' in answer.content.decode()
    assert not person.identity_numbers.exists()


def test_what_somebody_else_recorded_in_the_meantime_is_told_before_it_is_replaced(
    client, region: Organisation, clerk: User
) -> None:
    person = colleague(region)
    client.force_login(clerk)
    seen = client.get(address_of(person)).context["form"]["seen"].value()
    record(clerk, person)

    told = client.post(address_of(person), typed(kind="none", number="", level="", seen=seen))
    again = client.post(
        address_of(person), typed(kind="none", number="", level="", seen=told.context["form"]["seen"].value())
    )

    assert "Nu står det: samordningsnummer ••••••••-••91" in told.content.decode()
    assert (told.status_code, again.status_code) == (422, 302)
    assert person.identity_numbers.current().get().kind == "none"


def test_the_same_number_again_says_that_nothing_changed(client, region: Organisation, clerk: User) -> None:
    client.force_login(clerk)
    person = colleague(region)
    record(clerk, person)

    page = client.post(address_of(person), typed(), follow=True).content.decode()

    assert "Inget har ändrats." in page
    assert person.identity_numbers.count() == 1


def test_a_number_can_be_recorded_from_the_page_that_shows_one(client, region: Organisation, clerk: User) -> None:
    person = colleague(region)
    record(clerk, person)
    client.force_login(clerk)

    page = client.post(address_of(person, "identity_number_show"), {"reason": "Intyg till Socialstyrelsen"})
    refused = client.post(address_of(person, "identity_number_show"), {"reason": ""})

    for answer in (page, refused):  # the form does not go back to where the number was shown
        assert f'<form method="post" action="{address_of(person)}"' in answer.content.decode()
    for name in ("id_reason", "id_asked_reason"):  # two reasons on one page, each with its own label
        assert refused.content.decode().count(f'id="{name}"') == 1


def test_a_number_that_is_gone_when_it_is_to_be_shown_is_told(client, region: Organisation, clerk: User) -> None:
    person = colleague(region)
    record(clerk, person, kind="none", number="", level="")
    client.force_login(clerk)

    page = client.post(address_of(person, "identity_number_show"), {"reason": "Intyg"}, follow=True)

    assert "Personen har inget nummer längre." in page.content.decode()


def test_what_was_had_for_less_than_a_day_is_one_day_in_the_history(client, region: Organisation, clerk: User) -> None:
    person = colleague(region)
    record(clerk, person, kind="none", number="", level="")
    record(clerk, person, kind="reserve", number="R-1", level="")
    client.force_login(clerk)

    assert "2027-01-11: saknar svenskt nummer. Enligt" in client.get(address_of(person)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_cannot_give_one_number_to_two_people() -> None:
    region = OrganisationFactory.create()
    clerk = person_with(*PERMISSIONS, at=region)
    people = [colleague(region) for _ in range(4)]
    barrier, refused = threading.Barrier(4), []

    def give(person: User) -> None:
        barrier.wait()
        try:
            record(clerk, person)
        except IdentityNumberTakenError:
            refused.append(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 3
    assert IdentityNumber.objects.current().count() == 1
