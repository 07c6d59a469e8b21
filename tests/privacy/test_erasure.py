"""After an erasure nothing tells who the person was, except what the law keeps; and nothing hangs in the air."""

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.people.models import RoleAssignment, User
from randa.privacy.errors import ErasureStoppedError
from randa.privacy.registry import AtErasure, all_rows
from randa.privacy.services import answer_request, make_request, place_hold
from randa.privacy.services.erasing import identifiers
from randa.privacy.services.erasure import erase_person
from randa.training.models import Enrolment
from tests.factories import (
    JobFactory,
    PlanRevisionFactory,
    RoleAssignmentFactory,
    ScenarioFactory,
    SupervisorFactory,
    UserFactory,
)
from tests.privacy.test_registry import NOT_PERSONAL_DATA, references
from tests.privacy.world import TODAY, World, busy, former, trained, world

KINDS_OF_ROWS = (
    "training",
    "supervisor",
    "job",
    "revision",
    "scenario",
    "notice",
    "authenticator",
    "draft_name",
    "merged",
)


def add(kind: str, person: User, made: World) -> None:
    """Give the person a row of a kind, with their name in a text where there is one."""
    if kind == "training":
        trained(person, made.region)
    elif kind == "supervisor":
        SupervisorFactory.create(user=person)
    elif kind == "job":
        JobFactory.create(started_by=person, title=f"Arbete åt {person}")
    elif kind == "revision":
        PlanRevisionFactory.create(saved_by=person, comment="Fler tjänster")
    elif kind == "scenario":
        ScenarioFactory.create(created_by=person)
    elif kind == "notice":
        Notification.objects.create(
            recipient=made.officer, actor=person, kind="people.role", title=f"{person} frågar", body=f"Svara {person.email}",
            created_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        )  # fmt: skip
    elif kind == "authenticator":
        Authenticator.objects.get_or_create(user=person, type="totp", defaults={"data": {"secret": "x"}})
    elif kind == "draft_name":
        JobFactory.create(
            started_by=made.officer, title="Underlag", payload={"for": [person.get_full_name(), person.email]}
        )
    elif kind == "merged":
        UserFactory.create(
            merged_into=person, is_active=False, given_name=person.given_name, family_name=person.family_name
        )


def kept_models() -> set[type[models.Model]]:
    return {rows.model_class for _kind, rows in all_rows() if rows.at_erasure is AtErasure.KEEP}


def cells_with(told: list[str]) -> list[str]:
    """Return every cell of a text, list or JSON column, outside what the law keeps, that holds one of the texts."""
    found = []
    for model in apps.get_models():
        if model in kept_models() or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField | ArrayField):
                for value in models.QuerySet(model).values_list(field.name, flat=True):
                    text = str(value).casefold()
                    found += [f"{model._meta.label}.{field.name}: {one}" for one in told if one.casefold() in text]
    return found


def rows_that_point_at(people: list[Any]) -> set[str]:
    return {
        f"{model._meta.label}.{name}"
        for model, name in references()
        if models.QuerySet(model).filter(**{f"{name}__in": people}).exists()
    } - set(NOT_PERSONAL_DATA)


def everything() -> dict[str, list[Any]]:
    """Return all rows of all tables but the log, to compare before and after."""
    return {
        model._meta.label: sorted(map(repr, models.QuerySet(model).values_list()))
        for model in apps.get_models()
        if model is not AuditEvent and model._meta.managed
    }


