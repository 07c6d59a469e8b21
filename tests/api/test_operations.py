"""People, roles, placements and the log through the interface: what pages show, to whom pages show it."""

import datetime as dt
import uuid

import pytest
from django.http import HttpResponse

from randa.core.audit.models import AuditEvent
from randa.people.models import RoleAssignment, User
from tests.factories import (
    TODAY,
    EnrolmentFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    RoleAssignmentFactory,
    RoleFactory,
    UnitFactory,
    person_with,
)
from tests.integrations.world import call, own_key

pytestmark = pytest.mark.django_db


class World:
    """A region whose keeper of roles has a key, and a colleague; and another region."""

    def __init__(self) -> None:
        self.region, self.other = OrganisationFactory.create(code="REG-20"), OrganisationFactory.create(code="REG-18")
        self.keeper = person_with("people.view", "roles.grant", "dimensioning.view", "audit.view", at=self.region)
        self.role = RoleFactory.create(code="recruiter", permissions=["dimensioning.view"])
        self.colleague = self._at(self.region, "Alva")
        self.stranger = self._at(self.other, "Bertil")
        self.token = own_key(self.keeper)[1]

    def _at(self, place: object, name: str) -> User:
        user = RoleAssignmentFactory.create(
            organisation=place, role=RoleFactory.create(code="unit"), user__given_name=name
        ).user
        assert isinstance(user, User)
        return user

    def give(self, **changes: object) -> HttpResponse:
        body = {
            "person": str(self.colleague.pk), "role": "recruiter", "organisation": "REG-20", "starts_on": "2027-01-11",
            "ends_before": "2027-03-01", "reason": "Ny uppgift",
        }  # fmt: skip
        return call(self.token, "/api/roller", "POST", body | changes)


def test_people_are_those_that_the_owner_of_the_key_sees() -> None:
    world = World()

    answer = call(world.token, "/api/personer").json()

    assert {row["id"] for row in answer["rows"]} == {str(world.keeper.pk), str(world.colleague.pk)}
    assert call(world.token, "/api/personer", data={"q": "alv"}).json()["total"] == 1


def test_opening_a_person_is_logged_and_a_stranger_is_not_there() -> None:
    world = World()

    assert call(world.token, f"/api/personer/{world.colleague.pk}").json()["given_name"] == "Alva"
    assert call(world.token, f"/api/personer/{world.stranger.pk}").status_code == 404
    opened = AuditEvent.objects.filter(kind="opening").values_list("actor", "subject")
    assert list(opened) == [(world.keeper.pk, world.colleague.pk)]


def test_opening_somebody_who_no_longer_belongs_here_asks_why() -> None:
    world = World()
    RoleAssignment.objects.filter(user=world.colleague).update(ends_before=TODAY)
    address = f"/api/personer/{world.colleague.pk}"

    assert call(world.token, address).json()["code"] == "reason_needed"
    assert call(world.token, address, data={"reason": "Intyg om tjänstgöring"}).status_code == 200
    assert AuditEvent.objects.get(kind="opening").reason == "Intyg om tjänstgöring"


def test_a_role_is_given_and_ended_as_on_the_pages() -> None:
    world = World()

    made = world.give()
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["role"], row["organisation"], row["ends_before"]) == ("recruiter", "REG-20", "2027-03-01")
    given = AuditEvent.objects.get(action="role.granted", object_id=str(row["id"]))
    assert (given.actor_id, given.session_mark != "", given.address) == (world.keeper.pk, True, "127.0.0.1")

    ended = call(world.token, f"/api/roller/{row['id']}/avslut", "POST", {"ends_before": "2027-01-15"}).json()
    assert ended == {"id": row["id"], "withdrawn": False, "ends_before": "2027-01-15"}
    taken = call(world.token, f"/api/roller/{row['id']}/avslut", "POST", {"ends_before": "2027-01-11"}).json()
    assert taken["withdrawn"] is True
    assert not RoleAssignment.objects.filter(pk=row["id"]).exists()


