"""Removal takes two people, takes exactly what was approved, and leaves a protocol."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from randa.core.audit.models import AuditEvent
from randa.people.models import RoleAssignment, User
from randa.placements.models import Placement
from randa.privacy.errors import NothingToRemoveError, PlanHasChangedError, RunIsDecidedError, SamePersonError
from randa.privacy.models import RetentionClass, RetentionItem, RetentionRun
from randa.privacy.planning import months_before, period_of, plan_removal
from randa.privacy.services import (
    apply_removal,
    approve_removal,
    place_hold,
    propose_removal,
    reject_removal,
    restrict,
    set_period,
)
from randa.privacy.services import removal as removal_service
from randa.training.models import Enrolment
from tests.factories import AbsenceFactory, RoleAssignmentFactory, RoleFactory, person_with
from tests.privacy.world import TODAY, World, former, trained, world

pytestmark = pytest.mark.django_db


def long_gone(made: World) -> User:
    """Return a person whose training and role ended so long ago that every period is over."""
    person = former(made.region, ended=dt.date(2012, 1, 2))
    trained(person, made.region)
    return person


def approved(made: World) -> RetentionRun:
    run = propose_removal(actor=made.officer, organisation=made.region, today=TODAY)
    return approve_removal(actor=made.approver, run=run)


def test_what_is_approved_is_removed_and_the_account_loses_its_name() -> None:
    made = world()
    person = long_gone(made)
    run = approved(made)

    applied = apply_removal(actor=made.officer, run=run)

    person.refresh_from_db()
    assert applied.state == RetentionRun.State.APPLIED
    assert not Placement.objects.filter(enrolment__learner=person).exists()
    assert not Enrolment.objects.filter(learner=person).exists()
    assert not RoleAssignment.objects.filter(user=person).exists()
    assert str(person) == "Borttagen person"
    assert [line.planned for line in run.lines.all()] == [line.removed for line in run.lines.all()]


def test_the_protocol_keeps_figures_and_numbers_but_no_digests_of_what_went() -> None:
    made = world()
    long_gone(made)

    run = apply_removal(actor=made.officer, run=approved(made))

    assert set(RetentionItem.objects.filter(line__run=run).values_list("digest", flat=True)) == {""}
    assert AuditEvent.objects.filter(action="removal.applied", object_id=str(run.pk)).get().after == {
        line.rows: line.removed for line in run.lines.all()
    }


def test_the_day_on_the_edge_is_kept() -> None:
    made = world()
    class_ = RetentionClass.objects.get(pk="roles")
    set_period(
        actor=made.officer,
        retention_class=class_,
        organisation=made.region,
        months=12,
        decision="LS 2027/1",
        decided_on=TODAY,
    )
    on_edge = former(made.region, ended=dt.date(2026, 1, 11))
    day_before = former(made.region, ended=dt.date(2026, 1, 10))

    planned = next(
        one for one in plan_removal(made.region, TODAY) if one.rows.person == "user" and one.kind.key == "roles"
    )

    owners = set(RoleAssignment.objects.filter(pk__in=planned.items).values_list("user", flat=True))
    assert day_before.pk in owners
    assert on_edge.pk not in owners


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2027, 3, 31), 1, dt.date(2027, 2, 28)),
        (dt.date(2028, 3, 31), 1, dt.date(2028, 2, 29)),
        (dt.date(2027, 1, 11), 24, dt.date(2025, 1, 11)),
        (dt.date(2027, 1, 11), 1, dt.date(2026, 12, 11)),
        (dt.date(2027, 11, 30), -3, dt.date(2028, 2, 29)),
    ],
)
def test_months_end_on_the_last_day_where_the_day_is_missing(day: dt.date, months: int, expected: dt.date) -> None:
    assert months_before(day, months) == expected


def test_whoever_proposes_never_approves() -> None:
    made = world()
    long_gone(made)
    both = person_with("privacy.manage", "retention.approve", at=made.region, code="both")
    run = propose_removal(actor=both, organisation=made.region, today=TODAY)

    with pytest.raises(SamePersonError):
        approve_removal(actor=both, run=run)
    with pytest.raises(PermissionDenied):
        approve_removal(actor=made.officer, run=run)


def test_the_database_too_refuses_an_approval_by_whoever_proposed() -> None:
    made = world()
    long_gone(made)
    run = propose_removal(actor=made.officer, organisation=made.region, today=TODAY)

    with pytest.raises(IntegrityError, match="removal_is_approved_by_another_person"), transaction.atomic():
        RetentionRun.objects.filter(pk=run.pk).update(state="approved", decided_by=made.officer)


def test_only_an_approved_removal_is_applied_and_only_once() -> None:
    made = world()
    long_gone(made)
    run = propose_removal(actor=made.officer, organisation=made.region, today=TODAY)

    with pytest.raises(RunIsDecidedError):
        apply_removal(actor=made.officer, run=run)
    approve_removal(actor=made.approver, run=run)
    apply_removal(actor=made.officer, run=run)
    with pytest.raises(RunIsDecidedError):
        apply_removal(actor=made.officer, run=run)


def test_a_rejected_removal_is_never_applied() -> None:
    made = world()
    long_gone(made)
    run = propose_removal(actor=made.officer, organisation=made.region, today=TODAY)

    reject_removal(actor=made.approver, run=run, reason="Vänta på revisionen")

    with pytest.raises(RunIsDecidedError):
        apply_removal(actor=made.officer, run=run)


def test_restricted_data_stay_past_their_period() -> None:
    made = world()
    person = long_gone(made)
    restrict(actor=made.officer, person=person, reason="Bestrider uppgifterna")

    with pytest.raises(NothingToRemoveError):
        propose_removal(actor=made.officer, organisation=made.region, today=TODAY)


@pytest.mark.parametrize("change", ["row", "new_row", "period", "hold", "restriction"])
def test_nothing_is_removed_when_the_data_are_not_what_was_approved(change: str) -> None:
    made = world()
    person = long_gone(made)
    run = approved(made)
    if change == "row":
        Enrolment.objects.filter(learner=person).update(percent=75)
    elif change == "new_row":
        long_gone(made)
    elif change == "period":
        set_period(
            actor=made.officer, retention_class=RetentionClass.objects.get(pk="training"), organisation=made.region, months=240,
            decision="LS 2027/1", decided_on=TODAY,
        )  # fmt: skip
    elif change == "hold":
        place_hold(actor=made.officer, organisation=made.region, person=person, reason="Tvist", today=TODAY)
    else:
        restrict(actor=made.officer, person=person, reason="Bestrider uppgifterna")

    with pytest.raises(PlanHasChangedError):
        apply_removal(actor=made.officer, run=run)

    run.refresh_from_db()
    assert run.state == RetentionRun.State.OUTDATED
    assert Enrolment.objects.filter(learner=person).exists()


def test_a_proposal_that_no_longer_holds_is_not_approved_and_says_so_to_the_next() -> None:
    made = world()
    person = long_gone(made)
    run = propose_removal(actor=made.officer, organisation=made.region, today=TODAY)
    Enrolment.objects.filter(learner=person).update(percent=75)

    with pytest.raises(PlanHasChangedError):
        approve_removal(actor=made.approver, run=run)

    run.refresh_from_db()
    assert run.state == RetentionRun.State.OUTDATED


def test_a_new_proposal_puts_the_waiting_one_aside_and_the_log_says_so() -> None:
    made = world()
    long_gone(made)
    waiting = propose_removal(actor=made.officer, organisation=made.region, today=TODAY)

    propose_removal(actor=made.officer, organisation=made.region, today=TODAY)

    waiting.refresh_from_db()
    assert waiting.state == RetentionRun.State.OUTDATED
    assert AuditEvent.objects.filter(action="removal.outdated", object_id=str(waiting.pk)).count() == 1


def test_a_removal_that_was_cut_off_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    made = world()
    people = [long_gone(made) for _number in range(3)]
    run = approved(made)
    monkeypatch.setattr(removal_service, "BATCH", 2)

    def cut(done: int, _total: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_removal(actor=made.officer, run=run, progress=cut)
    applied = apply_removal(actor=made.officer, run=run)

    assert applied.state == RetentionRun.State.APPLIED
    assert sum(line.removed for line in run.lines.all()) == RetentionItem.objects.filter(line__run=run).count()
    assert not Enrolment.objects.filter(learner__in=people).exists()


def test_a_row_that_something_kept_still_needs_is_kept() -> None:
    made = world()
    person = long_gone(made)
    AbsenceFactory.create(enrolment=Enrolment.objects.get(learner=person))  # July 2027: not over

    planned = {one.rows.model for one in plan_removal(made.region, TODAY)}

    assert "placements.Placement" in planned
    assert "training.Enrolment" not in planned


def test_people_of_several_regions_are_left_to_none_of_them() -> None:
    made, other = world(), world()
    person = former(made.region, ended=dt.date(2012, 1, 2))
    RoleAssignmentFactory.create(
        user=person,
        organisation=other.region,
        starts_on=dt.date(2011, 1, 3),
        ends_before=dt.date(2012, 1, 2),
        role=RoleFactory(),
    )

    planned = plan_removal(made.region, TODAY)

    assert all(str(person.pk) not in one.items for one in planned)


def test_nothing_over_means_nothing_to_propose() -> None:
    made = world()

    with pytest.raises(NothingToRemoveError):
        propose_removal(actor=made.officer, organisation=made.region, today=TODAY)


def test_an_organisation_below_follows_the_nearest_decision_above_it() -> None:
    made = world()
    below = made.region.__class__.objects.create(
        code="HSP-P1", kind="hospital", name="Sjukhuset", parent=made.region, path=f"{made.region.path}HSP-P1/"
    )
    set_period(
        actor=made.officer, retention_class=RetentionClass.objects.get(pk="jobs"), organisation=made.region, months=None,
        decision="LS 2027/2", decided_on=TODAY,
    )  # fmt: skip

    assert period_of("jobs", below).months is None
    assert period_of("jobs", below).decision == "LS 2027/2"


def test_every_kind_has_a_retention_class() -> None:
    from randa.privacy.registry import kinds

    world()

    assert {kind.retention_class for kind in kinds()} <= set(RetentionClass.objects.values_list("key", flat=True))


def test_a_hold_is_lifted_by_who_manages_privacy_for_a_reason_that_is_kept_when_refused(client: Client) -> None:
    made = world()
    hold = place_hold(actor=made.officer, organisation=made.region, kind="roles", reason="Tvist", today=TODAY)
    address, name = f"/personuppgifter/gallring/undantag/{hold.pk}/hav/", f"hold-{hold.pk}-reason"

    client.force_login(made.approver)
    unauthorised = client.post(address, {name: "Tvisten är slut"})
    client.force_login(made.officer)
    refused = client.post(address, {name: "Tvisten med 811218-9876"})
    hold.refresh_from_db()
    assert (unauthorised.status_code, refused.status_code, hold.lifted_on) == (403, 422, None)
    assert "Tvisten med 811218-9876" in refused.content.decode()

    client.post(address, {name: "Tvisten är slut"})
    hold.refresh_from_db()
    assert hold.lifted_because == "Tvisten är slut"


def test_the_same_hold_sent_again_is_one() -> None:
    made = world()
    first = place_hold(actor=made.officer, organisation=made.region, kind="roles", reason="Tvist", today=TODAY)

    assert place_hold(actor=made.officer, organisation=made.region, kind="roles", reason="Tvist", today=TODAY) == first
    assert (
        place_hold(actor=made.officer, organisation=made.region, kind="roles", reason="Granskning", today=TODAY)
        != first
    )
