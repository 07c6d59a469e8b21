"""The pages of a merge: likely doubles are only shown, everything that moves is said first, and old links lead on."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.audit.queries import own_events
from randa.core.merging import accounts_of
from randa.organisations.models import Organisation
from randa.people.models import AccountMerge, RoleAssignment, User
from tests.conftest import SignedInClient
from tests.factories import EnrolmentFactory, OrganisationFactory, RoleAssignmentFactory, RoleFactory, UserFactory
from tests.people.merging import clerk, merged

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(region: Organisation) -> list[User]:
    role = RoleFactory.create(permissions=["placements.view"], name_sv="Läsare")
    made = [UserFactory.create(given_name="Vide", family_name="Ek") for _number in range(2)]
    for one in made:
        RoleAssignmentFactory.create(user=one, role=role, organisation=region)
    return made


def _signed_in(person: User) -> Client:
    browser = SignedInClient()
    browser.force_login(person)
    return browser


def test_people_with_the_same_name_are_shown_and_found_and_nothing_is_merged(
    region: Organisation, pair: list[User]
) -> None:
    page = _signed_in(clerk(region)).get(reverse("people:merge_find", args=[pair[0].pk]), {"q": "vid"}).content.decode()

    assert "samma namn i samma organisation" in page
    assert page.count(reverse("people:merge", args=[pair[0].pk, pair[1].pk])) == 2
    assert not AccountMerge.objects.exists()


def test_everything_is_said_before_it_is_done_and_can_be_undone_from_the_person_s_page(
    region: Organisation, pair: list[User]
) -> None:
    EnrolmentFactory.create(learner=pair[1])
    browser, address = _signed_in(clerk(region)), reverse("people:merge", args=[pair[0].pk, pair[1].pk])

    page = browser.get(address).content.decode()
    assert ("blir en del av samma roll" in page, "utbildningar: 1" in page) == (True, True)
    assert browser.post(address, {"reason": ""}).status_code == 422
    browser.post(address, {"reason": "Två konton", "email": "survivor"})
    made = AccountMerge.objects.get()
    undo = reverse("people:merge_undo", args=[made.pk])
    assert undo in browser.get(reverse("people:person", args=[pair[0].pk])).content.decode()
    assert browser.get(reverse("people:person", args=[pair[1].pk]))["Location"] == pair[0].get_absolute_url()
    assert browser.get(undo).status_code == 200
    browser.post(undo, {"reason": "Fel person"})

    assert RoleAssignment.objects.filter(user=pair[1]).exists()
    assert browser.get(undo).status_code == 404


def test_an_old_link_says_nothing_to_whoever_may_not_see_the_survivor(region: Organisation, pair: list[User]) -> None:
    merged(clerk(region), *pair)
    stranger = clerk(OrganisationFactory.create())

    assert _signed_in(stranger).get(reverse("people:person", args=[pair[1].pk])).status_code == 404


def test_what_was_written_about_the_old_account_is_read_with_the_survivor(
    region: Organisation, pair: list[User]
) -> None:
    EnrolmentFactory.create(learner=pair[1])
    actor = clerk(region)
    before = AuditEvent.objects.create(actor=actor, action="person.corrected", object_type="people.user",
        object_id=str(pair[1].pk), object_name="Vide Ek", subject=pair[1])  # fmt: skip
    merged(actor, *pair)

    assert accounts_of(pair[0]) == [pair[0].pk, pair[1].pk]
    assert before in own_events(pair[0], AuditEvent.Kind.CHANGE)


def test_a_page_costs_the_same_however_much_moves(region: Organisation, pair: list[User]) -> None:
    browser, address = _signed_in(clerk(region)), reverse("people:merge", args=[pair[0].pk, pair[1].pk])
    browser.get(address)
    counts = []
    for _number in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        counts.append(len(asked))
        EnrolmentFactory.create_batch(2, learner=pair[1])

    assert counts[0] == counts[1]
