"""The id that an employer's own system gives: by it the next file knows the same person, and nobody else gets to see it."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.imports.columns import guessed
from randa.core.search.models import SearchTerm
from randa.core.search.services import refresh_all_stale
from randa.organisations.models import Organisation
from randa.people.imports.fields import FIELDS
from randa.people.imports.services import store_import, undo_import
from randa.people.models import ExternalId, RoleAssignment, User
from tests.factories import HospitalFactory, OrganisationFactory, RoleAssignmentFactory, person_with
from tests.people.test_people_import import faults, line, run_of
from tests.people.world import READS_IN

pytestmark = pytest.mark.django_db
ID = "ANST-0042"


def read_in(actor: User, place: Organisation, *lines: list[str]) -> User:
    run = run_of(actor, place, *lines)
    assert run.faults == []
    store_import(actor=actor, run=run)
    return User.objects.get(external_ids__value=ID)


def test_the_next_file_knows_the_person_by_it_whatever_the_address_has_become(
    clerk: User, region: Organisation
) -> None:
    first = read_in(clerk, region, line("anna", external_id=ID))

    again = read_in(
        clerk, region, line("anna", email="", given_name="Annika", role="", starts_on="", ends_on="", external_id=ID)
    )

    assert (again.pk, again.given_name, again.email) == (first.pk, "Annika", "anna@example.org")
    assert User.objects.filter(family_name="Provsson").count() == 1
    assert ExternalId.objects.get().organisation == region


def test_rows_with_the_same_id_are_one_person(clerk: User, region: Organisation) -> None:
    hospital = HospitalFactory.create(parent=region)

    person = read_in(
        clerk, region, line("anna", external_id=ID), line("anna", email="", organisation=hospital.code, external_id=ID)
    )

    assert RoleAssignment.objects.filter(user=person).count() == 2


def test_another_employer_s_same_number_is_another_person(clerk: User, region: Organisation) -> None:
    elsewhere = OrganisationFactory.create()
    other = RoleAssignmentFactory.create(organisation=elsewhere).user
    ExternalId.objects.create(organisation=elsewhere, user=other, value=ID)

    run = run_of(clerk, region, line("anna", external_id=ID))
    store_import(actor=clerk, run=run)

    assert {key.user for key in ExternalId.objects.filter(value=ID)} == {
        other,
        User.objects.get(email="anna@example.org"),
    }


def test_an_id_of_somebody_else_a_personal_number_and_two_ids_are_faults(clerk: User, region: Organisation) -> None:
    read_in(clerk, region, line("anna", external_id=ID))
    store_import(actor=clerk, run=run_of(clerk, region, line("bo")))
    none = {"role": "", "starts_on": "", "ends_on": ""}

    found = faults(
        clerk, region, line("bo", external_id=ID, **none), line("ceci", external_id="19701063-2391", **none),
        line("dag", external_id="X-1", **none), line("dag", external_id="X-2", **none),
    )  # fmt: skip

    assert [(row, column) for row, column, _text in found] == [(row, "Id i källsystemet") for row in (2, 3, 5)]
    assert ID not in str(found)


def test_it_is_undone_with_the_rest(clerk: User, region: Organisation) -> None:
    run = run_of(clerk, region, line("anna", external_id=ID))
    store_import(actor=clerk, run=run)

    undo_import(actor=clerk, run=run)

    assert not ExternalId.objects.exists()


def test_only_who_reads_in_people_there_and_oneself_may_see_it_and_no_log_or_index_holds_it(
    client: Client,
    clerk: User,
    region: Organisation,
) -> None:
    person = read_in(clerk, region, line("anna", external_id=ID))
    colleague = person_with("people.view", "people.edit", "audit.view", at=region)
    stranger = person_with(*READS_IN, at=OrganisationFactory.create())

    def seen(by: User) -> bool:
        with as_person(by.pk), connection.cursor() as cursor:
            cursor.execute("select count(*) from people_externalid")
            return bool(cursor.fetchone()[0])

    assert [seen(one) for one in (clerk, person, colleague, stranger)] == [True, True, False, False]
    refresh_all_stale()
    kept = str(list(AuditEvent.objects.values_list("object_name", "before", "after", "reason")))
    assert ID not in kept
    assert not SearchTerm.objects.filter(term__icontains="anst-0042").exists()
    client.force_login(colleague)
    for page in ("people:person", "people:person_details", "people:person_history"):
        assert ID not in client.get(reverse(page, args=[person.pk])).content.decode()


def test_the_export_holds_it_and_reads_back_unchanged(client: Client, clerk: User, region: Organisation) -> None:
    read_in(clerk, region, line("anna", external_id=ID))
    client.force_login(clerk)

    content = client.get(reverse("people:import_export")).content

    rows = [
        ["" if cell is None else str(cell) for cell in row]
        for row in openpyxl.load_workbook(io.BytesIO(content)).active.values
    ]
    assert ID in str(rows)
    assert guessed(FIELDS, rows[0], {})["external_id"] == rows[0].index("Id i källsystemet")
