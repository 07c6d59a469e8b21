"""Publishing tells everybody whom it concerns, and a late change of what was promised takes a reason that is kept."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.errors import LateChangeError
from randa.placements.models import LateChange, Plan
from randa.placements.services.plans import publish_plan
from randa.training.models import Unit
from tests.factories import LateChangeFactory, RuleFactory, RuleSetFactory, person_with
from tests.placements.test_comparison import MONDAY, plan_with
from tests.placements.world import PERMISSIONS, add_unit, enrolments, region_with

pytestmark = pytest.mark.django_db
WHY = "Avdelningen stänger två veckor"


@pytest.fixture
def region() -> Organisation:
    region = region_with(2, psychiatry_seats=2)
    rules = RuleSetFactory.create(organisation=region)
    RuleFactory.create(rule_set=rules, key="placement.notice_weeks", value=12, unit="weeks")
    return region


@pytest.fixture
def planner(region: Organisation) -> User:
    return person_with(*PERMISSIONS, at=region)


@pytest.fixture
def psychiatry(region: Organisation) -> Unit:
    return Unit.objects.get(region=region, area_id="PSY")


def both(region: Organisation, unit: Unit, *orders: str) -> Plan:
    """Return a draft where each learner serves psychiatry first ("early"), or acute care first ("late")."""
    acute = Unit.objects.get(region=region, area_id="AKU")
    blocks = []
    for one, order in zip(enrolments(region), orders, strict=True):
        first = order == "early"
        blocks += [(one, unit, 0 if first else 12, 8), (one, acute, 8 if first else 0, 12)]
    return plan_with(region, *blocks)


def told(kind: str) -> list[tuple[User, str, str]]:
    rows = Notification.objects.filter(kind=kind).select_related("recipient")
    return [(row.recipient, row.title, row.body) for row in rows]


def test_the_first_plan_takes_no_reason_and_tells_learners_and_the_head_of_the_unit(
    region: Organisation, planner: User, psychiatry: Unit
) -> None:
    head = person_with("placements.view", "capacity.edit", at=psychiatry.organisation)

    publish_plan(actor=planner, plan=both(region, psychiatry, "early", "early"))

    assert {who: (title, body) for who, title, body in told("placements.own")} == {
        one.learner: ("Dina placeringar är bestämda", "") for one in enrolments(region)
    }
    assert [who for who, _title, _body in told("placements.unit")] == [head]
    assert not LateChange.objects.exists()


def test_a_late_change_without_a_reason_is_refused_and_nothing_is_published(
    region: Organisation, planner: User, psychiatry: Unit
) -> None:
    first = publish_plan(actor=planner, plan=both(region, psychiatry, "early", "late"))
    second = both(region, psychiatry, "late", "late")

    with pytest.raises(LateChangeError, match="1 läkare får en ändrad placering med kortare varsel än 12 veckor"):
        publish_plan(actor=planner, plan=second, reason="  ")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Plan.State.PUBLISHED, Plan.State.DRAFT)


def test_a_late_change_is_kept_with_its_reason_and_only_whom_it_concerns_is_told(
    region: Organisation, planner: User, psychiatry: Unit
) -> None:
    moved, same = enrolments(region)
    publish_plan(actor=planner, plan=both(region, psychiatry, "early", "late"))
    Notification.objects.all().delete()

    plan = publish_plan(actor=planner, plan=both(region, psychiatry, "late", "late"), reason=WHY)

    kept = LateChange.objects.get(unit=psychiatry)
    assert (kept.plan, kept.enrolment, kept.first_day) == (plan, moved, MONDAY)
    assert (kept.notice_weeks, kept.told_on, kept.reason, kept.recorded_by) == (12, dt.date(2027, 1, 11), WHY, planner)
    assert kept.cause == LateChange.Cause.PLANNING
    assert told("placements.own") == [(moved.learner, "Dina placeringar har ändrats", WHY)]
    assert AuditEvent.objects.get(action="plan.published", object_id=str(plan.pk)).reason == WHY
    assert (moved.late_changes.count(), same.late_changes.count()) == (2, 0), "one for each unit that was promised"


def test_a_change_with_long_notice_takes_no_reason(region: Organisation, planner: User, psychiatry: Unit) -> None:
    publish_plan(actor=planner, plan=both(region, psychiatry, "late", "late"))

    publish_plan(actor=planner, plan=both(region, add_unit(region, "PSY", 2), "late", "late"))

    assert not LateChange.objects.exists()


def test_the_database_keeps_no_late_change_without_a_reason() -> None:
    with pytest.raises(IntegrityError, match="late_change_has_a_reason"), transaction.atomic():
        LateChangeFactory.create(reason="")


def test_late_changes_are_seen_by_their_learner_and_the_unit_and_nobody_else(
    region: Organisation, psychiatry: Unit
) -> None:
    one, other = enrolments(region)
    LateChangeFactory.create(enrolment=one, unit=psychiatry)
    head = person_with("placements.view", at=psychiatry.organisation)

    seen = []
    for person in (one.learner, head, other.learner, person_with("placements.view", at=region_with(1))):
        with as_person(person.pk):
            seen.append(LateChange.objects.count())

    assert seen == [1, 1, 0, 0]


def test_the_page_shows_whom_it_concerns_and_keeps_the_reason_that_was_refused(
    region: Organisation, planner: User, psychiatry: Unit, client: Client
) -> None:
    publish_plan(actor=planner, plan=both(region, psychiatry, "early", "late"))
    plan = both(region, psychiatry, "late", "late")
    client.force_login(planner)
    address = reverse("placements:publish", args=[plan.pk])

    page = client.get(address).content.decode()
    assert "Får ändrade placeringar" in page
    assert str(enrolments(region)[0].learner) in page
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert "kortare varsel än 12 veckor" in refused.content.decode()
    number = client.post(address, {"reason": "Se 19900101-2385"})
    assert number.status_code == 422
    assert "19900101-2385" in number.content.decode()

    done = client.post(address, {"reason": WHY, "cause": "unit"})

    assert done.status_code == 302
    assert set(LateChange.objects.values_list("cause", flat=True)) == {"unit"}
    assert client.get(address).status_code == 302, "what is published is not published again"


def test_publishing_opens_only_for_whoever_may_publish(region: Organisation, psychiatry: Unit, client: Client) -> None:
    plan = both(region, psychiatry, "early", "early")
    client.force_login(person_with("placements.view", "placements.plan", at=region))

    assert client.get(reverse("placements:publish", args=[plan.pk])).status_code == 403


def test_a_plan_is_compared_with_what_counts_today_and_with_any_other_version(
    region: Organisation, planner: User, psychiatry: Unit, client: Client
) -> None:
    client.force_login(planner)
    draft = both(region, psychiatry, "late", "late")
    address = reverse("placements:compare", args=[draft.pk])
    assert "Inget att jämföra med" in client.get(address).content.decode()

    publish_plan(actor=planner, plan=both(region, psychiatry, "early", "late"))
    same = both(region, psychiatry, "late", "late")

    assert "1 läkare får något annat. 1 har det precis som förut." in client.get(address).content.decode()
    assert "Planerna är lika" in client.get(f"{address}?med={same.pk}").content.decode()
    assert client.get(f"{address}?med={draft.pk}").status_code == 404


def test_a_moved_week_is_shown_with_both_periods(
    region: Organisation, planner: User, psychiatry: Unit, client: Client
) -> None:
    client.force_login(planner)
    before, after = both(region, psychiatry, "early", "late"), both(region, psychiatry, "late", "late")

    page = client.get(f"{reverse('placements:compare', args=[after.pk])}?med={before.pk}").content.decode()

    assert "2027-02-01 – 2027-03-28" in page
    assert "2027-04-26 – 2027-06-20" in page
