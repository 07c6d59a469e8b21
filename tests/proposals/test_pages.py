"""The pages of proposals: sent and followed by the planner, answered by the unit, warned of when publishing."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from randa.people.models import User
from randa.placements.models import Plan
from randa.proposals.forms import AnswerForm
from randa.proposals.models import Proposal, ProposedBlock
from tests.conftest import SignedInClient
from tests.factories import EnrolmentFactory, OrganisationFactory, PlacementFactory, ProgrammeFactory, person_with
from tests.proposals.world import Asked, make_asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Asked:
    return make_asked()


def page_of(person: User) -> Client:
    client = SignedInClient()
    client.force_login(person)
    return client


def unit_page(asked: Asked) -> str:
    return reverse("proposals:unit", args=[Proposal.objects.get(state="open").pk, asked.near.organisation.code])


def answer(block: ProposedBlock, **values: object) -> tuple[str, dict[str, object]]:
    """Return where the answer about a block is sent, and what."""
    address = reverse("proposals:answer", args=[block.proposal_id, block.unit.organisation.code, block.pk])
    sent = {"seen": block.answers} | values
    return address, {f"{AnswerForm.prefix_of(block)}-{name}": value for name, value in sent.items()}


def test_a_draft_goes_to_its_units_and_back_through_the_pages(asked: Asked) -> None:
    planner, head = page_of(asked.planner), page_of(asked.head)
    tab = reverse("proposals:plan", args=[asked.plan.pk])
    assert tab in planner.get(reverse("placements:grid", args=[asked.plan.pk])).content.decode()
    early = planner.post(tab, {"answer_by": "2027-01-04"})
    assert early.status_code == 422

    assert planner.post(tab, {"answer_by": "2027-01-25", "letter": "Svara gärna i tid"}).status_code == 302

    assert unit_page(asked) in head.get(reverse("proposals:index")).content.decode()
    shown = head.get(unit_page(asked)).content.decode()
    assert "Svara gärna i tid" in shown
    assert str(asked.learners[0].learner) in shown
    assert str(asked.learners[1].learner) not in shown
    block = asked.block(asked.near)
    address, no = answer(block, answer="no")
    refused = head.post(address, no)
    assert (refused.status_code, "Välj ett skäl" in refused.content.decode()) == (422, True)
    address, yes = answer(block, answer="yes", supervisor=asked.supervisor(asked.near).pk)
    assert head.post(address, yes).status_code == 302
    followed = planner.get(tab).content.decode()
    assert f"Handledare: {asked.supervisor(asked.near)}" in followed
    assert str(asked.head) in followed


def test_a_head_answers_all_at_once_and_hears_of_a_colleagues_answer(asked: Asked) -> None:
    asked.send()
    head = page_of(asked.head)
    address, no = answer(asked.block(asked.near), answer="no", reason="full")
    accept = reverse("proposals:accept", args=[Proposal.objects.get().pk, asked.near.organisation.code])
    assert head.post(accept).status_code == 302
    assert asked.block(asked.near).answer == "yes"

    refused = head.post(address, no)

    assert refused.status_code == 422
    assert "har svarat ”ja” sedan du öppnade sidan" in refused.content.decode()


def test_a_proposal_is_nobody_elses_page(asked: Asked) -> None:
    asked.send()

    assert page_of(asked.far_head).get(unit_page(asked)).status_code == 404
    assert page_of(asked.learners[0].learner).get(unit_page(asked)).status_code == 404
    assert page_of(asked.head).get(reverse("proposals:plan", args=[asked.plan.pk])).status_code == 404


def test_a_unit_of_another_organisation_sees_kind_and_region_and_no_name(asked: Asked) -> None:
    elsewhere = EnrolmentFactory.create(post__programme=ProgrammeFactory.create(region=OrganisationFactory.create()))
    PlacementFactory.create(plan=asked.plan, enrolment=elsewhere, unit=asked.near, area=asked.near.area)
    asked.send()

    shown = page_of(asked.head).get(unit_page(asked)).content.decode()

    assert str(asked.learners[0].learner) in shown
    assert str(elsewhere.learner) not in shown
    kind = elsewhere.post.programme.get_kind_display()
    assert f"{kind}, {elsewhere.post.region}" in shown


def test_publishing_shows_who_has_not_said_yes_and_takes_a_word_for_it(asked: Asked) -> None:
    asked.send()
    planner, address = page_of(asked.planner), reverse("placements:publish", args=[asked.plan.pk])
    shown = planner.get(address).content.decode()
    assert f"{asked.near}: 1 block utan svar." in shown
    mark = re.search(r'name="read" value="(\w+)"', shown)
    assert mark is not None

    assert planner.post(address, {"read": mark[1]}).status_code == 422
    assert planner.post(address, {"read": "0" * 32, "despite": "on"}).status_code == 422
    assert planner.post(address, {"read": mark[1], "despite": "on"}).status_code == 302

    asked.plan.refresh_from_db()
    assert asked.plan.state == Plan.State.PUBLISHED
    assert "Planen är publicerad" in page_of(asked.head).get(
        reverse("proposals:unit", args=[Proposal.objects.get().pk, asked.near.organisation.code])
    ).content.decode()  # fmt: skip


def test_pages_cost_the_same_for_one_block_and_for_three(
    asked: Asked, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    keeper = person_with("capacity.edit", "placements.view", at=asked.near.organisation)
    counts = []
    for more in (0, 2):
        for _number in range(more):
            enrolment = EnrolmentFactory.create(post__programme=asked.learners[0].post.programme)
            PlacementFactory.create(plan=asked.plan, enrolment=enrolment, unit=asked.near, area=asked.near.area)
        asked.send()
        addresses = {
            keeper: [unit_page(asked), reverse("proposals:index")],
            asked.planner: [
                reverse("proposals:plan", args=[asked.plan.pk]), reverse("placements:publish", args=[asked.plan.pk]),
            ],
        }  # fmt: skip
        found = []
        for person, pages in addresses.items():
            client = page_of(person)
            for address in pages:
                client.get(address)  # what is kept after a first visit
                with django_assert_max_num_queries(80) as queries:
                    assert client.get(address).status_code == 200
                found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1], counts
