"""Units that have not answered are reminded; Min dag shows what waits, and with whom."""

import datetime as dt

import pytest

from randa.core.access.row_security import as_person
from randa.core.notifications.models import Notification
from randa.people.models import User
from randa.proposals.errors import ProposalOverError
from randa.proposals.models import Proposal, ProposedBlock
from randa.proposals.my_day import proposals_gone_silent, proposals_to_answer
from randa.proposals.services.answering import answer_block
from randa.proposals.services.reminding import remind_units, watch_days
from randa.proposals.services.sending import withdraw_proposal
from tests.factories import OrganisationFactory, person_with
from tests.proposals.world import BY, TODAY, YES, Asked, make_asked, told

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)
REMINDED = "Påminnelse: förslaget till din enhet ska vara besvarat senast mån 25 jan 2027"


@pytest.fixture
def asked() -> Asked:
    return make_asked()


def titles(person: User, day: dt.date = TODAY) -> list[str]:
    with as_person(person.pk):
        return [one.title for one in (*proposals_to_answer(person, day), *proposals_gone_silent(person, day))]


def test_heads_of_silent_units_are_reminded_two_days_before_and_on_the_last_day(asked: Asked) -> None:
    asked.send()
    answer_block(actor=asked.far_head, block=asked.block(asked.far), said=YES, seen=0)

    assert watch_days(BY - 3 * ONE) == 0
    assert watch_days(BY - 2 * ONE) == watch_days(BY - 2 * ONE) == watch_days(BY) == 1

    assert told("proposals.asked", asked.head).count(REMINDED) == 2
    assert REMINDED not in told("proposals.asked", asked.far_head)


def test_the_day_after_the_planner_hears_how_many_are_silent_once(asked: Asked) -> None:
    asked.send()

    watch_days(BY + ONE)
    watch_days(BY + ONE)

    assert told("proposals.answers", asked.planner) == ["Svarstiden har gått ut, och 3 enheter har inte svarat"]


def test_the_planner_reminds_by_hand_once_a_day(asked: Asked) -> None:
    proposal = asked.send()

    assert remind_units(actor=asked.planner, proposal=proposal) == 3
    assert remind_units(actor=asked.planner, proposal=proposal) == 3

    assert Notification.objects.filter(title=REMINDED, recipient=asked.head).count() == 1
    withdraw_proposal(actor=asked.planner, proposal=proposal)
    with pytest.raises(ProposalOverError):
        remind_units(actor=asked.planner, proposal=Proposal.objects.get(pk=proposal.pk))


def test_min_dag_shows_the_head_what_waits_until_it_is_answered_or_changed(asked: Asked) -> None:
    asked.send()
    assert titles(asked.head) == [f"Svara på ett förslag: en kommer till {asked.near}"]
    assert titles(asked.planner) == [], "a role in the region is no role at the unit"

    answer_block(actor=asked.head, block=asked.block(asked.near), said=YES, seen=0)
    asked.move(asked.far)

    assert titles(asked.head) == titles(asked.far_head) == []


def test_min_dag_shows_the_planner_who_is_silent_when_the_day_has_passed(asked: Asked) -> None:
    asked.send()

    assert titles(asked.planner, BY) == []
    assert titles(asked.planner, BY + ONE) == ["3 enheter har inte svarat på förslaget"]


def test_the_database_shows_a_proposal_to_its_planners_and_its_own_unit_only(asked: Asked) -> None:
    asked.send()
    stranger = person_with("placements.view", "placements.plan", "capacity.edit", at=OrganisationFactory.create())

    seen = {}
    for name, person in {
        "planner": asked.planner, "head": asked.head, "stranger": stranger, "learner": asked.learners[0].learner,
    }.items():  # fmt: skip
        with as_person(person.pk):
            seen[name] = (Proposal.objects.count(), ProposedBlock.objects.count())
    assert seen == {"planner": (1, 4), "head": (1, 1), "stranger": (0, 0), "learner": (0, 0)}
