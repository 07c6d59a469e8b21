"""Nothing is shared between organisations until both have said yes, and not a day longer than they said."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.people.errors import SharingAnsweredError, SharingPeriodError
from randa.people.models import SharingAgreement, User
from randa.people.services.sharing import answer_sharing, end_sharing, propose_sharing
from randa.placements.models import Placement
from randa.placements.sharing import shared_by_placements
from randa.training.models import Enrolment
from tests.factories import (
    TODAY,
    EnrolmentFactory,
    OrganisationFactory,
    PlacementFactory,
    RoleAssignmentFactory,
    RoleFactory,
    UnitFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


class World:
    def __init__(self) -> None:
        self.giver, self.receiver = OrganisationFactory.create(), OrganisationFactory.create()
        self.giving = person_with("sharing.manage", at=self.giver)
        self.receiving = person_with("sharing.manage", at=self.receiver)
        self.viewer = person_with("placements.view", "people.view", at=self.receiver)
        self.enrolment = EnrolmentFactory.create(post__programme__region=self.giver)
        learner = RoleFactory.create(code="learner", permissions=["placements.view_own"])
        RoleAssignmentFactory.create(user=self.enrolment.learner, role=learner, organisation=self.giver)

    def propose(self, **changed: Any) -> SharingAgreement:
        return propose_sharing(
            **{
                "actor": self.receiving, "giver": self.giver, "receiver": self.receiver, "today": TODAY,
                "permissions": ["people.view", "placements.view"], "starts_on": TODAY, "ends_before": TODAY + 30 * DAY,
                "reason": "Gemensam utbildning",
            } | changed
        )  # fmt: skip

    def seen(self) -> tuple[bool, bool, bool]:
        """Return whether the viewer sees the person and the enrolment, and whether the database agrees."""
        viewer = User.objects.get(pk=self.viewer.pk)
        person = User.objects.visible_to(viewer).filter(pk=self.enrolment.learner_id).exists()
        enrolment = Enrolment.objects.visible_to(viewer).filter(pk=self.enrolment.pk).exists()
        with as_person(viewer.pk), connection.cursor() as cursor:
            cursor.execute("select 1 from people_user where id = %s", [self.enrolment.learner_id])
            in_database = cursor.fetchone() is not None
        return person, enrolment, in_database


@pytest.fixture
def world() -> World:
    return World()


def test_the_same_proposal_sent_again_is_one_until_it_is_answered(world: World) -> None:
    first = world.propose()

    assert world.propose() == first
    assert world.propose(reason="Något annat") != first
    answer_sharing(actor=world.giving, agreement=first, accept=False, today=TODAY)
    assert world.propose() != first


def test_a_proposal_opens_nothing_and_a_yes_from_the_other_side_does(world: World) -> None:
    agreement = world.propose()
    assert world.seen() == (False, False, False)

    answer_sharing(actor=world.giving, agreement=agreement, accept=True, today=TODAY)

    assert world.seen() == (True, True, True)


def test_a_no_opens_nothing_and_cannot_become_a_yes(world: World) -> None:
    agreement = answer_sharing(actor=world.giving, agreement=world.propose(), accept=False, today=TODAY)

    with pytest.raises(SharingAnsweredError):
        answer_sharing(actor=world.giving, agreement=agreement, accept=True, today=TODAY)
    assert world.seen() == (False, False, False)


def test_the_side_that_proposed_cannot_say_yes_for_the_other(world: World) -> None:
    agreement = world.propose()
    for actor in (world.receiving, world.viewer):
        with pytest.raises(PermissionDenied):
            answer_sharing(actor=actor, agreement=agreement, accept=True, today=TODAY)


def test_one_person_who_looks_after_both_sides_cannot_agree_alone(world: World) -> None:
    role = world.receiving.role_assignments.get().role
    RoleAssignmentFactory.create(user=world.receiving, role=role, organisation=world.giver)
    both = User.objects.get(pk=world.receiving.pk)
    agreement = world.propose(actor=both)

    with pytest.raises(PermissionDenied):
        answer_sharing(actor=both, agreement=agreement, accept=True, today=TODAY)


@pytest.mark.parametrize(("starts", "ends", "seen"), [(0, 1, True), (-5, 0, False), (1, 9, False), (-5, 1, True)])
def test_only_the_days_that_were_agreed_count(world: World, starts: int, ends: int, seen: bool) -> None:
    agreement = answer_sharing(actor=world.giving, agreement=world.propose(), accept=True, today=TODAY)
    SharingAgreement.objects.filter(pk=agreement.pk).update(
        starts_on=TODAY + starts * DAY, ends_before=TODAY + ends * DAY
    )

    assert world.seen() == (seen, seen, seen)


@pytest.mark.parametrize("actor", ["giving", "receiving"])
def test_either_side_ends_it_at_once(world: World, actor: str) -> None:
    agreement = answer_sharing(actor=world.giving, agreement=world.propose(), accept=True, today=TODAY)

    end_sharing(actor=getattr(world, actor), agreement=agreement, today=TODAY)

    assert world.seen() == (False, False, False)
    assert list(AuditEvent.objects.filter(action__startswith="sharing.").order_by("pk").values_list("action", flat=True)) == [
        "sharing.proposed", "sharing.accepted", "sharing.ended",
    ]  # fmt: skip


def test_an_agreement_about_one_person_shows_nobody_else(world: World) -> None:
    other = EnrolmentFactory.create(post__programme__region=world.giver)
    agreement = world.propose(person=world.enrolment.learner)
    answer_sharing(actor=world.giving, agreement=agreement, accept=True, today=TODAY)

    assert world.seen() == (True, True, True)
    viewer = User.objects.get(pk=world.viewer.pk)
    assert not Enrolment.objects.visible_to(viewer).filter(pk=other.pk).exists()
    with as_person(viewer.pk):
        assert not Enrolment.objects.filter(pk=other.pk).exists()
        assert not User.objects.filter(pk=other.learner_id).exists()


def test_only_those_who_have_the_permission_over_the_receiver_are_let_in(world: World) -> None:
    answer_sharing(actor=world.giving, agreement=world.propose(permissions=["people.view"]), accept=True, today=TODAY)
    stranger = person_with("people.view", at=OrganisationFactory.create())

    assert world.seen() == (True, False, True)
    assert not User.objects.visible_to(stranger).filter(pk=world.enrolment.learner_id).exists()


@pytest.mark.parametrize(("starts", "ends"), [(5, 5), (-9, 0), (0, 1200)])
def test_an_agreement_needs_days_to_come_and_an_end_in_sight(world: World, starts: int, ends: int) -> None:
    with pytest.raises(SharingPeriodError):
        world.propose(starts_on=TODAY + starts * DAY, ends_before=TODAY + ends * DAY)


def test_nobody_proposes_for_organisations_they_do_not_look_after(world: World) -> None:
    with pytest.raises(PermissionDenied):
        world.propose(actor=world.viewer)


@pytest.mark.parametrize(("weeks", "seen"), [(8, True), (9, False)])
def test_a_placement_is_sharing_by_itself_from_some_weeks_before(world: World, weeks: int, seen: bool) -> None:
    unit = UnitFactory.create(region=world.receiver)
    placement = PlacementFactory.create(
        enrolment=world.enrolment, unit=unit, is_published=True, plan__state="published",
        starts_on=TODAY + dt.timedelta(weeks=weeks), ends_before=TODAY + dt.timedelta(weeks=weeks + 4),
    )  # fmt: skip
    viewer = person_with("placements.view", at=unit.organisation)

    assert Placement.objects.visible_to(viewer).filter(pk=placement.pk).exists() is seen
    with as_person(viewer.pk):
        assert User.objects.filter(pk=world.enrolment.learner_id).exists() is seen
    expected = (1, 0) if seen else (0, 0)
    assert shared_by_placements([world.receiver.path], TODAY) == expected
    assert shared_by_placements([world.giver.path], TODAY) == expected[::-1]
