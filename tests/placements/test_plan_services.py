"""Plans are started, stored after the checker, published under lock, and imported as they were exported."""

import datetime as dt
import io
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from randa.core.audit.models import AuditEvent
from randa.core.imports.tables import read_upload
from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.engines.planning.model import Block, Fairness, Programme
from randa.engines.planning.model import Plan as EnginePlan
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.choices import choices_in
from randa.placements.errors import (
    LearnerPlacedElsewhereError,
    NobodyToPlaceError,
    PlanBreaksRulesError,
    SeatsOverdrawnError,
)
from randa.placements.exports import plan_xlsx
from randa.placements.judging import judge_of
from randa.placements.models import Placement, Plan
from randa.placements.planning import build_problem
from randa.placements.queries.board import overdrawn
from randa.placements.queries.plans import regions_to_plan
from randa.placements.services.plan_files import import_plan_rows
from randa.placements.services.plans import publish_plan, start_planning, store_plan
from tests.factories import MandateChangeFactory, OrganisationFactory, UserFactory, person_with
from tests.placements.world import PERMISSIONS, START, region_with


def planned(region: Organisation, actor: User, unit_kinds: tuple[str, ...] = ("PSY", "AKU")) -> Plan:
    """Store a plan that puts each doctor in psychiatry one after the other where that fits; by hand, without the solver."""
    built = build_problem(regions=[region], start_year=2027)
    number = {unit.area_id: place for place, unit in enumerate(built.units)}
    programmes = []
    for doctor in range(len(built.enrolments)):
        order = [("PSY", 8), ("AKU", 12)] if doctor == 0 else [("AKU", 12), ("PSY", 8)]
        position, blocks = 0, []
        for kind, weeks in order:
            blocks.append(Block(position, kind, weeks, number[kind] if kind in unit_kinds and doctor < 2 else None))
            position += weeks
        programmes.append(Programme(doctor, tuple(blocks)))
    return store_plan(
        actor=actor, built=built, plan=EnginePlan(tuple(programmes)), regions=[region], start_year=2027, explanation={},
        problem_sha256="",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_run_is_queued_only_by_who_may_plan_every_region() -> None:
    own, other = region_with(1), region_with(1)
    planner = person_with(*PERMISSIONS, at=own)

    with pytest.raises(PermissionDenied, match="can_plan_regions"):
        start_planning(actor=planner, regions=[own, other], start_year=2027, seconds=5)

    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_a_year_without_learners_is_refused_in_words() -> None:
    region = region_with(0)

    with pytest.raises(NobodyToPlaceError, match="Ingen BT-läkare med start 2027"):
        start_planning(actor=person_with(*PERMISSIONS, at=region), regions=[region], start_year=2027, seconds=5)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_job_plans_everybody_it_can_and_says_why_for_the_rest() -> None:
    region = region_with(3)
    job = start_planning(
        actor=person_with(*PERMISSIONS, at=region), regions=[region], start_year=2027, seconds=5, is_fair=True
    )

    execute(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.DONE, "")
    plan = Plan.objects.get()
    assert job.result_url == plan.get_absolute_url()
    # One seat in psychiatry and twenty weeks: two doctors of three can pass it, eight weeks each.
    assert plan.unplaced_weeks == 8
    (told,) = plan.explanation["blocks"]
    assert (told["area"], told["weeks"], told["reason"]) == ("PSY", 8, "full")
    assert told["remedies"]
    assert plan.explanation["choices"]["fair_extra"] == 1
    assert sum(plan.explanation["tiers"].values()) == plan.cost
    assert judge_of(plan).problem.fairness == Fairness(60, 1)  # edits are priced as the run was


@pytest.mark.django_db
def test_a_plan_that_breaks_a_rule_is_not_stored() -> None:
    region = region_with(1)
    planner = person_with(*PERMISSIONS, at=region)
    built = build_problem(regions=[region], start_year=2027)
    too_short = EnginePlan((Programme(0, (Block(0, "PSY", 8, None),)),))

    with pytest.raises(PlanBreaksRulesError, match=r"Blocken slutar efter 8 tjänstgöringsveckor\. Programmet har 20\."):
        store_plan(
            actor=planner,
            built=built,
            plan=too_short,
            regions=[region],
            start_year=2027,
            explanation={},
            problem_sha256="",
        )

    assert Plan.objects.count() == 0


@pytest.mark.django_db
def test_versions_of_a_years_plan_count_upwards() -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)

    assert [planned(region, planner).version, planned(region, planner).version] == [1, 2]


