"""Publishing warns of units that have not said yes, and lets the supervisors whom they named have their learners."""

import datetime as dt

import pytest

from randa.core.audit.models import AuditEvent
from randa.placements.errors import UnitsNotAgreedError
from randa.placements.models import Plan
from randa.placements.services.blocks import change_unit
from randa.placements.services.drafts import copy_plan
from randa.placements.services.plans import publish_plan
from randa.placements.unit_answers import mark_of, not_agreed
from randa.proposals.answering import Answer, Said
from randa.proposals.services.answering import accept_all, answer_block
from randa.proposals.services.sending import withdraw_proposal
from randa.supply.models import Supervision
from randa.supply.services.leave import record_leave
from tests.factories import SupervisorFactory, person_with
from tests.placements.editing import seen
from tests.proposals.world import YES, Asked, make_asked, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Asked:
    return make_asked()


def publish(asked: Asked, despite: str = "") -> Plan:
    return publish_plan(actor=asked.planner, plan=asked.plan, despite=despite)


def all_say_yes(asked: Asked) -> None:
    region_wide = person_with("capacity.edit", at=asked.region)
    proposal = asked.send()
    for block in proposal.blocks.select_related("unit__organisation"):
        accept_all(actor=region_wide, proposal=proposal, unit=block.unit)


def test_a_plan_that_nobody_was_asked_about_is_published_without_a_word(asked: Asked) -> None:
    assert not_agreed(asked.plan) == []

    assert publish(asked).state == Plan.State.PUBLISHED


def test_units_that_have_said_yes_to_everything_do_not_stand_in_the_way(asked: Asked) -> None:
    all_say_yes(asked)

    assert not_agreed(asked.plan) == []
    assert publish(asked).state == Plan.State.PUBLISHED


def test_each_unit_that_has_not_said_yes_is_named_with_what_is_open(asked: Asked) -> None:
    asked.send()
    answer_block(actor=asked.head, block=asked.block(asked.near), said=Said(Answer.NO, reason=asked.full), seen=0)
    answer_block(actor=asked.far_head, block=asked.block(asked.far), said=YES, seen=0)
    asked.move(asked.far)

    words = {one.words for one in not_agreed(asked.plan)}

    acute = asked.plan.placements.filter(area="AKU").first()
    assert acute is not None
    assert words == {
        f"{asked.near}: nej till 1 block (För många samtidigt).",
        f"{asked.far}: 1 block som enheten inte har fått frågan om.",
        f"{acute.unit}: 2 block utan svar.",
    }


def test_it_takes_a_word_that_the_answers_are_read_and_the_word_is_about_those_answers_only(asked: Asked) -> None:
    asked.send()
    with pytest.raises(UnitsNotAgreedError, match="3 enheter har inte sagt ja"):
        publish(asked)
    read = mark_of(not_agreed(asked.plan))
    answer_block(actor=asked.head, block=asked.block(asked.near), said=Said(Answer.NO, reason=asked.full), seen=0)
    with pytest.raises(UnitsNotAgreedError, match="ändrats sedan du öppnade sidan"):
        publish(asked, read)

    publish(asked, mark_of(not_agreed(asked.plan)))

    event = AuditEvent.objects.get(action="plan.published")
    assert event.after == {"version": 1, "units_not_agreed": 3}
    assert asked.plan.proposals.get().state == "published"
    assert told("proposals.asked", asked.far_head) == [], "nothing waits for an answer any more"


def test_a_question_that_is_withdrawn_warns_of_nothing(asked: Asked) -> None:
    withdraw_proposal(actor=asked.planner, proposal=asked.send())

    assert not_agreed(asked.plan) == []


def test_the_supervisor_whom_the_unit_named_has_the_learner_when_the_plan_counts(asked: Asked) -> None:
    all_say_yes(asked)
    supervisor = asked.supervisor(asked.near)
    answer_block(actor=asked.head, block=asked.block(asked.near), said=Said(Answer.YES, supervisor=supervisor), seen=1)
    assert not Supervision.objects.exists()

    publish(asked)

    (made,) = Supervision.objects.all()
    row = asked.plan.placements.get(unit=asked.near)
    assert (made.supervisor, made.enrolment) == (supervisor, asked.learners[0])
    assert (made.starts_on, made.ends_before) == (row.starts_on, row.ends_before)
    assert told("supply.supervises", supervisor.user) != []


def test_a_supervisor_who_can_no_longer_is_passed_by_and_the_plan_counts(asked: Asked) -> None:
    all_say_yes(asked)
    supervisor = asked.supervisor(asked.near)
    answer_block(actor=asked.head, block=asked.block(asked.near), said=Said(Answer.YES, supervisor=supervisor), seen=1)
    first = asked.plan.placements.get(unit=asked.near).starts_on
    record_leave(
        actor=asked.head,
        supervisor=supervisor,
        starts_on=first + dt.timedelta(weeks=7),
        ends_before=first + dt.timedelta(weeks=8),
    )
    SupervisorFactory.create(unit=asked.near)  # without another the seat would be gone as well

    assert publish(asked).state == Plan.State.PUBLISHED
    assert not Supervision.objects.exists()


def test_a_supervisor_who_was_named_for_a_learner_that_has_moved_on_is_not_taken_at_their_word(asked: Asked) -> None:
    all_say_yes(asked)
    supervisor = asked.supervisor(asked.near)
    answer_block(actor=asked.head, block=asked.block(asked.near), said=Said(Answer.YES, supervisor=supervisor), seen=1)
    near, far = asked.plan.placements.get(unit=asked.near), asked.plan.placements.get(unit=asked.far)
    for row, unit in ((near, asked.far), (far, asked.near)):
        change_unit(actor=asked.planner, plan=asked.plan, seen=seen(row), unit=unit)

    publish(asked, mark_of(not_agreed(asked.plan)))

    assert not Supervision.objects.exists()


def test_when_one_version_counts_nobody_is_asked_about_another(asked: Asked) -> None:
    asked.send()
    other = copy_plan(actor=asked.planner, plan=asked.plan)

    publish_plan(actor=asked.planner, plan=other)

    assert asked.plan.proposals.get().state == "withdrawn"
    assert told("proposals.asked", asked.head) == []
    assert told("proposals.news", asked.head) == ["Förslaget till din enhet gäller inte längre. Du behöver inte svara."]
