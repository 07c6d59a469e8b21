"""Reading in people and roles: every fault at once, all or nothing, and back again."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from randa.core.audit.models import AuditEvent
from randa.core.imports.columns import guessed
from randa.core.imports.models import ImportRun
from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.organisations.models import Organisation
from randa.people.imports.fields import FIELDS
from randa.people.imports.services import (
    ImportHasFaultsError,
    ImportTouchedError,
    check_import,
    start_import,
    store_import,
    undo_import,
)
from randa.people.models import IdentityNumber, RoleAssignment, User
from tests.factories import (
    HospitalFactory,
    OrganisationFactory,
    RoleAssignmentFactory,
    RoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HEADS = [
    "Förnamn",
    "Efternamn",
    "E-post",
    "HSA-id",
    "Titel",
    "Roll",
    "Organisationskod",
    "Från",
    "Till och med",
    "Personnummer",
    "Anställningsnummer",
]
COLUMNS = {one.key: number for number, one in enumerate(FIELDS)}
TODAY = dt.date(2027, 1, 11)


def line(name: str = "anna", **changed: str) -> list[str]:
    values = {
        "given_name": name.capitalize(), "family_name": "Provsson", "email": f"{name}@example.org", "hsa_id": "", "title": "",
        "role": "provroll", "organisation": "", "starts_on": "2027-02-01", "ends_on": "2027-06-30", "identity_number": "",
        "external_id": "",
    } | changed  # fmt: skip
    return [values[one.key] for one in FIELDS]


def run_of(clerk: User, region: Organisation, *lines: list[str]) -> ImportRun:
    run = start_import(actor=clerk, organisation=region, name="lista.xlsx", rows=[HEADS, *lines])
    run.columns = COLUMNS
    run.save(update_fields=["columns"])
    return check_import(run=run, progress=lambda _done, _total: None)


def faults(clerk: User, region: Organisation, *lines: list[str]) -> list[tuple[int, str, str]]:
    return [(one["row"], one["column"], one["text"]) for one in run_of(clerk, region, *lines).faults]


def test_people_get_accounts_and_roles_from_a_file_with_the_last_day_included(
    clerk: User, region: Organisation
) -> None:
    hospital = HospitalFactory.create(parent=region)
    run = run_of(
        clerk, region, line(organisation=hospital.code, identity_number="701063-2391"), line("bo", role="Provroll")
    )
    assert run.faults == []

    store_import(actor=clerk, run=run)
    store_import(actor=clerk, run=run)

    role = RoleAssignment.objects.get(user__email="anna@example.org")
    assert (role.organisation, role.starts_on, role.ends_before) == (hospital, dt.date(2027, 2, 1), dt.date(2027, 7, 1))
    assert IdentityNumber.objects.with_number("197010632391").get().person == role.user
    assert User.objects.filter(family_name="Provsson").count() == 2
    assert AuditEvent.objects.filter(action="role.granted", object_id=str(role.pk)).exists()
    assert ImportRun.objects.get().content is None


def test_every_fault_is_told_with_row_column_and_what_to_do_and_nothing_is_stored(
    clerk: User, region: Organisation
) -> None:
    outside = OrganisationFactory.create()
    RoleFactory.create(code="mer", permissions=["audit.view"])
    found = faults(
        clerk, region,
        line("a", email="inte-en-adress"), line("b", email="", hsa_id=""), line("c", role="trollkarl"),
        line("d", organisation=outside.code),
        line("e", role="mer"), line("f", starts_on="1/2 2027"), line("g", ends_on="2027-01-31"), line("h", identity_number="701063-2390"),
        line("i"), line("i"), line("i", family_name="Annan", role="", starts_on="", ends_on=""), line("k", given_name=""),
    )  # fmt: skip

    assert [(row, column) for row, column, _text in found] == [
        (2, "E-post"), (3, "E-post"), (4, "Roll"), (5, "Organisationskod"), (6, "Roll"), (7, "Från"), (8, "Till och med"),
        (9, "Personnummer"), (11, "Roll"), (12, "Efternamn"), (13, "Förnamn"),
    ]  # fmt: skip
    run = ImportRun.objects.get()
    with pytest.raises(ImportHasFaultsError):
        store_import(actor=clerk, run=run)
    assert not User.objects.filter(family_name="Provsson").exists()


def test_all_faults_of_one_row_are_told_at_once(clerk: User, region: Organisation) -> None:
    wrong = line(
        email="inte-en-adress", role="trollkarl", organisation="FINNS-EJ", starts_on="igår", ends_on="9999-12-31"
    )

    assert [(column, text) for _row, column, text in faults(clerk, region, wrong)] == [
        ("E-post", "Skriv hela e-postadressen, till exempel namn@example.se."),
        ("Roll", "Rollen finns inte. Skriv dess namn som det står på sidan om roller."),
        ("Organisationskod", f"Koden finns inte inom {region}."),
        ("Från", "Skriv dagen så här: 2027-01-31."),
        ("Till och med", "Välj 2099-12-31 eller en tidigare dag."),
    ]


def test_an_account_is_known_by_hsa_id_and_its_changes_are_shown_before_and_after(
    clerk: User, region: Organisation
) -> None:
    known = RoleAssignmentFactory.create(organisation=region, user__hsa_id="SE2321000016-A1", user__title="Läkare").user
    run = run_of(
        clerk, region, line(email="", hsa_id="SE2321000016-a1", given_name="", family_name="", title="Överläkare")
    )

    assert run.faults == []
    assert (run.outcome["new"], run.outcome["changed"]) == (0, 1)
    assert [(one["before"], one["after"]) for one in run.outcome["changes"]] == [("Läkare", "Överläkare")]
    store_import(actor=clerk, run=run)
    known.refresh_from_db()
    assert known.title == "Överläkare"


def test_an_address_never_links_to_an_account_that_one_does_not_see(clerk: User, region: Organisation) -> None:
    UserFactory.create(email="anna@example.org")

    assert [column for _row, column, _text in faults(clerk, region, line())] == ["E-post"]


def test_a_person_of_another_organisation_gets_the_role_by_hsa_id_and_keeps_their_name(
    clerk: User, region: Organisation
) -> None:
    other = RoleAssignmentFactory.create(user__hsa_id="SE2321000016-A1", user__given_name="Första").user

    store_import(actor=clerk, run=run_of(clerk, region, line(hsa_id="SE2321000016-A1", email="")))

    other.refresh_from_db()
    assert other.given_name == "Första"
    assert RoleAssignment.objects.filter(user=other, organisation=region).exists()


def test_an_import_can_be_undone_while_nobody_has_built_on_it(clerk: User, region: Organisation) -> None:
    known = RoleAssignmentFactory.create(organisation=region, user__title="Läkare").user
    run = run_of(
        clerk, region, line(), line("bo", email=known.email, given_name="", family_name="", title="Överläkare")
    )
    store_import(actor=clerk, run=run)

    undo_import(actor=clerk, run=run)
    undo_import(actor=clerk, run=run)

    known.refresh_from_db()
    assert known.title == "Läkare"
    assert not RoleAssignment.objects.filter(role="provroll").exists()
    assert not User.objects.get(email="anna@example.org").is_active
    assert ImportRun.objects.get().state == ImportRun.State.UNDONE


def test_an_undo_that_would_undo_somebody_elses_work_is_refused_and_says_which_rows(
    clerk: User, region: Organisation
) -> None:
    run = run_of(clerk, region, line(), line("bo"))
    store_import(actor=clerk, run=run)
    RoleAssignment.objects.filter(user__email="bo@example.org").update(ends_before=dt.date(2027, 3, 1))

    with pytest.raises(ImportTouchedError) as refused:
        undo_import(actor=clerk, run=run)

    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].startswith("Rad 3:")
    assert RoleAssignment.objects.filter(role="provroll").count() == 2


def test_nobody_reads_in_people_where_they_may_not(clerk: User, region: Organisation) -> None:
    with pytest.raises(PermissionDenied):
        start_import(actor=clerk, organisation=OrganisationFactory.create(), name="x", rows=[HEADS, line()])


def test_columns_are_found_by_our_own_headings_others_and_what_was_remembered() -> None:
    assert guessed(FIELDS, HEADS, {}) == COLUMNS
    assert guessed(FIELDS, ["First name", "Mail", "Tjänst"], {"title": "tjänst"}) == {
        "given_name": 0,
        "email": 1,
        "title": 2,
    }


def test_our_own_headings_are_known_whichever_language_the_reader_has() -> None:
    with translation.override("en"):
        assert guessed(FIELDS, HEADS, {}) == COLUMNS
        english = [str(one.label) for one in FIELDS]
    assert guessed(FIELDS, english, {}) == COLUMNS


def test_the_whole_way_through_the_pages_and_back(client, clerk: User, region: Organisation) -> None:
    client.force_login(clerk)
    book = openpyxl.Workbook()
    for row in (HEADS, line(), line("bo")):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)

    sent = client.post(
        reverse("people:import"),
        {"organisation": region.code, "file": SimpleUploadedFile("lista.xlsx", file.getvalue())},
    )
    run = ImportRun.objects.get()
    assert sent["Location"] == reverse("people:import_columns", args=[run.pk])
    assert client.get(sent["Location"]).status_code == 200
    client.post(sent["Location"], {key: str(number) for key, number in COLUMNS.items()})
    execute(str(Job.objects.latest("created_at").pk))
    preview = client.get(reverse("people:import_preview", args=[run.pk]))
    assert "Läs in allt" in preview.content.decode()
    client.post(reverse("people:import_store", args=[run.pk]))
    execute(str(Job.objects.latest("created_at").pk))

    run.refresh_from_db()
    assert run.state == ImportRun.State.STORED
    exported = client.get(reverse("people:import_export"))
    again = openpyxl.load_workbook(io.BytesIO(exported.content)).worksheets[0]
    lines = [
        [str(value.date() if isinstance(value, dt.datetime) else value or "") for value in row]
        for row in again.iter_rows(values_only=True)
    ]
    mine = [one for one in lines[1:] if one[1] == "Provsson"]
    second = run_of(clerk, region, *[[*one, ""] for one in mine])
    assert (second.faults, second.outcome["unchanged"], second.outcome["held"], second.outcome["roles"]) == (
        [],
        2,
        2,
        0,
    )


def test_ten_thousand_wrong_rows_are_answered_with_a_constant_number_of_queries(
    clerk: User, region: Organisation, django_assert_max_num_queries
) -> None:
    run = start_import(
        actor=clerk, organisation=region, name="x", rows=[HEADS, *[line(f"p{n}", role="?") for n in range(10_000)]]
    )
    run.columns = COLUMNS

    with django_assert_max_num_queries(40):
        check_import(run=run, progress=lambda _done, _total: None)

    assert len(run.faults) == 10_000
