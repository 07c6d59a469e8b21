"""Every opening of another person's record is logged, explained when it is nobody's duty, and shown to the person."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from randa.core.audit.errors import AuditUnavailableError
from randa.core.audit.models import AuditEvent, AuditExport
from randa.core.audit.queries import Search, search_log
from randa.core.audit.services import record, record_opening
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.services.roles import grant_role
from randa.placements.services.capacity import change_mandate
from tests.factories import (
    TODAY,
    EnrolmentFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    RoleAssignmentFactory,
    RoleFactory,
    SeatPeriodFactory,
    UnitFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
REASON = "Ärende 14: kontroll av schema"


def test_one_s_own_record_is_not_an_opening() -> None:
    person = UserFactory.create()

    assert record_opening(person, person, person) is None


def test_the_same_look_is_one_row_and_a_new_reason_is_another() -> None:
    actor, person = UserFactory.create(), UserFactory.create()

    for reason in ("", "", REASON, REASON):
        record_opening(actor, person, person, reason)

    assert [event.reason for event in AuditEvent.objects.filter(action="record.opened").order_by("pk")] == ["", REASON]


def calendar_of_another(client: Client, *, belongs: bool) -> tuple[User, User, str]:
    """Return actor, learner and the address of the learner's calendar; the learner's post lies where the actor works, or not."""
    region, other = OrganisationFactory.create(), OrganisationFactory.create()
    enrolment = EnrolmentFactory.create(
        post__region=region if belongs else other, post__base=region if belongs else other
    )
    plan = PlanFactory.create(regions=[region, other], state="published")
    PlacementFactory.create(plan=plan, enrolment=enrolment, unit=UnitFactory.create(region=other), is_published=True)
    actor = person_with("placements.plan", "placements.view", at=region)
    RoleAssignmentFactory.create(
        user=actor, organisation=other, role=RoleFactory.create(permissions=["placements.plan"], sort_order=9)
    )
    client.force_login(actor)
    return actor, enrolment.learner, reverse("calendars:learner_file", args=[enrolment.pk])


def test_a_record_within_duty_opens_and_is_logged(client: Client) -> None:
    actor, learner, address = calendar_of_another(client, belongs=True)

    assert client.get(address).status_code == 200

    event = AuditEvent.objects.get(action="record.opened")
    assert (event.actor, event.subject, event.kind) == (actor, learner, "opening")
    assert event.role_code
    assert event.address == "127.0.0.1"
    assert event.session_mark


def test_a_record_outside_duty_asks_why_first_and_keeps_the_answer(client: Client) -> None:
    _actor, _learner, address = calendar_of_another(client, belongs=False)

    asked = client.get(address)
    assert asked.status_code == 302
    assert not AuditEvent.objects.filter(action="record.opened").exists()
    why = asked["Location"]
    assert client.post(why, {"reason": "kort"}).status_code == 422
    answered = client.post(why, {"reason": REASON})

    assert answered["Location"] == address
    assert client.get(address).status_code == 200
    assert AuditEvent.objects.get(action="record.opened").reason == REASON


def test_the_question_of_somebody_else_s_link_is_not_answered(client: Client) -> None:
    _actor, _learner, address = calendar_of_another(client, belongs=False)
    why = client.get(address)["Location"]
    client.force_login(UserFactory.create())

    assert client.get(why).status_code == 404
    assert client.get(why + "x").status_code == 404


def test_a_restricted_record_asks_everybody(client: Client) -> None:
    _actor, learner, address = calendar_of_another(client, belongs=True)
    User.objects.filter(pk=learner.pk).update(restricted_at="2027-01-01T00:00:00Z")

    assert client.get(address).status_code == 302


def test_a_person_sees_who_opened_their_data_in_which_role_and_why(client: Client) -> None:
    _actor, learner, address = calendar_of_another(client, belongs=False)
    client.post(client.get(address)["Location"], {"reason": REASON})
    client.get(address)
    client.force_login(learner)

    page = client.get(reverse("audit:mine")).content.decode()

    event = AuditEvent.objects.get(action="record.opened")
    assert str(event.actor) in page
    assert event.role_at in page
    assert REASON in page


# --- the log refuses ---------------------------------------------------------------------------------------------------


@pytest.fixture
def refusing_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER a_refuses BEFORE INSERT ON core_audit_auditevent FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()"
        )


@pytest.mark.usefixtures("refusing_log")
def test_a_role_is_not_given_when_the_log_refuses() -> None:
    region, person, role = OrganisationFactory.create(), UserFactory.create(), RoleFactory.create()
    actor = person_with("roles.grant", at=region)

    with pytest.raises(AuditUnavailableError):
        grant_role(actor=actor, person=person, role=role, organisation=region, starts_on=TODAY)

    assert not person.role_assignments.exists()


@pytest.mark.usefixtures("refusing_log")
def test_a_mandate_is_not_changed_when_the_log_refuses() -> None:
    unit = SeatPeriodFactory.create().unit
    actor = person_with("capacity.edit", at=unit.region)

    with pytest.raises(AuditUnavailableError):
        change_mandate(actor=actor, unit=unit, effective_on=TODAY, seats_after=1, reason="Färre vårdplatser")

    assert not unit.mandate_changes.exists()


@pytest.mark.usefixtures("refusing_log")
def test_a_record_is_not_shown_when_the_log_refuses_and_the_page_can_be_read(client: Client) -> None:
    _actor, _learner, address = calendar_of_another(client, belongs=True)

    answer: HttpResponse = client.get(address)

    assert answer.status_code == 503
    assert "Randas logg tar inte emot något just nu" in answer.content.decode()


# --- the auditor -------------------------------------------------------------------------------------------------------


def events_of(region: Organisation, count: int) -> User:
    actor = UserFactory.create()
    for _number in range(count):
        record(actor, "record.opened", region, subject=UserFactory.create())
    return actor


def test_an_auditor_reads_the_events_of_their_own_organisations_only(client: Client) -> None:
    region, other = OrganisationFactory.create(), OrganisationFactory.create()
    auditor = person_with("audit.view", at=region)
    events_of(region, 1)
    events_of(other, 1)
    client.force_login(auditor)

    seen = list(search_log(auditor, Search())[0])
    hidden = AuditEvent.objects.get(object_id=str(other.pk))

    assert [event.object_id for event in seen] == [str(region.pk)]
    assert client.get(reverse("audit:event", args=[seen[0].pk])).status_code == 200
    assert client.get(reverse("audit:event", args=[hidden.pk])).status_code == 404


def test_the_log_costs_the_same_at_any_length(client: Client) -> None:
    region = OrganisationFactory.create()
    client.force_login(person_with("audit.view", at=region))
    counts = []
    for count in (1, 3):
        events_of(region, count)
        client.get(reverse("audit:index"))
        with connection.execute_wrapper(lambda run, sql, *rest: (counts[-1].append(sql), run(sql, *rest))[1]):
            counts.append([])
            assert client.get(reverse("audit:index")).status_code == 200

    assert len(counts[0]) == len(counts[1])


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_an_export_is_an_event_itself(client: Client, kind: str) -> None:
    region = OrganisationFactory.create()
    events_of(region, 2)
    client.force_login(person_with("audit.view", at=region))

    answer = client.post(reverse("audit:export"), {"format": kind})

    assert answer.status_code == 200
    assert answer.content
    assert AuditExport.objects.get().rows == 2
    assert AuditEvent.objects.get(action="audit.exported").after["file_format"] == kind


def test_a_failed_event_leaves_the_connection_usable() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_audit_auditevent SET reason = 'x'; SELECT 1/0")

    assert AuditEvent.objects.count() == 0


def test_asking_for_a_reading_twice_queues_it_once(client: Client) -> None:
    client.force_login(person_with("audit.view", at=OrganisationFactory.create()))

    for _time in range(2):
        assert client.post(reverse("audit:chain")).status_code == 302

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'randa.check_audit_chain_now'")
        assert cursor.fetchone()[0] == 1
    assert client.get(reverse("audit:chain")).status_code == 200
