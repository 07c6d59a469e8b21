"""Merging two accounts of one person: everything follows, nobody gets more, and undoing it restores every row."""

import datetime as dt
import threading

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.utils import timezone

from randa.core.audit.models import AuditEvent
from randa.core.merging import fields_to_people, references
from randa.core.notifications.models import Notification, Preference
from randa.identity.models import LinkedIdentity, SignedIn
from randa.organisations.models import Organisation
from randa.people.merges.errors import AccountMergedError, CannotMergeError, CannotUndoMergeError
from randa.people.merges.services import merge_accounts, undo_merge
from randa.people.models import AccountMerge, IdentityNumber, Invitation, RoleAssignment, User
from randa.people.services.roles import end_role, grant_role
from randa.privacy.models import PrivacyRequest
from randa.supervisors.models import Supervisor, SupervisorAbsence
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    RoleAssignmentFactory,
    UnitFactory,
    UserFactory,
)
from tests.identity.providers import HSA_ID, oidc_provider
from tests.people.merging import clerk, everything, merged, still_refers, without_news
from tests.people.world import FEBRUARY, MARCH, TODAY, planner, viewer_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(region: Organisation) -> tuple[User, User]:
    """Two accounts with a role each."""
    role = viewer_role()
    made = [UserFactory.create(given_name="Vide", family_name="Ek") for _number in range(2)]
    RoleAssignmentFactory.create(user=made[0], role=role, organisation=region, starts_on=TODAY, ends_before=FEBRUARY)
    RoleAssignmentFactory.create(user=made[1], role=role, organisation=region, starts_on=FEBRUARY, ends_before=MARCH)
    return made[0], made[1]


def test_every_reference_to_a_person_has_a_decision() -> None:
    decided = {one.key for one in references()}

    assert sorted(set(fields_to_people()) - decided) == [], "decide in the app's merging.py what a merge does"
    assert sorted(decided - set(fields_to_people())) == [], "a decision about a reference that does not exist"


def _filled(survivor: User, other: User, region: Organisation) -> None:
    """Give the other account rows of many kinds, some of them the same as the survivor's."""
    for one in (survivor, other):
        Preference.objects.create(person=one, kind="security.account", channel="daily")
        Notification.objects.create(recipient=one, kind="x.y", title="Hej", dedupe="same", created_at=timezone.now())
        EmailAddress.objects.create(user=one, email=one.email, verified=True, primary=True)
    unit = UnitFactory.create(region=region)
    supervisors = [Supervisor.objects.create(user=one, unit=unit) for one in (survivor, other)]
    SupervisorAbsence.objects.create(supervisor=supervisors[1], starts_on=TODAY, ends_before=MARCH)
    EnrolmentFactory.create(learner=other)
    LinkedIdentity.objects.create(provider=oidc_provider(), user=other, subject="vide", reason="choice")
    SignedIn.objects.create(user=other, session_key="k" * 32, device="Firefox")
    lent = planner(region)
    RoleAssignment.objects.filter(pk=lent.pk).update(user=other)
    RoleAssignmentFactory.create(
        user=survivor, role=lent.role, organisation=region, delegated_from=lent, limited_to=["placements.view"],
        ends_before=MARCH,
    )  # fmt: skip


def test_everything_follows_and_undoing_it_restores_every_row(region: Organisation, pair: tuple[User, User]) -> None:
    survivor, other = pair
    actor = clerk(region, permissions=("placements.plan", "roles.delegate"))
    _filled(survivor, other, region)
    before = everything(without={"identity_signedin"})

    made = merged(actor, survivor, other, email="merged")
    follows = still_refers(other)
    undo_merge(actor=User.objects.get(pk=actor.pk), merge=made, reason="Fel person")

    assert follows == []
    after = without_news(before, everything(without={"identity_signedin"}))
    assert {table: after[table] for table in after if after[table] != before[table]} == {}
    assert not SignedIn.objects.filter(user=other).exists()  # ended for good


