"""Min dag: the gravest consequence first, what can wait is put off, and accounts and sign-in wait there too."""

import datetime as dt
import itertools

import pytest
from django.test import Client
from django.utils import timezone

from randa.core.notifications import waiting
from randa.core.notifications.models import ReturnedAddress
from randa.core.notifications.services.choices import put_off
from randa.core.notifications.waiting import Consequence, Task, Urgency
from randa.home.providers_accounts import (
    certificates_that_end,
    invitations_to_approve,
    own_returned_mail,
    requests_to_answer,
    roles_that_end,
)
from randa.home.waiting import tasks_of
from randa.people.models import User
from randa.people.models.invitations import Invitation, RegistrationRequest
from tests.factories import OrganisationFactory, RoleAssignmentFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 11)
TOMORROW = dt.date(2027, 1, 12)


def task(title: str, consequence: Consequence = Consequence.OWN, **more: object) -> Task:
    return Task(Urgency.WAITING, title, "", consequence=consequence, **more)  # type: ignore[arg-type]


def test_safety_comes_before_law_before_others_before_oneself_and_then_the_earliest_day() -> None:
    wanted = [
        task("Säkerhet", Consequence.SAFETY, on=dt.date(2027, 12, 1)),
        task("Lag i dag", Consequence.LEGAL, on=TODAY),
        task("Lag sedan", Consequence.LEGAL, on=TOMORROW),
        task("Lag utan dag", Consequence.LEGAL),
        task("Andra väntar", Consequence.BLOCKS, on=TODAY),
        task("Eget", Consequence.OWN, on=TODAY),
    ]

    for given in itertools.islice(itertools.permutations(wanted), 0, 720, 41):
        assert sorted(given, key=lambda one: one.order) == wanted


def test_what_is_urgent_stands_before_what_is_grave_but_far_away() -> None:
    now = Task(Urgency.NOW, "Brådskar", "")

    assert now.order < task("Säkerhet", Consequence.SAFETY).order


@pytest.mark.parametrize(
    ("consequence", "waits"),
    [
        (Consequence.SAFETY, False),
        (Consequence.LEGAL, False),
        (Consequence.BLOCKS, True),
        (Consequence.OWN, True),
    ],
)
def test_safety_and_law_cannot_be_put_off_whatever_a_form_says(
    consequence: Consequence, waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_PROVIDERS", [lambda _person, _day: [task("Sak", consequence, key="sak")]])
    person = UserFactory.create()
    put_off(actor=person, task="sak", until=TOMORROW)

    assert bool(tasks_of(person, TODAY)[Urgency.WAITING]) is not waits


def test_what_was_put_off_is_back_in_the_morning_and_was_never_gone_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_PROVIDERS", [lambda _person, _day: [task("Sak", key="sak")]])
    person, other = UserFactory.create(), UserFactory.create()
    put_off(actor=person, task="sak", until=TOMORROW)

    assert tasks_of(person, TODAY)[Urgency.WAITING] == []
    assert len(tasks_of(person, TOMORROW)[Urgency.WAITING]) == 1
    assert len(tasks_of(other, TODAY)[Urgency.WAITING]) == 1


def test_the_page_offers_to_put_off_only_what_can_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = [task("Kan vänta", key="a"), task("Kan inte", Consequence.LEGAL, key="b"), task("Utan nyckel")]
    monkeypatch.setattr(waiting, "_PROVIDERS", [lambda _person, _day: tasks])
    client.force_login(UserFactory.create())

    text = client.get("/").content.decode()

    assert "Påminn mig i morgon: Kan vänta" in text
    assert text.count("Påminn mig i morgon") == 1
    assert "beslut krävs" in text


@pytest.mark.parametrize(("ends", "told"), [(dt.date(2027, 2, 10), True), (dt.date(2027, 2, 11), False), (None, False)])
def test_a_role_that_ends_within_thirty_days_is_told(ends: dt.date | None, told: bool) -> None:
    held = RoleAssignmentFactory.create(starts_on=dt.date(2026, 1, 1), ends_before=ends)

    assert bool(list(roles_that_end(held.user, TODAY))) is told


def inviter() -> tuple[User, object]:
    region = OrganisationFactory.create()
    return person_with("people.invite", at=region), region


def test_invitations_of_others_wait_for_whoever_may_invite_there() -> None:
    person, region = inviter()
    role = person.current_roles()[0].role
    for number, (place, by) in enumerate(
        ((region, UserFactory.create()), (region, person), (OrganisationFactory.create(), UserFactory.create()))
    ):
        Invitation.objects.create(
            email=f"{number}@test.example", role=role, organisation=place, starts_on=TODAY, invited_by=by
        )

    (found,) = invitations_to_approve(person, TODAY)
    assert found.title == "En inbjudan väntar på godkännande"
    assert list(invitations_to_approve(UserFactory.create(), TODAY)) == []


def test_people_who_wait_for_an_account_wait_for_whoever_may_answer() -> None:
    person, region = inviter()
    role = person.current_roles()[0].role
    for number, place in enumerate((region, region, OrganisationFactory.create())):
        RegistrationRequest.objects.create(
            organisation=place, role=role, email=f"{number}@test.example", given_name="Vide", family_name="Ek"
        )

    (found,) = requests_to_answer(person, TODAY)
    assert (found.title, found.consequence) == ("2 personer väntar på konto", Consequence.BLOCKS)
    assert list(requests_to_answer(UserFactory.create(), TODAY)) == []


def test_mail_that_comes_back_is_told_to_its_owner() -> None:
    person = UserFactory.create()
    ReturnedAddress.objects.create(person=person, address=person.email, last_at=timezone.now())

    (found,) = own_returned_mail(person, TODAY)
    assert found.urgency == Urgency.WAITING
    assert list(own_returned_mail(UserFactory.create(), TODAY)) == []


def test_certificates_wait_only_for_whoever_looks_after_sign_in() -> None:
    assert list(certificates_that_end(UserFactory.create(), TODAY)) == []
