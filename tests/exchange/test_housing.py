"""Somewhere to live for students who need it: the university answers each, the student reads it, and nobody else decides."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.exchange.errors import HousingReasonError, NoHousingAskedError
from randa.exchange.models import GroupMember
from randa.exchange.services.housing import answer_housing
from tests.exchange.students import HEADINGS, Course, course, imported, row
from tests.exchange.world import ASKS
from tests.factories import OrganisationFactory, person_with

pytestmark = pytest.mark.django_db
NOTE = "Rum på Studentvägen från söndagen, nyckeln finns i receptionen."


@pytest.fixture
def world() -> Course:
    made = course()
    imported(made, [[*row(1, form="distans"), "ja"], [*row(2), "nej"]], [*HEADINGS, "Behöver bostad"])
    return made


def _member(number: int) -> GroupMember:
    found: GroupMember = GroupMember.objects.get(enrolment__learner__email=f"student{number}@norrby.test")
    return found


def test_the_page_lists_those_who_need_it_with_weeks_and_how_far_it_has_come(client: Client, world: Course) -> None:
    client.force_login(world.coordinator)
    page = client.get(reverse("exchange:housing", args=[world.group.pk])).content.decode()

    assert "Student1 Påhittad" in page
    assert "Student2 Påhittad" not in page
    assert "2027-03-01 – 2027-03-28" in page
    assert "inget gjort än" in page
    assert (
        reverse("exchange:housing", args=[world.group.pk])
        in client.get(world.group.get_absolute_url()).content.decode()
    )


def test_the_student_is_told_and_reads_the_answer_and_the_same_again_changes_nothing(
    client: Client, world: Course
) -> None:
    member, address = _member(1), reverse("exchange:housing_answer", args=[_member(1).pk])
    client.force_login(world.coordinator)
    for _time in range(2):
        assert client.post(address, {"housing": "arranged", "note": NOTE}).status_code == 302

    member.refresh_from_db()
    assert (member.housing, member.housing_note) == ("arranged", NOTE)
    event = AuditEvent.objects.get(action="student_group.housing_answered")
    assert (event.subject_id, event.after) == (member.enrolment.learner_id, {"housing": "arranged"})
    assert (
        Notification.objects.get(recipient=member.enrolment.learner, kind="exchange.housing").title
        == "Din bostad: ordnad"
    )
    client.force_login(member.enrolment.learner)
    assert NOTE in client.get(reverse("exchange:mine")).content.decode()


def test_that_it_was_not_possible_is_said_with_why_where_it_is_written(client: Client, world: Course) -> None:
    client.force_login(world.coordinator)
    answer = client.post(
        reverse("exchange:housing_answer", args=[_member(1).pk]), {"housing": "impossible", "note": " "}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["note"]
    with pytest.raises(HousingReasonError):
        answer_housing(actor=world.coordinator, member=_member(1), housing="impossible")
    assert _member(1).housing == "waiting"


def test_nobody_answers_about_themselves_for_another_university_or_for_who_needs_none(world: Course) -> None:
    stranger = person_with(*ASKS, at=OrganisationFactory.create())
    for actor in (stranger, _member(1).enrolment.learner):
        with pytest.raises(PermissionDenied):
            answer_housing(actor=actor, member=_member(1), housing="asked")
    with pytest.raises(NoHousingAskedError):
        answer_housing(actor=world.coordinator, member=_member(2), housing="asked")


def test_the_list_asks_as_often_for_three_as_for_one(client: Client, django_assert_max_num_queries) -> None:
    counts = []
    for students in (1, 3):
        made = course(course=f"Kurs {students}")
        listed = [
            [*row(number, course=f"Kurs {students}", email=f"s{students}{number}@norrby.test"), "ja"]
            for number in range(students)
        ]
        imported(made, listed, [*HEADINGS, "Behöver bostad"])
        client.force_login(made.coordinator)
        address = reverse("exchange:housing", args=[made.group.pk])
        client.get(address)
        with django_assert_max_num_queries(60) as asked:
            page = client.get(address).content.decode()
        assert page.count("</tr>") == students + 1
        counts.append(len(asked))

    assert counts[0] == counts[1]
