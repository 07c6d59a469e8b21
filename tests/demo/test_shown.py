"""The demo world shows what Randa does: swaps in every state, course occasions, a queue that has given seats, and late changes."""

from collections import Counter
from decimal import Decimal

import pytest

from randa.compensation.basis import basis_of
from randa.compensation.forms import PeriodForm, this_quarter
from randa.core.clock import today
from randa.demo.story import WARD_CODE
from randa.demo.swaps import VISITOR
from randa.exchange.models import GroupMember, Inquiry, SeatQueue, SpecialReason, StudentGroup
from randa.exchange.queries.allocating import proposal
from randa.exchange.queries.queues.picture import picture_of
from randa.exchange.queries.terms import terms_of
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import LateChange, Placement, Swap
from randa.placements.queries.swaps import open_swaps, own_swaps, verdict_on
from randa.regulations.queries_draft import changes_of, draft_of
from randa.regulations.queries_region import rules_of_region
from randa.supply.models import PlaceOffer, SeatOpening
from randa.supply.queries.openings import questions_at
from randa.training.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def test_there_is_a_swap_in_every_state_and_the_visitor_has_three_to_answer() -> None:
    visitor = User.objects.get(enrolments__post__number=VISITOR)

    assert set(Swap.objects.values_list("state", flat=True)) == set(Swap.State.values)
    assert Counter(one.swap.state for one in own_swaps(visitor) if one.may_accept) == {"proposed": 1, "offered": 1}
    assert len(open_swaps(visitor)) == 1


def test_the_ward_is_asked_for_one_place_more_and_another_unit_said_why_not() -> None:
    openings = SeatOpening.objects.order_by("state")

    assert [one.state for one in openings] == ["asked", "declined"]
    assert [one.unit.organisation.code == WARD_CODE for one in openings] == [True, False]
    assert openings[1].answer
    (question,) = [
        one for one in questions_at(openings[0].unit, today(), may_answer=True) if one.opening == openings[0]
    ]
    assert question.able, "somebody can stand for the place, so the visitor may say yes"


def test_what_the_planner_sees_first_of_compensation_has_amounts() -> None:
    planner = User.objects.get(title="AT- och BT-chef i Region Dalarna")
    form = PeriodForm(this_quarter())
    assert form.is_valid()

    lines = basis_of(planner, form.wanted(), between=True, with_names=False).lines

    assert any(one.amount for one in lines)
    assert any(one.agreement is None for one in lines), "and it is said where an agreement is missing"


def test_a_swap_that_waits_for_the_planner_breaks_nothing_and_one_that_was_approved_changed_the_plan() -> None:
    waiting = Swap.objects.filter(state="agreed").with_blocks()
    verdicts = [verdict_on(one) for one in waiting]
    approved = Swap.objects.get(state="approved")

    assert len(verdicts) == 2
    assert all(one.told is not None and not one.told.new for one in verdicts)
    now = Placement.objects.get(enrolment=approved.proposer, area=approved.area, is_published=True)
    assert now.unit == approved.partner_unit


def test_one_course_occasion_is_to_be_shared_out_one_is_and_one_waits_for_its_list() -> None:
    open_, done, empty = (
        StudentGroup.objects.get(course=name) for name in ("Akutsjukvård", "Internmedicin", "Kirurgi")
    )
    found = proposal(open_)

    assert (open_.members.count(), found.free, found.placed) == (12, 12, 12)
    assert any(line.given.reasons for line in found.lines), "somebody reads why not the first wish"
    assert {one.state for one in SpecialReason.objects.filter(member__group=open_)} == set(SpecialReason.State.values)
    assert done.members.filter(seat__placement__is_published=True).count() == done.members.count() == 9
    assert empty.members.count() == 0
    housing = open_.members.filter(needs_housing=True, is_distance=True).values_list("housing", flat=True)
    assert sorted(housing) == ["asked", "waiting"]


def test_the_student_to_try_as_has_wishes_to_state_and_a_seat() -> None:
    student = User.objects.get(title="Läkarstudent vid Örebro universitet")
    by_course = {one.group.course: one for one in GroupMember.objects.filter(enrolment__learner=student)}

    assert by_course["Akutsjukvård"].group.takes_wishes(today())
    assert not by_course["Akutsjukvård"].wishes.exists()
    assert by_course["Internmedicin"].seat is not None


def test_students_share_seats_two_by_two() -> None:
    threads = Inquiry.objects.filter(request__group__isnull=False, state="confirmed").select_related("request__kind")

    assert {one.request.kind.weight for one in threads} == {Decimal("0.5")}
    assert Inquiry.objects.filter(request__group__course="Kirurgi", state="asked").exists(), "Dalarna has it to answer"
    assert Inquiry.objects.filter(request__group__course="Kirurgi", state="offered").exists(), "so has the university"
    assert sum(one.drawn for one in threads) == sum(one.seats or 0 for one in threads) / Decimal(2)


def test_the_queue_has_given_enough_seats_to_say_how_long_one_must_expect_to_wait() -> None:
    queue = SeatQueue.objects.with_names().get()
    picture = picture_of(queue, today())
    given = [one for place in queue.places.all() for one in place.offers.select_related("inquiry", "agreement")]

    assert picture.history.says_something
    assert picture.for_next.low is not None
    assert all(one.wait is not None and one.wait.low is not None for one in picture.standings)
    assert {one.received for one in picture.accounts} != {0}
    assert len({terms_of(one).agreement for one in given}) > 1, "some with an agreement, some without"


def test_the_ward_and_other_units_have_late_changes_of_every_cause_in_several_quarters() -> None:
    told = LateChange.objects.filter(unit__organisation__code="ENH-20-022")

    assert set(told.values_list("cause", flat=True)) == set(LateChange.Cause.values)
    assert len({(one.told_on.year, one.told_on.month // 4) for one in told}) >= 3
    assert LateChange.objects.values("unit").distinct().count() > 3
    assert all(one.weeks_before < one.notice_weeks for one in LateChange.objects.all())


def test_nothing_of_it_makes_a_unit_fuller_than_it_is() -> None:
    from randa.supply.queries.calendar import seat_weeks

    assert PlaceOffer.objects.exists()
    units = list(Unit.objects.filter(inquiries__state="confirmed").distinct())
    for inquiry in Inquiry.objects.filter(state="confirmed"):
        there = seat_weeks(units, [inquiry.starts_on])  # type: ignore[list-item]  # confirmed
        assert there[inquiry.unit_id][0].amber == 0  # type: ignore[index]


def test_a_region_has_rules_to_come_that_its_plans_are_not_counted_with_and_is_writing_the_next() -> None:
    dalarna = Organisation.objects.get(code="REG-20")

    coming = rules_of_region(dalarna, today()).coming

    assert [(one.day.isoformat(), sorted(change.key for change in one.changes)) for one in coming] == [
        ("2027-09-01", ["bt.external_assessor_course_required", "bt.supervisor_training_repeat_years"])
    ]
    draft = draft_of(dalarna)
    assert draft is not None
    assert sorted(change.key for change in changes_of(draft)) == [
        "placement.below_least_points",
        "placement.notice_weeks",
    ]
    assert draft.decided_by == ""
