"""A university's list of students: preview with faults by row, all or nothing, and the same list again changes nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.imports.models import ImportRun
from randa.exchange.errors import GroupExistsError, StudentListHasFaultsError
from randa.exchange.imports.services import start_list, store_list
from randa.exchange.models import GroupMember, StudentGroup
from randa.people.models import User
from randa.training.models import Enrolment, Post, Programme
from tests.exchange.students import HEADINGS, Course, checked, course, imported, row
from tests.exchange.world import TODAY
from tests.factories import UserFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Course:
    return course()


def faults(run: ImportRun) -> list[tuple[int, str]]:
    return [(one["row"], one["column"]) for one in run.faults]


def test_students_become_learners_with_posts_and_enrolments_like_doctors(world: Course) -> None:
    run = imported(world, [row(1), row(2, form="distans", home="Mora")])

    members = list(GroupMember.objects.filter(group=world.group).order_by("enrolment__learner__email"))
    assert [(one.enrolment.learner.email, one.is_distance, one.home) for one in members] == [
        ("student1@norrby.test", False, "Örebro"), ("student2@norrby.test", True, "Mora"),
    ]  # fmt: skip
    enrolment = members[1].enrolment
    assert (enrolment.post.programme.kind, enrolment.post.base) == (Programme.Kind.STUDENT, world.university)
    assert (enrolment.home_x_km, enrolment.home_y_km) == (-25.6, 222.4)
    assert [held.role_id for held in enrolment.learner.role_assignments.all()] == ["learner"]
    assert (run.content, run.outcome["new"]) == (None, 2)


def test_the_same_list_again_finds_everybody_unchanged_and_makes_nothing(world: Course) -> None:
    rows = [row(1), row(2)]
    imported(world, rows)
    before = (User.objects.count(), Post.objects.count(), Enrolment.objects.count(), GroupMember.objects.count())

    again = imported(world, rows)

    assert (
        User.objects.count(),
        Post.objects.count(),
        Enrolment.objects.count(),
        GroupMember.objects.count(),
    ) == before
    assert (again.outcome["new"], again.outcome["changed"], again.outcome["unchanged"]) == (0, 0, 2)


def test_a_changed_row_changes_that_student_only(world: Course) -> None:
    imported(world, [row(1), row(2)])

    again = imported(world, [row(1), row(2, label="B")])

    assert (again.outcome["changed"], again.outcome["unchanged"]) == (1, 1)
    assert sorted(GroupMember.objects.values_list("label", flat=True)) == ["A", "B"]


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (row(2, email=""), "E-post"),
        (row(2, email="student1@norrby.test"), "E-post"),
        (row(2, email="inte en adress"), "E-post"),
        (row(2, name=""), "Förnamn"),
        (row(2, programme="Ingenjörsprogrammet"), "Program"),
        (row(2, course="Kirurgi"), "Kurs"),
        (row(2, term="HT 2026"), "Termin"),
        (row(2, form="ibland"), "Studieform"),
        (row(2, label="19121212-1212"), "Grupp"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_stored(world: Course, bad: list[str], column: str) -> None:
    run = checked(world, [row(1), bad])

    assert faults(run) == [(3, column)]
    with pytest.raises(StudentListHasFaultsError):
        store_list(actor=world.coordinator, run=run, today=TODAY)
    assert GroupMember.objects.count() == Post.objects.count() == 0


def test_an_unknown_programme_is_answered_with_those_there_are(world: Course) -> None:
    run = checked(world, [row(1, programme="Ingenjörsprogrammet")])

    assert run.faults[0]["text"] == (
        "Programmet Ingenjörsprogrammet finns inte hos er. Skriv något av: Läkarprogrammet."
    )


def test_a_column_of_identity_numbers_is_never_kept(world: Course) -> None:
    run = checked(world, [["19121212-1212", *row(1)]], headings=["Personnummer", *HEADINGS])

    assert run.faults == []
    assert run.rows()[1][0] == ""


def test_an_account_of_somebody_elses_is_not_taken_over(world: Course) -> None:
    UserFactory.create(email="student1@norrby.test")

    assert faults(checked(world, [row(1)])) == [(2, "E-post")]


def test_an_unknown_home_is_said_and_is_no_fault(world: Course) -> None:
    run = checked(world, [row(1, home="Atlantis")])

    assert (run.faults, run.outcome["unknown_homes"]) == ([], ["Atlantis"])


def test_only_whoever_places_for_the_university_reads_in_its_list(world: Course) -> None:
    stranger = person_with("exchange.ask", at=course_elsewhere().university)

    with pytest.raises(PermissionDenied):
        start_list(actor=stranger, group=world.group, name="lista.csv", rows=[HEADINGS, row(1)])


def course_elsewhere() -> Course:
    return course(course="Kirurgi")


def test_the_same_course_occasion_is_not_made_twice(world: Course) -> None:
    from randa.exchange.services.groups import Occasion, make_group

    same = Occasion(
        world.group.kind, "Läkarprogrammet", world.group.area, "Psykiatri", "VT 2027", world.group.starts_on, 4
    )
    with pytest.raises(GroupExistsError, match="finns redan"):
        make_group(actor=world.coordinator, organisation=world.university, occasion=same, today=TODAY)


def test_the_database_shows_members_to_the_university_and_to_themselves_only(world: Course) -> None:
    imported(world, [row(1), row(2)])
    student = User.objects.get(email="student1@norrby.test")

    with as_person(world.coordinator.pk):
        assert GroupMember.objects.count() == 2
    with as_person(student.pk):
        assert [one.enrolment.learner_id for one in GroupMember.objects.all()] == [student.pk]
        assert StudentGroup.objects.count() == 1
    with as_person(UserFactory.create().pk):
        assert GroupMember.objects.count() == StudentGroup.objects.count() == 0


def test_a_coordinator_reads_in_a_list_by_hand(world: Course, client: Client) -> None:
    client.force_login(world.coordinator)
    text = "\n".join(";".join(one) for one in [HEADINGS, row(1), row(2)])
    from django.core.files.uploadedfile import SimpleUploadedFile

    uploaded = client.post(
        reverse("exchange:list", args=[world.group.pk]), {"file": SimpleUploadedFile("lista.csv", text.encode())}
    )
    run = ImportRun.objects.get()
    page = client.get(uploaded["Location"])
    chosen = {one.name: one.value() or "" for one in page.context["form"]}
    preview = client.post(uploaded["Location"], chosen, follow=True)
    assert "Läs in alla studenter" in preview.content.decode()
    done = client.post(reverse("exchange:list_store", args=[run.pk]), follow=True)

    assert "Student1 Påhittad" in done.content.decode()
    assert AuditEvent.objects.filter(action="student_group.imported").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_course_costs_the_same_for_three_students_as_for_one(
    world: Course, client: Client, count: int, django_assert_max_num_queries: object
) -> None:
    imported(world, [row(number) for number in range(count)])
    client.force_login(world.coordinator)

    with django_assert_max_num_queries(30) as seen:  # type: ignore[operator]
        client.get(reverse("exchange:group", args=[world.group.pk]))
    QUERIES.append(len(seen))
    assert len(set(QUERIES)) == 1


QUERIES: list[int] = []
