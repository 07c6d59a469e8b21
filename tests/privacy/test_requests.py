"""A request has its answer within the month, with a reason, from somebody else than the person."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.audit.queries import own_events
from randa.people.models import User
from randa.privacy.errors import (
    AlreadyExtendedError,
    NotRestrictedError,
    RequestIsAnsweredError,
    SameRequestIsOpenError,
)
from randa.privacy.models import PrivacyRequest
from randa.privacy.services import (
    answer_request,
    ask_for_export,
    extend_request,
    lift_restriction,
    make_request,
    withdraw_request,
)
from tests.factories import RoleAssignmentFactory, RoleFactory
from tests.privacy.world import TODAY, World, former, world

pytestmark = pytest.mark.django_db


def asked(made: World, kind: str = "correction", **more: object) -> PrivacyRequest:
    return make_request(
        actor=made.person, person=made.person, kind=kind, text="Det här stämmer inte", today=TODAY, **more
    )  # type: ignore[arg-type]  # of the caller


def test_the_answer_is_due_thirty_days_after_the_request_came_in() -> None:
    assert asked(world()).due_on == dt.date(2027, 2, 10)


def test_a_letter_counts_from_the_day_it_came() -> None:
    made = world()

    noted = make_request(
        actor=made.officer, person=made.person, kind="access", text="Brev", today=TODAY, received_on=dt.date(2027, 1, 4)
    )

    assert noted.due_on == dt.date(2027, 2, 3)


def test_an_extension_gives_two_months_once_with_a_reason() -> None:
    made = world()
    request = asked(made)

    extended = extend_request(actor=made.officer, request=request, reason="Uppgifterna finns hos två regioner")

    assert extended.due_on == dt.date(2027, 4, 10)
    with pytest.raises(AlreadyExtendedError):
        extend_request(actor=made.officer, request=request, reason="Ännu mer")


def test_an_answer_needs_a_reason_and_is_given_once() -> None:
    made = world()
    request = asked(made)

    with pytest.raises(ValueError, match="expected a decision with a reason"):
        answer_request(actor=made.officer, request=request, state="refused", answer=" ", today=TODAY)
    answer_request(actor=made.officer, request=request, state="refused", answer="Uppgiften är rätt", today=TODAY)
    with pytest.raises(RequestIsAnsweredError):
        answer_request(actor=made.officer, request=request, state="granted", answer="Ändå", today=TODAY)


def test_the_database_too_asks_for_who_answered() -> None:
    request = asked(world())

    with pytest.raises(IntegrityError, match="request_with_an_answer"), transaction.atomic():
        PrivacyRequest.objects.filter(pk=request.pk).update(state="granted")


def test_nobody_answers_their_own_request_or_that_of_another_region() -> None:
    made, other = world(), world()
    own = make_request(actor=made.officer, person=made.officer, kind="correction", text="Fel titel", today=TODAY)

    with pytest.raises(PermissionDenied):
        answer_request(actor=made.officer, request=own, state="granted", answer="Ja", today=TODAY)
    with pytest.raises(PermissionDenied):
        answer_request(actor=other.approver, request=asked(made), state="granted", answer="Ja", today=TODAY)


def test_two_requests_for_erasure_are_one() -> None:
    made = world()
    asked(made, "erasure")

    with pytest.raises(SameRequestIsOpenError):
        asked(made, "erasure")


def test_the_same_words_sent_again_are_the_same_request_until_it_is_answered() -> None:
    made = world()
    first = asked(made)

    assert asked(made) == first
    assert asked(made, about="titel") != first
    answer_request(actor=made.officer, request=first, state="refused", answer="Uppgiften är rätt", today=TODAY)
    assert asked(made) != first


def test_a_request_is_withdrawn_by_its_person_only() -> None:
    made = world()
    request = asked(made)

    with pytest.raises(PermissionDenied):
        withdraw_request(actor=made.officer, request=request, today=TODAY)
    assert withdraw_request(actor=made.person, request=request, today=TODAY).state == "withdrawn"


def test_a_granted_restriction_hides_the_person_from_colleagues_but_not_from_officers() -> None:
    made = world()
    colleague = RoleAssignmentFactory.create(
        role=RoleFactory.create(permissions=["people.view"]), organisation=made.region
    ).user
    assert made.person in User.objects.visible_to(colleague)

    answer_request(
        actor=made.officer, request=asked(made, "restriction"), state="granted", answer="Bestrids", today=TODAY
    )

    assert made.person not in User.objects.visible_to(colleague)
    assert made.person in User.objects.visible_to(made.officer)
    assert made.person in User.objects.visible_to(made.person)
    lift_restriction(actor=made.officer, person=made.person, reason="Utrett")
    assert made.person in User.objects.visible_to(colleague)
    with pytest.raises(NotRestrictedError):
        lift_restriction(actor=made.officer, person=made.person, reason="Igen")


def test_one_sees_ones_own_requests_and_an_officer_those_of_their_organisation() -> None:
    made, other = world(), world()
    request = asked(made)
    stranger = former(other.region)

    assert list(PrivacyRequest.objects.visible_to(made.person)) == [request]
    assert list(PrivacyRequest.objects.visible_to(made.officer)) == [request]
    assert list(PrivacyRequest.objects.visible_to(stranger)) == []


def test_the_officer_s_look_at_a_request_is_written_down_with_its_reason_and_shown_to_the_person(
    client: Client,
) -> None:
    made = world()
    request = asked(made, kind="access")
    export = ask_for_export(actor=made.officer, person=made.person, request=request, reason="Begäran")
    client.force_login(made.officer)

    for page in (reverse("privacy:request", args=[request.pk]), reverse("privacy:export", args=[export.pk])):
        assert client.get(page).status_code == 200

    openings = own_events(made.person, AuditEvent.Kind.OPENING)
    assert {(one.actor, one.object_id, one.reason) for one in openings} == {
        (made.officer, str(obj.pk), "Handläggning av en begäran om personuppgifter") for obj in (request, export)
    }


def test_the_person_s_own_look_is_nobody_s_opening(client: Client) -> None:
    made = world()
    User.objects.filter(pk=made.person.pk).update(is_active=True)
    request = asked(made)
    client.force_login(User.objects.get(pk=made.person.pk))

    assert client.get(reverse("privacy:request", args=[request.pk])).status_code == 200
    assert not AuditEvent.objects.filter(kind="opening").exists()