def test_the_merged_account_is_closed_and_its_addresses_lead_to_the_survivor(
    region: Organisation, pair: tuple[User, User]
) -> None:
    survivor, other = pair
    User.objects.filter(pk=other.pk).update(hsa_id=HSA_ID)
    merged(clerk(region), survivor, other, email="merged")
    lives, ended = User.objects.get(pk=survivor.pk), User.objects.get(pk=other.pk)

    assert (lives.email, lives.hsa_id, ended.email) == (other.email, HSA_ID, survivor.email)
    assert (ended.is_active, ended.merged_into, lives.is_active) == (False, lives, True)
    assert EmailAddress.objects.filter(user=lives, email=survivor.email).exists()


def test_overlapping_roles_become_one_and_roles_one_after_the_other_stay_two(
    region: Organisation, pair: tuple[User, User]
) -> None:
    survivor, other = pair
    role = RoleAssignment.objects.get(user=other)
    actor = clerk(region)
    merged(actor, survivor, other)
    assert survivor.role_assignments.count() == 2

    third = UserFactory.create()
    RoleAssignmentFactory.create(user=third, role=role.role, organisation=region, starts_on=TODAY, ends_before=None)
    merged(actor, survivor, third)

    assert [(one.starts_on, one.ends_before) for one in survivor.role_assignments.all()] == [(TODAY, None)]


def test_what_refers_to_a_role_that_goes_refers_to_the_one_that_takes_its_place(
    region: Organisation, pair: tuple[User, User]
) -> None:
    survivor, other = pair
    held = RoleAssignment.objects.get(user=other)
    RoleAssignment.objects.filter(user=survivor).update(ends_before=None)
    invitation = Invitation.objects.create(
        email="vide@region.example", role=held.role, organisation=region, starts_on=FEBRUARY, state="accepted",
        invited_by=UserFactory.create(), assignment=held,
    )  # fmt: skip

    made = merged(clerk(region), survivor, other)
    invitation.refresh_from_db()
    assert invitation.assignment == RoleAssignment.objects.get(user=survivor)

    undo_merge(actor=User.objects.get(pk=made.made_by_id), merge=made, reason="Fel")
    invitation.refresh_from_db()
    assert invitation.assignment == held


def test_nobody_merges_an_account_of_their_own(region: Organisation, pair: tuple[User, User]) -> None:
    actor = clerk(region)

    for survivor, other in ((actor, pair[0]), (pair[0], actor)):
        with pytest.raises(PermissionDenied, match="can_merge_person"):
            merged(actor, survivor, other)


def test_the_right_must_reach_over_every_organisation_of_both(region: Organisation, pair: tuple[User, User]) -> None:
    RoleAssignmentFactory.create(user=pair[1], role=viewer_role(), starts_on=TODAY, ends_before=FEBRUARY)

    with pytest.raises(PermissionDenied, match="can_merge_person"):
        merged(clerk(region), *pair)


def test_nobody_hands_on_a_permission_that_they_lack(region: Organisation, pair: tuple[User, User]) -> None:
    lent = planner(region)
    RoleAssignment.objects.filter(pk=lent.pk).update(user=pair[1])

    with pytest.raises(PermissionDenied, match="can_merge_person"):
        merged(clerk(region), *pair)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"restricted_at": dt.datetime(2027, 1, 1, tzinfo=dt.UTC)}, "begränsad"),
        ({"is_demo": True}, "demovärlden"),
        ({"is_technical": True, "password": "!"}, "annat system"),
        ({"email": "x@borttagen.invalid"}, "raderat"),
    ],
)
def test_some_accounts_cannot_be_merged(
    region: Organisation, pair: tuple[User, User], changes: dict[str, object], words: str
) -> None:
    User.objects.filter(pk=pair[1].pk).update(**changes)

    with pytest.raises(CannotMergeError, match=words):
        merged(clerk(region), *pair)


def test_two_different_numbers_are_refused_and_none_gives_way_to_a_number(
    region: Organisation, pair: tuple[User, User]
) -> None:
    survivor, other = pair
    actor = clerk(region)
    IdentityNumber.objects.create(person=survivor, kind="none", starts_on=TODAY)
    number = IdentityNumber.objects.create(person=other, kind="reserve", number="RES-1", starts_on=TODAY)
    made = merged(actor, survivor, other)
    assert survivor.identity_numbers.current().get() == number  # type: ignore[attr-defined]
    undo_merge(actor=User.objects.get(pk=actor.pk), merge=made, reason="Fel")

    IdentityNumber.objects.filter(person=survivor).delete()
    IdentityNumber.objects.create(person=survivor, kind="reserve", number="RES-2", starts_on=TODAY)
    with pytest.raises(CannotMergeError, match="olika identitetsnummer"):
        merged(actor, survivor, other)


