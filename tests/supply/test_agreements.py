"""Framework agreements, the rule about one's own workplace, and what is in order before somebody comes."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.errors import InvalidInputError
from randa.supply.errors import EndsBeforeItStartsError
from randa.supply.models import ClearanceTick, FrameworkAgreement, WorkplaceException, WorkplaceRule
from randa.supply.queries.clearance import checks_of
from randa.supply.queries.coming import coming_to
from randa.supply.queries.workplace import check_workplace
from randa.supply.services.agreements import decide_exception, save_agreement, set_cleared
from tests.factories import (
    TODAY,
    ClearanceItemFactory,
    FrameworkAgreementFactory,
    OrganisationFactory,
    RoleAssignmentFactory,
    UnitFactory,
    person_with,
)
from tests.supply.world import FIRST, SmallUnit, make_unit, placed_at

pytestmark = pytest.mark.django_db
TERMS = {"salary": "home", "travel": "host", "insurance": "home", "reference": "RS 2027/3", "note": ""}


@pytest.fixture
def small() -> SmallUnit:
    return make_unit()


@pytest.fixture
def planner(small: SmallUnit) -> object:
    return person_with("placements.view", "placements.plan", at=small.unit.region)


def test_either_side_keeps_an_agreement_and_the_log_has_what_it_said_before() -> None:
    home, host = OrganisationFactory.create_batch(2)
    values = {"home": home, "host": host, "kinds": [], "starts_on": TODAY, "ends_before": None}
    made = save_agreement(actor=person_with("placements.publish", at=home), **values, **TERMS)

    save_agreement(
        actor=person_with("placements.publish", at=host), agreement=made, **values, **(TERMS | {"travel": "home"})
    )

    event = AuditEvent.objects.latest("pk")
    assert (event.before["travel"], event.after["travel"]) == ("host", "home")
    with pytest.raises(PermissionDenied, match="can_keep_agreement"):
        save_agreement(actor=person_with("placements.publish", at=OrganisationFactory.create()), **values, **TERMS)


def test_an_agreement_with_oneself_or_without_length_is_refused() -> None:
    home, host = OrganisationFactory.create_batch(2)
    actor = person_with("placements.publish", at=home)

    with pytest.raises(InvalidInputError, match="två olika organisationer"):
        save_agreement(actor=actor, home=home, host=home, kinds=[], starts_on=TODAY, ends_before=None, **TERMS)
    with pytest.raises(EndsBeforeItStartsError):
        save_agreement(actor=actor, home=home, host=host, kinds=[], starts_on=TODAY, ends_before=TODAY, **TERMS)


@pytest.mark.parametrize(
    ("ends_before", "covers"), [(None, True), (FIRST, False), (FIRST + dt.timedelta(days=1), True)]
)
def test_a_placement_that_a_framework_covers_needs_no_agreement_of_its_own(
    small: SmallUnit, ends_before: dt.date | None, covers: bool
) -> None:
    ClearanceItemFactory.create(is_agreement=True, only_outside=True)
    visited = UnitFactory.create()
    FrameworkAgreementFactory.create(home=small.unit.region, host=visited.region, ends_before=ends_before)

    (check,) = checks_of(small.placement, visited)

    assert (check.is_done, check.due_on) == (covers, FIRST - dt.timedelta(weeks=4))
    assert checks_of(small.placement, small.unit) == []  # at home no agreement is asked for


def test_what_is_not_in_order_in_time_is_late_until_it_is_ticked(small: SmallUnit) -> None:
    item = ClearanceItemFactory.create(weeks_before=4)  # due on 4 January, a week before today
    (row,) = coming_to(small.head, small.unit, TODAY)
    assert (row.done, row.total, row.late) == (0, 1, 1)

    for _time in range(2):
        set_cleared(actor=small.head, enrolment=small.enrolment, unit=small.unit, item=item, done=True, today=TODAY)

    (row,) = coming_to(small.head, small.unit, TODAY)
    assert (row.done, row.late) == (1, 0)
    assert AuditEvent.objects.get().subject_id == small.enrolment.learner_id
    stranger = person_with("placements.view", at=UnitFactory.create().region)
    with as_person(stranger.pk):
        assert not ClearanceTick.objects.exists()


def test_who_works_at_the_unit_is_caught_and_a_decision_with_a_reason_lets_them_in(
    small: SmallUnit, planner: object
) -> None:
    WorkplaceRule.objects.create(months_back=24, binding="ska", valid_from=TODAY)
    assert not check_workplace(small.enrolment, small.unit, FIRST).is_hit
    RoleAssignmentFactory.create(
        user=small.enrolment.learner, organisation=small.unit.organisation, role__code="supervisor"
    )

    found = check_workplace(small.enrolment, small.unit, FIRST)
    assert (found.works_there, found.has_been_there, found.is_refused) == (True, False, True)

    with pytest.raises(InvalidInputError, match="Skriv varför"):
        decide_exception(actor=planner, enrolment=small.enrolment, unit=small.unit, reason=" ")  # type: ignore[arg-type]
    decide_exception(actor=planner, enrolment=small.enrolment, unit=small.unit, reason="Enda enheten i länet")  # type: ignore[arg-type]
    found = check_workplace(small.enrolment, small.unit, FIRST)
    assert (found.is_hit, found.is_refused) == (True, False)


def test_who_was_placed_there_longer_ago_than_the_rule_says_is_not_caught(small: SmallUnit) -> None:
    rule = WorkplaceRule.objects.create(months_back=6, valid_from=TODAY)
    before = placed_at(
        small.unit, small.placement.plan, starts_on=dt.date(2026, 6, 1), ends_before=dt.date(2026, 8, 3),
        enrolment__learner=small.enrolment.learner,
    )  # fmt: skip

    assert check_workplace(small.enrolment, small.unit, FIRST).has_been_there  # the half year began on 2 August
    before.ends_before = dt.date(2026, 7, 27)
    before.save()
    assert not check_workplace(small.enrolment, small.unit, FIRST).has_been_there
    rule.delete()
    assert check_workplace(small.enrolment, small.unit, FIRST).rule is None


def test_nobody_decides_an_exception_for_themselves(small: SmallUnit) -> None:
    RoleAssignmentFactory.create(
        user=small.enrolment.learner, organisation=small.unit.region, role__permissions=["placements.plan"]
    )

    with pytest.raises(PermissionDenied, match="can_decide_exception"):
        decide_exception(actor=small.enrolment.learner, enrolment=small.enrolment, unit=small.unit, reason="Jag vill")


def test_the_pages_tick_except_and_keep_agreements(small: SmallUnit, client: Client) -> None:
    keeper = person_with(
        "placements.view", "placements.plan", "placements.publish", "capacity.edit", at=small.unit.region
    )
    client.force_login(keeper)
    item = ClearanceItemFactory.create()
    WorkplaceRule.objects.create(months_back=24, valid_from=TODAY)
    RoleAssignmentFactory.create(
        user=small.enrolment.learner, organisation=small.unit.organisation, role__code="supervisor"
    )
    page = reverse("supply:clearance", args=[small.placement.pk])

    client.post(page, {"item": item.pk, "done": "1"})
    assert client.post(page, {"reason": ""}).status_code == 422
    client.post(page, {"reason": "Enda enheten i länet"})
    shown = client.get(page).content.decode()
    assert "Undantag beslutat" in shown
    assert f"klart {TODAY}" in shown
    assert WorkplaceException.objects.get().decided_by == keeper

    other = OrganisationFactory.create()
    typed = TERMS | {
        "home": small.unit.region.pk,
        "host": other.pk,
        "starts_on": "2027-01-11",
        "last_day": "2026-01-01",
    }
    wrong = client.post(reverse("supply:agreement_new"), typed)
    assert wrong.status_code == 422
    assert 'value="RS 2027/3"' in wrong.content.decode()
    client.post(reverse("supply:agreement_new"), typed | {"last_day": ""})
    made = FrameworkAgreement.objects.get()
    assert "Ramavtalet" in client.get(made.get_absolute_url()).content.decode()
    assert str(other) in client.get(reverse("supply:agreements")).content.decode()


@pytest.mark.parametrize("page", ["coming", "agreements"])
def test_a_page_asks_as_often_for_three_rows_as_for_one(
    small: SmallUnit, client: Client, page: str, django_assert_max_num_queries
) -> None:
    client.force_login(person_with("placements.view", at=small.unit.region))
    ClearanceItemFactory.create()
    FrameworkAgreementFactory.create(home=small.unit.region)
    address = reverse(f"supply:{page}", args=[small.unit.organisation.code] if page == "coming" else [])
    counts = []
    for _time in range(2):
        with django_assert_max_num_queries(45) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
        for _number in range(2):
            placed_at(small.unit, small.placement.plan)
            FrameworkAgreementFactory.create(home=small.unit.region)

    assert counts[0] == counts[1]
