"""Requests about personal data wait on Min dag by their legal deadline, removals for whoever is to approve them."""

import datetime as dt

import pytest

from randa.core.notifications.waiting import Consequence, Urgency
from randa.home.providers_privacy import removals_to_approve, requests_with_a_deadline
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.privacy.models import PrivacyRequest, RetentionRun
from tests.factories import OrganisationFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 11)


@pytest.fixture
def region() -> Organisation:
    return OrganisationFactory.create(name="Region Provlän")


def asked(person: User, due: dt.date) -> None:
    PrivacyRequest.objects.create(
        kind="access", person=person, noted_by=person, text="Vad vet ni?", received_on=TODAY, due_on=due
    )


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        (dt.date(2027, 1, 10), Urgency.NOW),
        (dt.date(2027, 1, 18), Urgency.NOW),
        (dt.date(2027, 1, 19), Urgency.WAITING),
    ],
)
def test_a_request_is_urgent_in_its_last_week(region: Organisation, due: dt.date, urgency: Urgency) -> None:
    asked(person_with("people.view", at=region), due)

    (task,) = requests_with_a_deadline(person_with("privacy.manage", at=region), TODAY)

    assert (task.urgency, task.consequence, task.can_wait) == (urgency, Consequence.LEGAL, False)


def test_requests_elsewhere_and_ones_own_are_not_mine_to_answer(region: Organisation) -> None:
    officer = person_with("privacy.manage", at=region)
    asked(officer, TODAY)
    asked(UserFactory.create(), TODAY)

    assert list(requests_with_a_deadline(officer, TODAY)) == []
    assert list(requests_with_a_deadline(UserFactory.create(), TODAY)) == []


def test_a_removal_waits_for_another_person_than_the_one_who_proposed_it(region: Organisation) -> None:
    proposer = person_with("privacy.manage", "retention.approve", at=region)
    RetentionRun.objects.create(organisation=region, day=TODAY, plan_sha256="0" * 64, proposed_by=proposer)

    (task,) = removals_to_approve(person_with("retention.approve", at=region), TODAY)
    assert task.title == "Gallring i Region Provlän väntar på godkännande"
    assert list(removals_to_approve(proposer, TODAY)) == []
    assert list(removals_to_approve(person_with("privacy.manage", at=region), TODAY)) == []
