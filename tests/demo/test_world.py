"""The demo world is the same every time, counts what the tables count, and holds nobody who exists."""

import hashlib
from collections import Counter
from itertools import pairwise

import pytest

from randa.core.access.models import Role
from randa.core.audit.models import AuditEvent
from randa.core.periods import week_code
from randa.demo.names import FAMILY, GIVEN
from randa.demo.offices import TRY_AS
from randa.demo.services import make_demo_world_if_empty, reset_demo_world
from randa.dimensioning.models import PlannedPosts, PlanRevision
from randa.exchange.models import GroupMember, QueueOffer, UnitWish
from randa.people.models import RoleAssignment, User
from randa.placements.models import LateChange, MandateChange, SeatPeriod, Swap
from randa.supervisors.models import Supervisor, SupervisorAbsence
from randa.training.models import Absence, Enrolment, Post, ProgrammeBlock, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

BT_2027 = {"REG-20": 60, "REG-21": 30, "REG-04": 48, "REG-03": 24, "REG-17": 36, "REG-19": 20, "REG-18": 45}


def _fingerprint() -> str:
    """A digest of every row that a figure or a screenshot could show, by natural keys."""
    rows = [
        *User.objects.order_by("pk").values_list("pk", "email", "given_name", "family_name", "title"),
        *RoleAssignment.objects.order_by("pk").values_list("user", "role", "organisation__code", "starts_on"),
        *Unit.objects.order_by("pk").values_list("organisation__code", "organisation__name", "area", "x_km", "y_km"),
        *SeatPeriod.objects.order_by("pk").values_list(
            "unit", "starts_on", "ends_before", "seats", "reserved", "basis"
        ),
        *Supervisor.objects.order_by("pk").values_list("user", "unit", "trained_on", "learner_limit"),
        *SupervisorAbsence.objects.order_by("pk").values_list("supervisor", "starts_on", "ends_before"),
        *ProgrammeBlock.objects.order_by("pk").values_list("programme__name", "area", "weeks_min", "weeks_nominal"),
        *Post.objects.order_by("pk").values_list("number", "starts_on", "base__code", "programme"),
        *Enrolment.objects.order_by("pk").values_list("pk", "learner", "percent", "home_x_km", "home_y_km"),
        *Absence.objects.order_by("pk").values_list("enrolment", "kind", "starts_on", "ends_before"),
        *PlannedPosts.objects.order_by("pk").values_list("region__code", "year", "post_type", "posts", "status"),
        *PlanRevision.objects.order_by("pk").values_list("number", "saved_at", "comment"),
        *MandateChange.objects.order_by("pk").values_list("unit", "effective_on", "recorded_at"),
        *GroupMember.objects.order_by("pk").values_list("pk", "home", "seat__placement__unit", "why"),
        *UnitWish.objects.order_by("pk").values_list("member", "rank", "unit"),
        *Swap.objects.order_by("proposer", "area", "state").values_list(
            "proposer", "partner", "area", "state", "starts_on"
        ),
        *QueueOffer.objects.order_by("pk").values_list("place__enrolment", "seat__unit", "seat__starts_on"),
        *LateChange.objects.order_by("enrolment", "unit", "told_on").values_list(
            "enrolment", "unit", "told_on", "first_day", "cause"
        ),
    ]
    return hashlib.sha256("\n".join(map(str, rows)).encode()).hexdigest()


def test_two_resets_make_the_same_world() -> None:
    first = _fingerprint()

    reset_demo_world()

    assert _fingerprint() == first


def test_a_reset_takes_away_what_was_added_even_from_the_audit_log() -> None:
    audit_rows = AuditEvent.objects.count()
    person = User.objects.create_user("added@test.example", given_name="Vide", family_name="Provsson")
    AuditEvent.objects.create(actor=person, action="test.added", object_type="x", object_id="1", object_name="x")

    reset_demo_world()

    assert not User.objects.filter(email="added@test.example").exists()
    assert AuditEvent.objects.count() == audit_rows


def test_a_database_with_people_is_left_alone() -> None:
    people = User.objects.count()

    assert make_demo_world_if_empty() is False
    assert User.objects.count() == people


def test_there_are_about_1_200_people() -> None:
    assert 1150 <= User.objects.count() <= 1250


def test_bt_starts_of_2027_are_those_of_the_forecast_table() -> None:
    posts = Post.objects.filter(starts_on__year=2027, programme__kind__startswith="BT")

    assert Counter(posts.values_list("region__code", flat=True)) == BT_2027
    assert Enrolment.objects.filter(post__in=posts).count() == 263


