"""The log refuses, when the row is written or not before the commit: then nothing of the change is kept, whatever it was."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from randa.core.audit.errors import AuditUnavailableError
from randa.core.audit.models import AuditEvent, AuditExport, ChainLink
from randa.core.imports.models import ImportRun
from randa.core.jobs.models import Job
from randa.dimensioning.models import Scenario
from randa.dimensioning.services.scenarios import create_scenario
from randa.organisations.models import Organisation
from randa.people.imports.services import check_import, start_import, store_import
from randa.people.models import Invitation, RoleAssignment, User
from randa.people.services.invitations import invite
from randa.placements.models import Placement, Plan
from randa.placements.services.plans import publish_plan
from tests.conftest import SignedInClient
from tests.factories import OrganisationFactory, person_with
from tests.people.test_people_import import COLUMNS, HEADS, line
from tests.people.world import READS_IN, TODAY, giver, viewer_role
from tests.placements.test_plan_services import planned
from tests.placements.world import PERMISSIONS as PLANNING
from tests.placements.world import region_with

WATCHED = (AuditEvent, AuditExport, ImportRun, Invitation, Job, Placement, Plan, RoleAssignment, Scenario, User)
Change = Callable[[], Any]
REFUSE = "CREATE OR REPLACE FUNCTION log_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
AT_ONCE = "CREATE TRIGGER a_refuses BEFORE INSERT ON core_audit_auditevent FOR EACH ROW EXECUTE FUNCTION log_refuses()"
AT_COMMIT = (
    "CREATE CONSTRAINT TRIGGER a_refuses AFTER INSERT ON core_audit_auditevent DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION log_refuses()"
)


def refuse(trigger: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REFUSE)
        cursor.execute(trigger)


@pytest.fixture
def refused_at_commit() -> Iterator[Callable[[], None]]:
    """Give what makes the log refuse at commit, and make it take things again afterwards."""
    yield lambda: refuse(AT_COMMIT)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS a_refuses ON core_audit_auditevent")
        cursor.execute("DROP FUNCTION IF EXISTS log_refuses()")


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the changes below could leave behind, column by column."""
    return {model.__name__: rows_of(model) for model in WATCHED}


def rows_of(model: type[models.Model]) -> list[tuple[Any, ...]]:
    names = [field.attname for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)]
    return list(model._default_manager.order_by("pk").values_list(*names))


def storing() -> Change:
    region = region_with(2)
    actor = person_with(*PLANNING, at=region)
    return lambda: planned(region, actor)


def publishing() -> Change:
    region = region_with(2, psychiatry_seats=2)
    actor = person_with(*PLANNING, at=region)
    plan = planned(region, actor)
    return lambda: publish_plan(actor=actor, plan=plan)


def importing() -> Change:
    region = OrganisationFactory.create()
    viewer_role()
    clerk = person_with(*READS_IN, at=region)
    rows = [HEADS, line(role="viewer", organisation=region.code), line("bo", role="viewer", organisation=region.code)]
    run = start_import(actor=clerk, organisation=region, name="prov.csv", rows=rows)
    run.columns = COLUMNS
    run.save()
    assert check_import(run=run, progress=lambda _done, _total: None).faults == []
    return lambda: store_import(actor=clerk, run=run)


def inviting() -> Change:
    region, role = OrganisationFactory.create(), viewer_role()
    actor = giver(region, "people.invite")
    return lambda: invite(actor=actor, email="vide@region.example", role=role, organisation=region, starts_on=TODAY)


def saving_a_scenario() -> Change:
    actor = person_with("scenario.edit", at=OrganisationFactory.create())
    return lambda: create_scenario(actor=actor, name="Längre psykiatri", values={"bt_weeks_psy": 13.0})


CHANGES = pytest.mark.parametrize("prepare", [storing, publishing, importing, inviting, saving_a_scenario])


@pytest.mark.django_db
@CHANGES
def test_nothing_happens_when_the_log_refuses(prepare: Callable[[], Change]) -> None:
    change = prepare()
    before = everything()
    refuse(AT_ONCE)

    with pytest.raises(AuditUnavailableError), transaction.atomic():
        change()

    assert everything() == before


@pytest.mark.django_db(transaction=True)
@CHANGES
def test_nothing_happens_when_the_log_refuses_at_commit(
    refused_at_commit: Callable[[], None], prepare: Callable[[], Change]
) -> None:
    change = prepare()
    before, links = everything(), ChainLink.objects.count()
    mail.outbox.clear()
    refused_at_commit()

    with pytest.raises(DatabaseError, match="disk full"):
        change()

    assert everything() == before
    assert ChainLink.objects.count() == links
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_page_that_cannot_be_logged_at_commit_is_answered_readably_and_keeps_nothing(
    refused_at_commit: Callable[[], None],
) -> None:
    region: Organisation = OrganisationFactory.create()
    browser: Client = SignedInClient(raise_request_exception=False)
    browser.force_login(person_with("audit.view", at=region))
    before = everything()
    refused_at_commit()

    answer = browser.post(reverse("audit:export"), {"format": "csv"})

    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_what_can_be_changed_without_the_log_is_told_apart() -> None:
    """The change of the tests above happens when the log takes it; else they would prove nothing."""
    change = inviting()
    before = everything()

    change()

    assert everything() != before
