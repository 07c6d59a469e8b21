"""The planner lays the weeks that a unit suggests: the unit has then agreed, until the block is moved again or the edit is undone."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from randa.placements.errors import EditConflictError, LockedBlockError
from randa.placements.models import Placement
from randa.placements.services.blocks import lock_blocks
from randa.placements.services.undo import redo_edit, undo_edit
from randa.proposals.answering import Answer, Said
from randa.proposals.errors import BlockChangedError, SuggestionGoneError
from randa.proposals.models import ProposedBlock
from randa.proposals.queries.overview import answers_of, not_agreed_in, open_proposal
from randa.proposals.queries.suggestions import suggested_weeks
from randa.proposals.services.answering import accept_all, answer_block
from randa.proposals.services.suggesting import lay_suggestions
from tests.factories import AbsenceFactory
from tests.placements.editing import WEEK, colleague, seen, weeks
from tests.proposals.world import YES, Asked, make_asked

pytestmark = pytest.mark.django_db
FIRST = dt.date(2027, 2, 1)
LATER = FIRST + 12 * WEEK  # psychiatry after acute care


@pytest.fixture
def asked() -> Asked:
    return make_asked()


def suggest(asked: Asked, day: dt.date = LATER) -> tuple[ProposedBlock, Placement]:
    """Let the near unit answer that other weeks suit; return what it answered about and the block of the draft."""
    asked.send()
    block = asked.block(asked.near)
    said = Said(Answer.OTHER, suggested_on=day, words="Efter påsk")
    return answer_block(actor=asked.head, block=block, said=said, seen=0), asked.plan.placements.get(unit=asked.near)


def lay(asked: Asked, block: ProposedBlock, read: dict[str, int], *, overwrite: bool = False) -> None:
    lay_suggestions(
        actor=asked.planner, plan=asked.plan, suggested={block.pk: block.suggested_on or FIRST}, seen=read,
        overwrite=overwrite,
    )  # fmt: skip


def said_by(asked: Asked) -> tuple[int, int, int, int]:
    """Return what the near unit says: yes, other weeks, waiting, changed."""
    asked.plan.refresh_from_db()
    proposal = open_proposal(asked.plan)
    assert proposal is not None
    one = next(row for row in answers_of(proposal, asked.planner) if row.unit == asked.near)
    return one.yes, one.other, one.waiting, one.changed


def test_laying_the_suggested_weeks_is_the_units_yes_and_undoing_it_brings_the_suggestion_back(asked: Asked) -> None:
    block, placement = suggest(asked)
    assert said_by(asked) == (0, 1, 0, 0)

    lay(asked, block, seen(placement))

    assert weeks(placement) == (LATER, LATER + 8 * WEEK, 8)
    assert (asked.plan.edits.get().kind, said_by(asked)) == ("move", (1, 0, 0, 0))
    undo_edit(actor=asked.planner, plan=asked.plan)
    assert (weeks(placement)[0], said_by(asked)) == (FIRST, (0, 1, 0, 0))
    redo_edit(actor=asked.planner, plan=asked.plan)
    assert said_by(asked) == (1, 0, 0, 0)
    asked.move(asked.near, 1)
    assert said_by(asked) == (0, 0, 0, 1), "other weeks than those that were suggested are nobody's yes"


def test_the_yes_is_carried_over_when_the_draft_is_sent_again_and_publishing_names_the_unit_no_more(
    asked: Asked,
) -> None:
    block, placement = suggest(asked)
    lay(asked, block, seen(placement))
    with pytest.raises(BlockChangedError):
        answer_block(actor=asked.head, block=block, said=YES, seen=1)
    accept_all(actor=asked.far_head, proposal=block.proposal, unit=asked.far)

    asked.send(letter="Nu med era veckor.")

    again = asked.block(asked.near)
    assert (again.answer, again.answered_by, again.suggested_on, again.words) == ("yes", asked.head, None, "Efter påsk")
    assert again.starts_on == LATER
    asked.plan.refresh_from_db()
    assert not any(str(asked.near) in one.words for one in not_agreed_in(asked.plan))
    assert [one.unit for one in not_agreed_in(asked.plan)] == [asked.plan.placements.filter(area="AKU")[0].unit_id]


def test_what_the_page_says_is_what_laying_does_and_a_remedy_lays_the_others_around(asked: Asked) -> None:
    block, placement = suggest(asked)
    asked.plan.refresh_from_db()
    proposal = open_proposal(asked.plan)
    assert proposal is not None

    found = suggested_weeks(proposal, asked.planner)

    (row,) = found.chosen
    assert (row.now_span, row.then_span, row.who) == (
        "2027v05–2027v12",
        "2027v17–2027v24",
        str(asked.learners[0].learner),
    )
    assert found.told is not None
    assert "På två ställen samtidigt" in found.told.new[0]
    (remedy,) = found.remedies
    assert (remedy.is_as_suggested, remedy.way.moved) == (True, ("AKU",))
    assert [(one.area, one.starts_on) for one in remedy.way.blocks] == [("AKU", FIRST), ("PSY", LATER)]
    lay(asked, block, seen(placement))
    assert asked.plan.edits.get().price == found.told.price


def test_weeks_that_suit_as_they_are_need_no_remedy(asked: Asked) -> None:
    """Acute care has been moved out of the way already."""
    _block, placement = suggest(asked)
    acute = asked.plan.placements.get(enrolment=placement.enrolment, area="AKU")
    Placement.objects.filter(pk=acute.pk).update(starts_on=FIRST, ends_before=LATER)
    proposal = open_proposal(asked.plan)
    assert proposal is not None

    found = suggested_weeks(proposal, asked.planner)

    assert found.told is not None
    assert (found.told.new, found.remedies) == ([], [])


def test_weeks_that_no_way_keeps_the_rules_in_have_the_nearest_that_do_and_those_are_asked_about_again(
    asked: Asked, client: Client
) -> None:
    suggest(asked, FIRST + 9 * WEEK)  # acute care fits neither before nor after
    client.force_login(asked.planner)
    page = reverse("proposals:suggested", args=[asked.plan.pk])

    shown = client.get(page)

    ((remedy, wanted),) = shown.context["remedies"]
    assert (remedy.is_as_suggested, remedy.way.block.starts_on) == (False, LATER)
    assert "Nära det enheten föreslår: 2027v17–2027v24" in shown.content.decode()
    found = shown.context["found"]
    client.post(page, {"days": found.days, "seen": found.seen, "remedy": wanted})
    assert said_by(asked) == (0, 0, 0, 1)


@pytest.mark.parametrize(("away", "said"), [(0, (0, 0, 0, 1)), (3, (1, 0, 0, 0))])
def test_an_absence_inside_the_suggested_weeks_is_served_after_it_and_one_at_their_beginning_is_asked_about_again(
    asked: Asked, away: int, said: tuple[int, int, int, int]
) -> None:
    block, placement = suggest(asked)
    gone = LATER + away * WEEK
    AbsenceFactory.create(enrolment=placement.enrolment, starts_on=gone, ends_before=gone + 2 * WEEK)
    proposal = open_proposal(asked.plan)
    assert proposal is not None
    assert [one.is_later for one in suggested_weeks(proposal, asked.planner).rows] == [away == 0]

    lay(asked, block, seen(placement))

    assert weeks(placement)[1:] == (LATER + 10 * WEEK, 8)
    assert said_by(asked) == said


def test_what_somebody_changed_meanwhile_is_a_conflict_a_lock_stands_and_a_new_answer_is_read_first(
    asked: Asked,
) -> None:
    block, placement = suggest(asked)
    read = seen(placement)
    other = colleague(asked.region)
    lock_blocks(actor=other, plan=asked.plan, seen=read, locked=True)

    with pytest.raises(EditConflictError, match=str(other)):
        lay(asked, block, read)
    with pytest.raises(LockedBlockError):
        lay(asked, block, seen(asked.plan.placements.get(pk=placement.pk)))
    answer_block(actor=asked.head, block=block, said=YES, seen=1)
    with pytest.raises(SuggestionGoneError):
        lay(asked, block, read)
    assert weeks(placement)[0] == FIRST


def test_only_who_plans_the_draft_lays_suggestions(asked: Asked) -> None:
    block, placement = suggest(asked)

    with pytest.raises(PermissionDenied):
        lay_suggestions(
            actor=asked.head, plan=asked.plan, suggested={block.pk: LATER}, seen=seen(placement)
        )  # fmt: skip


def test_the_page_lays_the_remedy_as_one_edit_and_its_undo_leads_back(asked: Asked, client: Client) -> None:
    block, placement = suggest(asked)
    client.force_login(asked.planner)
    page = reverse("proposals:suggested", args=[asked.plan.pk])
    answers = client.get(reverse("proposals:plan", args=[asked.plan.pk])).content.decode()
    assert f"{page}?block={block.pk}" in answers

    shown = client.get(page, {"block": str(block.pk)})

    found = shown.context["found"]
    assert "med läkarens andra block runt om" in shown.content.decode()
    data = {"days": found.days, "seen": found.seen}
    done = client.post(page, data | {"remedy": shown.context["remedies"][0][1]})
    assert (done.status_code, done["Location"]) == (302, reverse("proposals:plan", args=[asked.plan.pk]))
    assert (asked.plan.edits.get().kind, said_by(asked)) == ("arrange", (1, 0, 0, 0))
    assert client.post(f"{page}?undo=1").status_code == 302
    assert weeks(placement)[0] == FIRST
    stale = client.post(page, data)
    assert (stale.status_code, "har ändrat" in stale.content.decode()) == (422, True)
    assert client.post(page, data | {"days": "[]"}).status_code == 400
    assert client.post(page, data | {"days": json.dumps({"x": "y"})}).status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_suggestions_as_for_one(
    asked: Asked, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    proposal = asked.send()
    rows = list(
        ProposedBlock.objects.filter(proposal=proposal).order_by("starts_on", "enrolment__post__number")[:count]
    )
    for row in rows:
        row.answer, row.suggested_on = Answer.OTHER, row.starts_on + 2 * WEEK
        row.save()
    client.force_login(asked.planner)

    with django_assert_num_queries(78):
        shown = client.get(reverse("proposals:suggested", args=[asked.plan.pk]), {"block": [str(rows[0].pk)]})

    assert len(shown.context["found"].rows) == count


def test_an_undo_with_nothing_to_undo_is_answered_in_words(asked: Asked, client: Client) -> None:
    client.force_login(asked.planner)

    answered = client.post(f"{reverse('proposals:suggested', args=[asked.plan.pk])}?undo=1", follow=True)

    assert answered.redirect_chain == [(reverse("proposals:plan", args=[asked.plan.pk]), 302)]
    assert "Det finns inget att ångra" in answered.content.decode()
