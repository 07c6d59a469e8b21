"""Standing in for a colleague: what is lent, for how long, and how it ends."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.organisations.models import Organisation
from randa.people.errors_roles import (
    GrantOutlastsOwnError,
    LentOutsideRoleError,
    LentTooMuchError,
    NoSuchColleagueError,
    RoleEndsEarlierError,
    StandInForOneselfError,
    StandInTwiceError,
)
from randa.people.models import RoleAssignment, User
from randa.people.services.roles import change_end, end_role, grant_role, withdraw_role
from tests.factories import (
    RoleAssignmentFactory,
    RoleFactory,
    UserFactory,
    person_with,
)
from tests.people.world import FEBRUARY, MARCH, TODAY, again, giver, lend, planner, viewer_role

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)
QUERIES = 10  # session, person, roles, bell, own roles, stand-ins, other roles, keys, events, people


@pytest.fixture
def lent(region: Organisation) -> RoleAssignment:
    return planner(region, ends_before=MARCH)


@pytest.fixture
def colleague(region: Organisation) -> User:
    return RoleAssignmentFactory.create(organisation=region, role=viewer_role()).user


def test_a_stand_in_has_what_was_lent_and_no_more(lent: RoleAssignment, colleague: User) -> None:
    made = lend(lent, colleague)

    stand_in = again(colleague)
    assert stand_in.has("placements.plan", lent.organisation)
    assert not stand_in.has("roles.delegate")
    assert made.title == f"Planerare, vikarierar för {lent.user}"
    assert [event.action for event in AuditEvent.objects.all()] == ["role.lent"]


def test_the_database_counts_only_what_was_lent(lent: RoleAssignment, region: Organisation) -> None:
    colleague = RoleAssignmentFactory.create(organisation=region).user
    lend(lent, colleague)
    from django.db import connection

    def paths(permission: str) -> list[str]:
        with as_person(colleague.pk), connection.cursor() as cursor:
            cursor.execute("select randa_paths(%s)", [permission])
            return list(cursor.fetchone()[0])

    assert (paths("placements.plan"), paths("placements.view")) == ([region.path], [])


def test_a_stand_in_ends_by_itself_on_its_last_day(lent: RoleAssignment, colleague: User) -> None:
    made = lend(lent, colleague)
    held = RoleAssignment.objects.filter(user=colleague, role=lent.role)

    assert list(held.current(FEBRUARY - ONE_DAY)) == [made]
    assert list(held.current(FEBRUARY)) == []


def test_a_stand_in_ends_with_the_role_that_was_lent(
    region: Organisation, lent: RoleAssignment, colleague: User
) -> None:
    begun = lend(lent, colleague)
    later = lend(lent, colleague, starts_on=FEBRUARY, ends_before=MARCH)

    end_role(actor=giver(region), assignment=lent, on=dt.date(2027, 1, 20), today=TODAY)

    begun.refresh_from_db()
    assert begun.ends_before == dt.date(2027, 1, 20)
    assert not RoleAssignment.objects.filter(pk=later.pk).exists()


@pytest.mark.parametrize(
    ("starts_on", "ends_before"),
    [(TODAY - ONE_DAY, FEBRUARY), (TODAY, MARCH + ONE_DAY)],
    ids=["past", "beyond the role"],
)
def test_a_stand_in_stays_within_the_role(
    lent: RoleAssignment, colleague: User, starts_on: dt.date, ends_before: dt.date
) -> None:
    with pytest.raises(LentOutsideRoleError):
        lend(lent, colleague, starts_on=starts_on, ends_before=ends_before)


def test_a_stand_in_may_last_as_long_as_the_role(lent: RoleAssignment, colleague: User) -> None:
    assert lend(lent, colleague, ends_before=MARCH).ends_before == MARCH


@pytest.mark.parametrize("permissions", [[], ["roles.delegate"], ["placements.publish"]])
def test_only_a_part_of_the_role_is_lent(lent: RoleAssignment, colleague: User, permissions: list[str]) -> None:
    with pytest.raises(LentTooMuchError):
        lend(lent, colleague, permissions=permissions)


def test_what_is_lent_is_not_lent_further(lent: RoleAssignment, colleague: User, region: Organisation) -> None:
    made = lend(lent, colleague)
    third = RoleAssignmentFactory.create(organisation=region, role=viewer_role()).user

    with pytest.raises(PermissionDenied, match="can_delegate_role"):
        lend(made, third, actor=again(colleague))


def test_a_role_is_lent_only_by_its_holder(lent: RoleAssignment, colleague: User, region: Organisation) -> None:
    with pytest.raises(PermissionDenied, match="can_delegate_role"):
        lend(lent, colleague, actor=giver(region, "roles.delegate"))


def test_only_somebody_with_a_role_in_the_organisation_can_be_named(lent: RoleAssignment) -> None:
    stranger = RoleAssignmentFactory.create().user

    for person in (stranger, UserFactory.create()):
        with pytest.raises(NoSuchColleagueError):
            lend(lent, person)
    with pytest.raises(StandInForOneselfError):
        lend(lent, lent.user)


def test_nobody_stands_in_for_a_role_that_is_over(region: Organisation, colleague: User) -> None:
    over = planner(region, ends_before=TODAY)
    RoleAssignmentFactory.create(  # by which they still may lend there
        user=over.user, role=RoleFactory.create(permissions=["roles.delegate"]), organisation=region
    )

    with pytest.raises(LentOutsideRoleError, match="upphörde sön 10 jan 2027"):
        lend(over, colleague)


@pytest.mark.parametrize("who", ["lender", "colleague", "manager"])
def test_ending_a_stand_in_never_makes_it_longer(
    lent: RoleAssignment, colleague: User, region: Organisation, who: str
) -> None:
    made = lend(lent, colleague)
    actor = {"lender": lent.user, "colleague": colleague, "manager": giver(region)}[who]

    with pytest.raises(RoleEndsEarlierError, match="sön 31 jan 2027"):
        end_role(actor=actor, assignment=made, on=FEBRUARY + ONE_DAY, today=TODAY)

    made.refresh_from_db()
    assert made.ends_before == FEBRUARY


def test_a_stand_in_who_sees_no_lists_of_people_sees_for_whom_and_hands_back(
    client: Client, lent: RoleAssignment, region: Organisation
) -> None:
    colleague = person_with("dimensioning.view", at=region)
    made = lend(lent, colleague, permissions=["placements.plan"], starts_on=FEBRUARY, ends_before=MARCH)
    client.force_login(colleague)

    mine = client.get(reverse("people:my_access")).content.decode()
    page = client.post(reverse("people:role_end", args=[made.pk]), {"last_day": "2027-01-31"}, follow=True)

    assert f"Planerare, vikarierar för {lent.user}" in mine
    assert page.redirect_chain == [(reverse("people:my_access"), 302)]
    assert not RoleAssignment.objects.filter(pk=made.pk).exists()


def test_a_lender_who_sees_no_lists_of_people_comes_back_to_their_own_page(
    client: Client, region: Organisation, colleague: User
) -> None:
    lent = RoleAssignmentFactory.create(
        role=RoleFactory.create(permissions=["dimensioning.view", "roles.delegate"]), organisation=region
    )
    made = lend(lent, colleague, permissions=["dimensioning.view"])
    client.force_login(lent.user)

    answer = client.post(reverse("people:role_end", args=[made.pk]), {"last_day": "2027-01-20"}, follow=True)

    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, reverse("people:my_access"))


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"starts_on": "2027-01-10"}, "starts_on", "Välj i dag eller en senare dag."),
        ({"last_day": "2027-03-01"}, "last_day", "till och med sön 28 feb 2027"),
        ({"last_day": "2027-01-01"}, "last_day", "före den första dagen"),
        ({"email": "ingen@test.example"}, "email", "Ingen annan med en roll"),
        ({"email": "own"}, "email", "Det är din egen adress."),
        ({"permissions": []}, "permissions", "Välj minst en"),
        ({"starts_on": "2027-01-31"}, "starts_on", "från mån 11 jan 2027 till och med sön 31 jan 2027"),
    ],
)
def test_the_page_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(
    client: Client, lent: RoleAssignment, colleague: User, wrong: dict[str, object], field: str, words: str
) -> None:
    lend(lent, colleague)
    client.force_login(lent.user)
    typed = {
        "email": colleague.email, "starts_on": "2027-02-01", "last_day": "2027-02-10",
        "permissions": ["placements.plan"], "reason": "Semester",
    } | wrong  # fmt: skip
    if typed["email"] == "own":
        typed["email"] = lent.user.email.upper()

    answer = client.post(reverse("people:role_lend", args=[lent.pk]), typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert words in answer.context["form"].errors[field][0]
    assert 'value="Semester"' in answer.content.decode()


def test_one_stands_in_once_at_a_time_but_for_several(
    lent: RoleAssignment, colleague: User, region: Organisation
) -> None:
    lend(lent, colleague)

    with pytest.raises(StandInTwiceError):
        lend(lent, colleague)
    lend(planner(region), colleague)

    assert RoleAssignment.objects.filter(user=colleague, delegated_from__isnull=False).count() == 2


def test_lender_stand_in_and_manager_may_end_it_and_nobody_else(
    lent: RoleAssignment, colleague: User, region: Organisation
) -> None:
    made = lend(lent, colleague, ends_before=MARCH)

    with pytest.raises(PermissionDenied):
        end_role(actor=person_with("people.view", at=region), assignment=made, on=FEBRUARY, today=TODAY)
    for days, actor in enumerate((lent.user, colleague, giver(region)), start=2):
        end_role(actor=actor, assignment=made, on=FEBRUARY - dt.timedelta(days=days), today=TODAY)

    made.refresh_from_db()
    assert made.ends_before == FEBRUARY - dt.timedelta(days=4)


@pytest.mark.parametrize(
    "wrong",
    [{"ends_before": None}, {"ends_before": MARCH + ONE_DAY}, {"limited_to": None}, {"starts_on": dt.date(2025, 1, 6)}],
)
def test_the_database_refuses_a_stand_in_outside_the_role(
    lent: RoleAssignment, colleague: User, wrong: dict[str, object]
) -> None:
    made = lend(lent, colleague)

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.filter(pk=made.pk).update(**wrong)


def test_the_database_refuses_to_cut_a_role_below_what_is_lent(lent: RoleAssignment, colleague: User) -> None:
    lend(lent, colleague)

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.filter(pk=lent.pk).update(ends_before=FEBRUARY - ONE_DAY)


def test_nobody_gives_for_longer_than_they_have_it(region: Organisation) -> None:
    actor = giver(region, ends_before=MARCH)
    asked = {"actor": actor, "person": UserFactory.create(), "role": viewer_role(), "organisation": region}

    for ends_before in (None, MARCH + ONE_DAY):
        with pytest.raises(GrantOutlastsOwnError, match="sön 28 feb 2027"):
            grant_role(**asked, starts_on=TODAY, ends_before=ends_before)  # type: ignore[arg-type]

    assert grant_role(**asked, starts_on=TODAY, ends_before=MARCH).ends_before == MARCH  # type: ignore[arg-type]


def test_a_role_goes_on_for_as_long_as_the_actor_could_give_it(region: Organisation) -> None:
    held = RoleAssignmentFactory.create(role=viewer_role(), organisation=region, ends_before=FEBRUARY)

    change_end(
        actor=giver(region, ends_before=MARCH), assignment=held, ends_before=MARCH, today=TODAY, reason="Förlängd"
    )
    with pytest.raises(GrantOutlastsOwnError):
        change_end(actor=giver(region, ends_before=MARCH), assignment=held, ends_before=None, today=TODAY)

    held.refresh_from_db()
    assert held.ends_before == MARCH


def test_a_role_that_has_not_begun_is_taken_back_and_one_that_has_is_not(region: Organisation) -> None:
    actor = giver(region)
    later, begun = (
        RoleAssignmentFactory.create(role=viewer_role(), organisation=region, starts_on=day)
        for day in (FEBRUARY, TODAY - ONE_DAY)
    )

    withdraw_role(actor=actor, assignment=later, today=TODAY)
    with pytest.raises(PermissionDenied, match="can_withdraw_role"):
        withdraw_role(actor=actor, assignment=begun, today=TODAY)

    assert AuditEvent.objects.get(action="role.withdrawn").before["starts_on"] == "2027-02-01"


def test_the_page_lends_shows_and_hands_back(client: Client, lent: RoleAssignment, colleague: User) -> None:
    client.force_login(lent.user)
    typed = {
        "email": colleague.email,
        "starts_on": "2027-01-11",
        "last_day": "2027-01-31",
        "permissions": ["placements.view"],
    }
    page = client.post(reverse("people:role_lend", args=[lent.pk]), typed, follow=True).content.decode()
    assert f"<strong>{colleague}</strong>" in page

    client.force_login(colleague)
    mine = client.get(reverse("people:my_access")).content.decode()

    assert f"vikarierar för {lent.user}" in mine
    assert f"vikarierar för {lent.user}, {lent.organisation}" in mine
    assert "till och med 2027-01-31" in mine
    made = RoleAssignment.objects.get(user=colleague, delegated_from=lent)
    assert made.ends_before == FEBRUARY
    client.post(reverse("people:role_end", args=[made.pk]), {"last_day": "2027-01-10"})
    assert not RoleAssignment.objects.filter(pk=made.pk).current(TODAY).exists()