def test_two_open_requests_of_a_kind_must_be_answered_first(region: Organisation, pair: tuple[User, User]) -> None:
    for one in pair:
        PrivacyRequest.objects.create(
            kind="access", person=one, noted_by=one, text="Utdrag", received_on=TODAY, due_on=MARCH
        )

    with pytest.raises(CannotMergeError, match="Besvara den ena först"):
        merged(clerk(region), *pair)


def test_it_cannot_be_undone_when_a_role_has_been_changed_since(region: Organisation, pair: tuple[User, User]) -> None:
    actor = clerk(region, permissions=("roles.grant",))
    made = merged(actor, *pair)
    role = RoleAssignment.objects.get(user=pair[0], starts_on=FEBRUARY)
    end_role(actor=User.objects.get(pk=actor.pk), assignment=role, on=FEBRUARY + dt.timedelta(days=1), today=TODAY)

    with pytest.raises(CannotUndoMergeError, match="roller och vikariat \\(1\\)"):
        undo_merge(actor=User.objects.get(pk=actor.pk), merge=made, reason="Fel")


def test_the_later_of_two_merges_is_undone_first(region: Organisation, pair: tuple[User, User]) -> None:
    actor, third = clerk(region), UserFactory.create()
    first = merged(actor, *pair)
    second = merged(actor, third, pair[0])
    actor = User.objects.get(pk=actor.pk)
    assert User.objects.get(pk=pair[1].pk).merged_into == third

    with pytest.raises(CannotUndoMergeError, match="Ångra den sammanslagningen först"):
        undo_merge(actor=actor, merge=first, reason="Fel")
    undo_merge(actor=actor, merge=second, reason="Fel")
    undo_merge(actor=actor, merge=first, reason="Fel")

    assert not User.objects.filter(merged_into__isnull=False).exists()


def test_a_merge_and_its_undoing_are_logged_and_told(region: Organisation, pair: tuple[User, User]) -> None:
    actor = clerk(region)
    made = merged(actor, *pair)
    undo_merge(actor=User.objects.get(pk=actor.pk), merge=made, reason="Fel person")

    events = AuditEvent.objects.filter(subject=pair[0]).order_by("pk").values_list("action", "reason")
    assert list(events) == [("account.merged", "Två konton"), ("account.merge_undone", "Fel person")]
    assert Notification.objects.filter(recipient=pair[0]).count() == 2


def test_nobody_gives_a_role_to_an_account_that_lives_on_in_another(
    region: Organisation, pair: tuple[User, User]
) -> None:
    actor = clerk(region, permissions=("roles.grant",))
    merged(actor, *pair)

    with pytest.raises(AccountMergedError):
        grant_role(
            actor=User.objects.get(pk=actor.pk),
            person=pair[1],
            role=viewer_role(),
            organisation=region,
            starts_on=TODAY,
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_one_is_done_and_the_other_refused() -> None:
    region = OrganisationFactory.create()
    actor = clerk(region)
    one, two = UserFactory.create_batch(2)
    answers: list[str] = []

    def try_it(survivor: User, other: User) -> None:
        try:
            merged(actor, survivor, other)
            answers.append("merged")
        except CannotMergeError:
            answers.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it, args=both) for both in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["merged", "refused"]
    assert AccountMerge.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_role_given_during_a_merge_is_moved_or_refused() -> None:
    region = OrganisationFactory.create()
    actor, role = clerk(region, permissions=("roles.grant",)), viewer_role()
    survivor, other = UserFactory.create_batch(2)

    def give() -> None:
        try:
            grant_role(
                actor=User.objects.get(pk=actor.pk), person=other, role=role, organisation=region, starts_on=TODAY
            )
        except AccountMergedError:
            pass
        finally:
            connections.close_all()

    def join() -> None:
        try:
            merge_accounts(
                actor=User.objects.get(pk=actor.pk), survivor=survivor, merged=other, chosen={}, reason="Två konton"
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for one in (give, join)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not RoleAssignment.objects.filter(user=other).exists()
    assert User.objects.get(pk=other.pk).merged_into == survivor