def test_bt_starts_of_2026_sum_to_the_forecast_table() -> None:
    assert Post.objects.filter(starts_on__year=2026, programme__kind__startswith="BT").count() == 135


def test_every_region_starts_two_to_four_times_in_2027() -> None:
    starts: dict[str, set[str]] = {}
    for region, starts_on in Post.objects.filter(starts_on__year=2027).values_list("region__code", "starts_on"):
        starts.setdefault(region, set()).add(week_code(starts_on))

    assert {len(weeks) for weeks in starts.values()} == {2, 3, 4}
    assert all("2027v05" in weeks for weeks in starts.values())


def test_regions_have_only_the_employment_forms_that_the_report_gives_them() -> None:
    kinds: dict[str, set[str]] = {}
    for region, kind in Post.objects.filter(starts_on__year=2027).values_list("region__code", "programme__kind"):
        kinds.setdefault(region, set()).add(kind)

    assert kinds["REG-04"] == kinds["REG-17"] == {"BTI"}
    assert kinds["REG-03"] == {"BTF"}
    assert all(kinds[code] == {"BTF", "BTI"} for code in ("REG-18", "REG-19", "REG-20", "REG-21"))


def test_nobody_has_a_name_that_is_not_made_up() -> None:
    assert set(User.objects.values_list("family_name", flat=True)) <= set(FAMILY)
    assert set(User.objects.values_list("given_name", flat=True)) <= set(GIVEN)


def test_no_two_people_share_a_name() -> None:
    names = list(User.objects.values_list("given_name", "family_name"))

    assert len(set(names)) == len(names)


def test_everybody_is_marked_as_fictional_and_reachable_nowhere() -> None:
    assert not User.objects.exclude(is_demo=True, email__endswith="@demo.example").exists()
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_there_is_one_person_to_try_as_for_each_role() -> None:
    titled = RoleAssignment.objects.exclude(user__title="").values_list("role", "user").distinct()

    once = dict.fromkeys(Role.objects.values_list("code", flat=True), 1)
    assert Counter(role for role, _user in titled) == once | {"learner": 2}, "a doctor and a student"
    assert len(TRY_AS) + 4 == User.objects.exclude(title="").count()


def test_blocks_of_every_programme_can_sum_to_its_standard_weeks() -> None:
    sums: dict[tuple[int, int], list[int]] = {}
    for block in ProgrammeBlock.objects.select_related("programme"):
        key = (block.programme_id, block.programme.standard_weeks)
        so_far = sums.setdefault(key, [0, 0, 0])
        sums[key] = [so_far[0] + block.weeks_min, so_far[1] + block.weeks_nominal, so_far[2] + block.weeks_max]

    assert sums
    assert all(fewest <= total == nominal <= most for (_id, total), (fewest, nominal, most) in sums.items())


def test_bt_has_two_to_four_blocks_with_three_months_of_primary_and_of_acute_care() -> None:
    blocks: dict[int, dict[str, int]] = {}
    for block in ProgrammeBlock.objects.filter(programme__kind__startswith="BT"):
        blocks.setdefault(block.programme_id, {})[block.area_id] = block.weeks_min

    assert all(2 <= len(areas) <= 4 for areas in blocks.values())
    assert all(areas["AM"] >= 13 and areas["AKU"] >= 13 for areas in blocks.values())


def test_every_unit_has_seats_from_2026_through_2030_with_a_ground_for_the_number() -> None:
    spans: dict[int, list[SeatPeriod]] = {}
    for period in SeatPeriod.objects.order_by("unit", "starts_on"):
        spans.setdefault(period.unit_id, []).append(period)

    assert len(spans) == Unit.objects.count()
    for periods in spans.values():
        assert periods[0].starts_on.isoformat() == "2026-01-05"
        assert periods[-1].ends_before.isoformat() == "2030-12-30"
        assert all(one.ends_before == other.starts_on for one, other in pairwise(periods))
        assert all(period.basis and period.source for period in periods)


def test_absences_of_a_person_do_not_overlap() -> None:
    by_enrolment: dict[object, list[Absence]] = {}
    for absence in Absence.objects.order_by("enrolment", "starts_on"):
        by_enrolment.setdefault(absence.enrolment_id, []).append(absence)

    assert len(by_enrolment) == Enrolment.objects.exclude(post__programme__kind="STU").count()
    for absences in by_enrolment.values():
        assert all(one.ends_before <= other.starts_on for one, other in pairwise(absences))
