"""Requests, exports, holds and runs are read and written through the database's own rules, by real requests and by plain SQL."""

import datetime as dt

import pytest
from django.db import Error, connection, transaction
from django.test import Client

from randa.core.access.row_security import as_person
from randa.people.models import User
from randa.privacy.errors import ExportTooOftenError
from randa.privacy.models import ControllerDetails, PrivacyRequest, RetentionPeriod, RetentionRun
from randa.privacy.services.exports import ask_for_export
from randa.privacy.services.holds import place_hold, set_period
from randa.privacy.services.requests import make_request
from randa.privacy.services.runs import propose_removal
from tests.factories import OrganisationFactory, RoleAssignmentFactory, UserFactory, person_with
from tests.privacy.world import TODAY, World, former, trained, world

pytestmark = pytest.mark.django_db
TABLES = (
    "privacy_privacyrequest", "privacy_accessexport", "privacy_legalhold", "privacy_retentionrun", "privacy_retentionline",
    "privacy_retentionitem",
)  # fmt: skip
NOTHING = dict.fromkeys(TABLES, 0)


def _rows_seen_by(person: User) -> dict[str, int]:
    seen = {}
    with as_person(person.pk), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select count(*) from {table}")  # noqa: S608 - the names above
            seen[table] = cursor.fetchone()[0]
    return seen


def _full(made: World) -> None:
    """Give the person a request, an export that the officer asked for, a hold, and the region a run of removal."""
    request = make_request(actor=made.person, person=made.person, kind="access", text="Allt", today=TODAY)
    ask_for_export(actor=made.officer, person=made.person, request=request)
    place_hold(actor=made.officer, organisation=made.region, reason="Tvist", today=TODAY, person=made.person)
    trained(former(made.region, ended=dt.date(2012, 1, 1)), made.region)
    propose_removal(actor=made.officer, organisation=made.region, today=TODAY)


def test_each_reads_what_they_have_to_do_with_and_strangers_nothing() -> None:
    made = world()
    _full(made)
    all_rows = {table: _count(table) for table in TABLES}
    stranger = person_with("privacy.manage", "retention.approve", at=OrganisationFactory.create(), code="elsewhere")

    assert min(all_rows.values()) > 0
    assert _rows_seen_by(made.officer) == all_rows
    assert _rows_seen_by(made.approver) == all_rows | {"privacy_privacyrequest": 0, "privacy_accessexport": 0}
    assert _rows_seen_by(made.person) == NOTHING | {"privacy_privacyrequest": 1, "privacy_accessexport": 1}
    assert _rows_seen_by(stranger) == NOTHING
    assert _rows_seen_by(UserFactory.create()) == NOTHING


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")  # noqa: S608 - the names above
        return int(cursor.fetchone()[0])


def _refused(person: User, sql: str, values: list[object]) -> bool:
    """Tell whether the database lets the person change nothing by `sql`."""
    try:
        with transaction.atomic(), as_person(person.pk), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.rowcount) == 0
    except Error:
        return True


def test_nobody_writes_where_they_do_not_manage_privacy() -> None:
    made = world()
    _full(made)
    set_period(
        actor=made.officer, retention_class=RetentionPeriod._meta.get_field("retention_class").related_model.objects.first(),
        organisation=made.region, months=24, decision="Beslut 1", decided_on=TODAY,
    )  # fmt: skip
    ControllerDetails.objects.create(organisation=made.region)
    changes = (
        "privacy_retentionperiod set months = 1",
        "privacy_controllerdetails set contact = 'x'",
        "privacy_legalhold set reason = 'x'",
    )

    for table in (
        *changes,
        "privacy_privacyrequest set answer = 'x'",
        "privacy_retentionrun set decision_reason = 'x'",
    ):
        assert _refused(UserFactory.create(), f"update {table}", []), table
    for table in changes:
        assert _refused(made.approver, f"update {table}", []), table
        assert not _refused(made.officer, f"update {table}", []), table
    for table in TABLES:
        assert _refused(made.officer, f"delete from {table}", []), table  # noqa: S608 - the names above