@pytest.mark.django_db
def test_publishing_shows_placements_to_learners_and_leaves_an_audit_row() -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    learner = plan.placements.first().enrolment.learner  # type: ignore[union-attr]
    assert not Placement.objects.visible_to(learner).exists()

    publish_plan(actor=planner, plan=plan)
    publish_plan(actor=planner, plan=plan)

    assert Placement.objects.visible_to(learner).count() == 2
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == ["plan.stored", "plan.published"]


@pytest.mark.django_db
def test_publishing_takes_the_permission_in_every_region_of_the_plan() -> None:
    region = region_with(2)
    plan = planned(region, person_with(*PERMISSIONS, at=region))

    with pytest.raises(PermissionDenied, match="can_publish_plan"):
        publish_plan(actor=person_with("placements.plan", "placements.view", at=region), plan=plan)


@pytest.mark.django_db
def test_a_new_version_replaces_the_published_one() -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    first, second = planned(region, planner), planned(region, planner)
    publish_plan(actor=planner, plan=first)

    publish_plan(actor=planner, plan=second)

    first.refresh_from_db()
    assert first.state == Plan.State.ARCHIVED
    assert set(Placement.objects.filter(is_published=True).values_list("plan", flat=True)) == {second.pk}


@pytest.mark.django_db
def test_a_plan_is_not_published_on_seats_that_are_gone() -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    unit = plan.placements.get(area="PSY", starts_on=START).unit
    MandateChangeFactory.create(unit=unit, effective_on=START, seats_before=1, seats_after=0)

    with pytest.raises(SeatsOverdrawnError, match="2027v05–2027v12"):
        publish_plan(actor=planner, plan=plan)

    plan.refresh_from_db()
    assert plan.state == Plan.State.DRAFT


@pytest.mark.django_db
def test_a_plan_is_not_published_on_seats_that_are_gone_after_its_last_week() -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)  # the second doctor is in psychiatry from week 17 to week 24
    Plan.objects.filter(pk=plan.pk).update(horizon_weeks=14)
    plan.refresh_from_db()
    unit = plan.placements.get(area="PSY", starts_on=START).unit
    gone_from = START + dt.timedelta(weeks=15)
    MandateChangeFactory.create(unit=unit, effective_on=gone_from, seats_before=1, seats_after=0)

    with pytest.raises(SeatsOverdrawnError, match="2027v20–2027v24"):
        publish_plan(actor=planner, plan=plan)

    plan.refresh_from_db()
    assert (plan.state, plan.placements.filter(is_published=True).count()) == (Plan.State.DRAFT, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("weeks_past", "last_weeks"), [(25, [25]), (24, [25]), (26, [])])
def test_seats_are_counted_to_the_last_of_the_weeks_past_the_horizon(weeks_past: int, last_weeks: list[int]) -> None:
    region = region_with(2)
    plan = planned(region, person_with(*PERMISSIONS, at=region))
    block = plan.placements.get(area="PSY", starts_on=START)
    block.starts_on = plan.horizon_starts_on + dt.timedelta(weeks=plan.horizon_weeks + weeks_past)
    block.ends_before = block.starts_on + dt.timedelta(weeks=8)
    block.save()
    MandateChangeFactory.create(unit=block.unit, effective_on=block.starts_on, seats_before=1, seats_after=0)

    found = overdrawn(plan, [block.unit_id])

    assert [one.last_week - plan.horizon_weeks for one in found] == last_weeks


@pytest.mark.django_db
def test_a_learner_in_another_published_plan_stops_the_publication() -> None:
    own, other = region_with(2), region_with(1)
    planner = person_with(*PERMISSIONS, at=own)
    plan = planned(own, planner)
    publish_plan(actor=planner, plan=plan)
    plan.regions.add(other)  # a wider plan that the narrower one below does not replace

    with pytest.raises(LearnerPlacedElsewhereError, match="redan en publicerad placering"):
        publish_plan(actor=planner, plan=planned(own, planner))