@pytest.mark.django_db
@given(chosen=st.lists(st.sampled_from(KINDS_OF_ROWS), max_size=8), has_hsa_id=st.booleans(), is_namesake=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_tells_who_an_erased_person_was_except_what_the_law_keeps(
    chosen: list[str], has_hsa_id: bool, is_namesake: bool
) -> None:
    made = world()
    person = former(made.region) if has_hsa_id else former(made.region, hsa_id=None)
    for kind in chosen:
        add(kind, person, made)
    if is_namesake:
        UserFactory.create(given_name=person.given_name, family_name="Annansson")
    told = identifiers(person)
    people = [person.pk, *User.objects.filter(merged_into=person).values_list("pk", flat=True)]

    erase_person(actor=made.officer, person=person, reason="Begäran", today=TODAY)

    connection.check_constraints()
    assert cells_with(told) == []
    kept = {f"{rows.model}.{rows.person}" for _kind, rows in all_rows() if rows.at_erasure is not AtErasure.REMOVE}
    kept |= {
        f"{rows.model}.{name}" for _kind, rows in all_rows() for name in rows.acted if rows.at_erasure is AtErasure.KEEP
    }
    assert {one.casefold() for one in rows_that_point_at(people)} <= {one.casefold() for one in kept}
    before = everything()
    assert erase_person(actor=made.officer, person=person, reason="Igen", today=TODAY) == {}
    assert everything() == before
    _empty()


def _empty() -> None:
    """Take away what an example made; the whole test is one transaction, but the next example counts afresh."""
    Authenticator.objects.all().delete()
    Notification.objects.all().delete()


@pytest.mark.django_db
def test_the_name_of_an_erased_person_is_nowhere_in_the_log() -> None:
    made = world()
    told = identifiers(made.person)
    request = make_request(actor=made.person, person=made.person, kind="erasure", text="Ta bort mig", today=TODAY)

    answer_request(
        actor=made.officer, request=request, state="granted", answer="Raderas enligt artikel 17", today=TODAY
    )

    events = AuditEvent.objects.filter(subject=made.person)
    assert {event.action for event in events} >= {"privacy_request.made", "privacy_request.answered", "person.erased"}
    assert [one for event in events for one in told if one in f"{event.object_name} {event.before} {event.after}"] == []


@pytest.mark.django_db
def test_what_the_law_keeps_points_at_an_account_without_name() -> None:
    made = world()
    busy(made.person, made.region)

    erase_person(actor=made.officer, person=made.person, reason="Begäran", today=TODAY)

    enrolment = Enrolment.objects.get(learner=made.person)
    assert str(enrolment.learner) == "Borttagen person"
    assert (enrolment.home_x_km, enrolment.home_y_km) == (0, 0)
    assert RoleAssignment.objects.filter(user=made.person).count() == 1


@pytest.mark.django_db
def test_a_person_with_a_role_today_is_not_erased() -> None:
    made = world()
    RoleAssignmentFactory.create(user=made.person, organisation=made.region, starts_on=TODAY)

    with pytest.raises(ErasureStoppedError, match="Avsluta rollerna"):
        erase_person(actor=made.officer, person=made.person, reason="Begäran", today=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["person", "kind"])
def test_a_legal_hold_forbids_erasure_until_its_day(by: str) -> None:
    made = world()
    until = TODAY + dt.timedelta(days=1)
    what: dict[str, Any] = {"person": made.person} if by == "person" else {"kind": "roles"}
    place_hold(actor=made.officer, organisation=made.region, reason="Tvist", today=TODAY, until=until, **what)

    with pytest.raises(ErasureStoppedError, match="undantag från gallring"):
        erase_person(actor=made.officer, person=made.person, reason="Begäran", today=TODAY)
    erase_person(actor=made.officer, person=made.person, reason="Begäran", today=until)

    made.person.refresh_from_db()
    assert str(made.person) == "Borttagen person"


@pytest.mark.django_db
def test_an_officer_of_another_region_cannot_erase() -> None:
    made, other = world(), world()

    with pytest.raises(PermissionDenied):
        erase_person(actor=other.approver, person=made.person, reason="Begäran", today=TODAY)


@pytest.mark.django_db
def test_a_namesake_keeps_their_name() -> None:
    made = world()
    namesake = UserFactory.create(given_name=made.person.given_name, family_name=made.person.family_name)

    erase_person(actor=made.officer, person=made.person, reason="Begäran", today=TODAY)

    namesake.refresh_from_db()
    assert namesake.given_name != "Borttagen"