def test_a_role_that_one_could_not_give_on_the_page_is_refused() -> None:
    world = World()
    RoleFactory.create(code="publishes", permissions=["placements.publish"])

    refused = world.give(role="publishes")

    assert (refused.status_code, refused.json()["code"]) == (403, "can_grant_role")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"role": "finns_inte"}, 422, "unknown_reference"),
        ({"organisation": "REG-99"}, 422, "unknown_reference"),
        ({"starts_on": "2027-01-10"}, 422, "starts_in_the_past"),
        ({"ends_before": "2027-01-11"}, None, "role_ends_before_it_starts"),
        ({"person": str(uuid.uuid4())}, 404, "not_found"),
        ({"person": "hen"}, 422, "invalid_input"),
        ({"reason": ""}, 422, "invalid_input"),
        ({"granted_by": "någon"}, 422, "invalid_input"),
        ({"reason": "a\0b"}, 400, "unreadable"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_changes_nothing(
    change: dict[str, object], status: int | None, code: str
) -> None:
    world = World()
    before = RoleAssignment.objects.count()

    refused = world.give(**change)

    assert status is None or refused.status_code == status, refused.content
    assert 400 <= refused.status_code < 500
    if status is not None:
        assert refused.json()["code"] == code
    assert set(refused.json()) == {"code", "message", "request_id", "problems"}
    assert RoleAssignment.objects.count() == before


def test_reading_does_not_change_anything_with_a_key_for_reading() -> None:
    world = World()
    world.token = own_key(world.keeper, "roles.read", "people.read")[1]

    refused = world.give()

    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")


def test_roles_are_listed_by_place_and_person() -> None:
    world = World()

    everybody = call(world.token, "/api/roller", data={"organisation": "REG-20"}).json()
    one = call(world.token, "/api/roller", data={"person": str(world.colleague.pk)}).json()

    assert {row["person"] for row in everybody["rows"]} == {str(world.keeper.pk), str(world.colleague.pk)}
    assert one["total"] == 1
    assert call(world.token, "/api/roller", data={"organisation": "REG-18"}).json()["total"] == 0


def test_placements_are_published_ones_that_the_owner_sees() -> None:
    region = OrganisationFactory.create()
    enrolment = EnrolmentFactory.create(post__programme__region=region)
    unit = UnitFactory.create(region=region)
    published = PlanFactory.create(regions=[region], state="published")
    draft = PlanFactory.create(regions=[region])
    seen = PlacementFactory.create(plan=published, enrolment=enrolment, unit=unit, is_published=True)
    PlacementFactory.create(plan=draft, enrolment=enrolment, unit=unit)
    PlacementFactory.create(plan=published, is_published=True)
    token = own_key(person_with("placements.view", "placements.plan", at=region))[1]

    answer = call(token, "/api/placeringar").json()

    assert [(row["id"], row["learner"]) for row in answer["rows"]] == [(str(seen.pk), str(enrolment.learner_id))]
    assert call(token, "/api/placeringar", data={"since": "2027-03-29"}).json()["total"] == 0
    assert call(token, "/api/placeringar", data={"before": "2027-02-02"}).json()["total"] == 1


@pytest.mark.parametrize("address", ["/api/personer", "/api/roller", "/api/placeringar", "/api/logg"])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_three_rows_as_for_one(
    address: str, rows: int, django_assert_max_num_queries
) -> None:
    region = OrganisationFactory.create()
    enrolment = EnrolmentFactory.create(post__programme__region=region)
    plan = PlanFactory.create(regions=[region], state="published")
    for number in range(rows):
        RoleAssignmentFactory.create(organisation=region)
        day = TODAY + dt.timedelta(weeks=number)
        PlacementFactory.create(
            plan=plan, enrolment=enrolment, unit=UnitFactory.create(region=region), is_published=True, starts_on=day,
            ends_before=day + dt.timedelta(days=7),
        )  # fmt: skip
    token = own_key(person_with("people.view", "placements.view", "audit.view", at=region))[1]
    call(token, "/api/mig")  # the use of the key is noted now, and not again within the minute

    with django_assert_max_num_queries(6) as counted:
        call(token, address)

    assert len(counted) <= 6


@pytest.mark.django_db(transaction=True)
def test_the_log_is_read_in_the_order_of_its_chain_by_whoever_reads_logs_there() -> None:
    world = World()
    world.give()

    first = call(world.token, "/api/logg", data={"limit": 1}).json()
    rest = call(world.token, "/api/logg", data={"after": first["last"]}).json()

    positions = [row["position"] for row in first["rows"] + rest["rows"]]
    assert positions == sorted(set(positions))
    assert "role.granted" in [row["action"] for row in rest["rows"]]
    outsider = own_key(person_with("audit.view", at=world.other))[1]
    assert "role.granted" not in [row["action"] for row in call(outsider, "/api/logg").json()["rows"]]
    assert call(own_key(world.colleague)[1], "/api/logg").status_code == 403