@pytest.mark.django_db(transaction=True)
def test_two_publications_at_once_never_leave_two_published_plans() -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plans = [planned(region, planner), planned(region, planner)]
    begin = threading.Barrier(2)

    def publish(plan: Plan) -> None:
        begin.wait()
        try:
            publish_plan(actor=planner, plan=plan)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=[plan]) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Plan.objects.filter(state=Plan.State.PUBLISHED).count() == 1
    assert Placement.objects.filter(is_published=True).values("plan").distinct().count() == 1


@pytest.mark.django_db
def test_what_is_exported_is_imported_unchanged_as_a_new_draft() -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)

    stored, faults = import_plan_rows(actor=planner, plan=plan, rows=exported(plan))

    assert faults == []
    assert stored is not None
    assert (stored.version, stored.state) == (2, Plan.State.DRAFT)
    assert seats_of(stored) == seats_of(plan)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        (0, "BT-X", "Tjänsten BT-X finns inte i planen."),
        (2, "XYZ", "Området XYZ finns inte."),
        (3, "ENH-X", "Enheten ENH-X finns inte i planens regioner."),
        (5, "vecka 5", "Veckorna vecka 5–"),
        (6, "2027v01", "Perioden ligger utanför tjänsten"),
        (7, "3", "men 3 är angivet"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_nothing_is_stored(column: int, value: str, sentence: str) -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    rows = exported(plan)
    rows[1][column] = value

    stored, faults = import_plan_rows(actor=planner, plan=plan, rows=rows)

    assert stored is None
    assert any(fault.row == 2 and sentence in fault.message for fault in faults)
    assert Plan.objects.count() == 1


@pytest.mark.django_db
def test_a_plan_on_seats_that_are_taken_is_refused_with_unit_and_weeks() -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    unit = plan.placements.get(area="PSY", starts_on=START).unit
    MandateChangeFactory.create(unit=unit, effective_on=START, seats_before=1, seats_after=0)

    with pytest.raises(PlanBreaksRulesError, match=f"{unit}, 2027v05–2027v12: fler läkare än öppna platser"):
        import_plan_rows(actor=planner, plan=plan, rows=exported(plan))


@pytest.mark.django_db
def test_a_file_with_other_headings_is_refused_with_the_right_ones() -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)

    stored, faults = import_plan_rows(actor=planner, plan=planned(region, planner), rows=[["Namn", "Vecka"]])

    assert stored is None
    assert [fault.message[:36] for fault in faults] == ["Rubrikraden ska vara: Tjänst, Namn, "]


@pytest.mark.django_db
def test_only_a_planner_may_import() -> None:
    region = region_with(2)
    plan = planned(region, person_with(*PERMISSIONS, at=region))

    with pytest.raises(PermissionDenied):
        import_plan_rows(actor=UserFactory.create(), plan=plan, rows=exported(plan))


def exported(plan: Plan) -> list[list[str]]:
    placements = plan.placements.select_related("enrolment__post", "enrolment__learner", "unit__organisation")
    return read_upload(
        io.BytesIO(plan_xlsx(plan, placements.order_by("enrolment", "starts_on"), with_comments=True)), "plan.xlsx"
    )


def seats_of(plan: Plan) -> set[tuple[object, ...]]:
    return set(plan.placements.values_list("enrolment", "area", "unit", "starts_on", "ends_before", "working_weeks"))


@pytest.mark.django_db
def test_every_region_that_trains_may_plan_and_a_region_without_programmes_is_not_offered() -> None:
    region, without = region_with(1), OrganisationFactory.create()
    planner = person_with(*PERMISSIONS, at=region)
    nobody = person_with(*PERMISSIONS, at=without)

    assert (regions_to_plan(planner), regions_to_plan(nobody)) == ([region], [])


@pytest.mark.django_db
@pytest.mark.parametrize(("is_fair", "extra"), [(True, 1), (False, 0)])
def test_the_run_weighs_travel_as_was_chosen(is_fair: bool, extra: int) -> None:
    region = region_with(1)
    planner = person_with(*PERMISSIONS, at=region)

    job = start_planning(actor=planner, regions=[region], start_year=2027, seconds=5, is_fair=is_fair)

    assert choices_in(job.payload).fair_extra == extra