def test_nobody_makes_a_request_or_an_export_in_the_name_of_another() -> None:
    made = world()
    _full(made)
    asked = (
        "insert into privacy_accessexport (id, person_id, asked_by_id, reason, asked_at, size, sha256)"
        " values (gen_random_uuid(), %s, %s, '', now(), 0, '')"
    )
    stranger = UserFactory.create()

    assert _refused(stranger, asked, [made.person.pk, stranger.pk])
    assert _refused(stranger, asked, [stranger.pk, made.officer.pk])
    assert not _refused(stranger, asked, [stranger.pk, stranger.pk])


def test_an_officer_notes_answers_and_carries_out_through_real_requests(client: Client) -> None:
    made = world()
    client.force_login(made.officer)

    noted = client.post(
        "/personuppgifter/begaran/for-in/",
        {"email": made.person.email, "kind": "restriction", "text": "Begränsa", "received_on": TODAY.isoformat()},
    )
    request = PrivacyRequest.objects.get()
    answered = client.post(
        f"/personuppgifter/begaran/{request.pk}/svara/", {"state": "granted", "answer": "Ja, det görs"}
    )

    assert (noted.status_code, answered.status_code) == (302, 302)
    made.person.refresh_from_db()
    assert made.person.restricted_at is not None


def test_an_erasure_through_a_real_request_reaches_rows_the_officer_does_not_see(client: Client) -> None:
    made = world()
    elsewhere = OrganisationFactory.create()
    trained(made.person, elsewhere)
    request = make_request(actor=made.person, person=made.person, kind="erasure", text="Radera", today=TODAY)
    client.force_login(made.officer)

    page = client.get(f"/personuppgifter/begaran/{request.pk}/")
    answered = client.post(f"/personuppgifter/begaran/{request.pk}/svara/", {"state": "granted", "answer": "Ja"})

    assert page.status_code == 200
    assert answered.status_code == 302
    made.person.refresh_from_db()
    assert made.person.family_name == "person"


def test_a_hold_of_another_organisation_is_told_to_the_officer_who_would_erase(client: Client) -> None:
    made = world()
    other = OrganisationFactory.create()
    RoleAssignmentFactory.create(
        user=made.person, organisation=other, starts_on=dt.date(2011, 1, 1), ends_before=dt.date(2012, 1, 1)
    )
    place_hold(
        actor=person_with("privacy.manage", at=other, code="other"),
        organisation=other,
        reason="Tvist",
        today=TODAY,
        person=made.person,
    )
    request = make_request(actor=made.person, person=made.person, kind="erasure", text="Radera", today=TODAY)
    client.force_login(made.officer)

    assert (
        "Ett undantag från gallring gäller personen"
        in client.get(f"/personuppgifter/begaran/{request.pk}/").content.decode()
    )


def test_exports_that_others_asked_for_count_toward_the_three_of_a_day() -> None:
    made = world()
    for _n in range(3):
        ask_for_export(actor=made.person, person=made.person)

    with as_person(made.officer.pk), pytest.raises(ExportTooOftenError):
        ask_for_export(actor=made.officer, person=made.person)


def test_a_removal_is_proposed_and_approved_through_real_requests(client: Client) -> None:
    made = world()
    trained(former(made.region, ended=dt.date(2012, 1, 1)), made.region)
    client.force_login(made.officer)
    client.post(f"/personuppgifter/gallring/{made.region.code}/foresla/")
    run = RetentionRun.objects.get()
    client.force_login(made.approver)

    client.post(f"/personuppgifter/gallring/korning/{run.pk}/godkann/", {"reason": "Stämmer"})

    run.refresh_from_db()
    assert run.state == RetentionRun.State.APPROVED
