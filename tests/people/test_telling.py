"""People hear what happens to their roles, and who waits for them."""

import datetime as dt

import pytest

from randa.core.notifications.models import Notification
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.services.delegation import lend_role
from randa.people.services.invitations import approve_invitation, invite
from randa.people.services.roles import change_end, end_role, grant_role, withdraw_role
from randa.people.services.stand_in_news import tell_of_stand_ins
from tests.factories import OrganisationFactory, RoleAssignmentFactory, UserFactory, person_with
from tests.people.world import FEBRUARY, MARCH, PLAN, TODAY, giver, planner, viewer_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Organisation:
    return OrganisationFactory.create(name="Region Prov")


def _told(person: User) -> list[str]:
    return list(Notification.objects.filter(recipient=person).order_by("created_at").values_list("title", flat=True))


def test_a_role_given_extended_ended_or_taken_back_is_told(region: Organisation) -> None:
    actor, person = giver(region), UserFactory.create()
    made = grant_role(
        actor=actor, person=person, role=viewer_role(), organisation=region, starts_on=TODAY, ends_before=MARCH
    )
    change_end(actor=actor, assignment=made, ends_before=None, today=TODAY)
    end_role(actor=actor, assignment=made, on=FEBRUARY, today=TODAY)
    withdraw_role(actor=actor, assignment=made, today=TODAY)

    given, longer, ended, withdrawn = _told(person)

    assert given.startswith("Du är Läsare i Region Prov från")
    assert longer == "Din roll Läsare i Region Prov gäller tills vidare"
    assert ended.startswith("Din roll Läsare i Region Prov gäller till och med")
    assert "31 jan" in ended
    assert withdrawn == "Rollen Läsare i Region Prov togs tillbaka"


def test_both_sides_hear_on_the_first_and_the_last_day_of_a_stand_in_and_only_once(region: Organisation) -> None:
    role = planner(region)
    colleague = RoleAssignmentFactory.create(organisation=region).user
    lend_role(
        actor=role.user, assignment=role, email=colleague.email, starts_on=TODAY, ends_before=FEBRUARY,
        permissions=PLAN[:1], today=TODAY,
    )  # fmt: skip
    for day in (TODAY, TODAY, TODAY + dt.timedelta(days=1), FEBRUARY - dt.timedelta(days=1), FEBRUARY):
        tell_of_stand_ins(day)

    assert [one.split()[0] for one in _told(colleague)] == ["Du", "I", "I"]
    first, last = _told(role.user)
    assert first == f"I dag börjar {colleague} vikariera för dig som Planerare i Region Prov"
    assert last.startswith("I dag är sista dagen")


def test_an_invitation_that_waits_is_told_to_those_who_can_stand_behind_it_until_one_does(region: Organisation) -> None:
    inviter = person_with("people.invite", at=region)
    able, unable = giver(region, "people.invite"), person_with("roles.grant", at=region)

    made = invite(actor=inviter, email="ny@region.example", role=viewer_role(), organisation=region, starts_on=TODAY)

    assert [len(_told(one)) for one in (able, unable, inviter)] == [1, 0, 0]
    approve_invitation(actor=able, invitation=made)
    assert Notification.objects.get(recipient=able).done_at is not None
