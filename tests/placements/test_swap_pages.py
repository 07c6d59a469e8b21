"""The pages of swaps: a learner proposes and answers, a planner decides, and what is refused is said where it was asked."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from randa.people.models import User
from randa.placements.models import Swap
from randa.placements.services.swaps import accept_swap, propose_swap
from tests.conftest import SignedInClient
from tests.placements.swapping import Pair, published_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> Pair:
    return published_pair()


def page_of(person: User) -> Client:
    client = SignedInClient()
    client.force_login(person)
    return client


def test_a_swap_goes_from_proposal_to_plan_through_its_pages(pair: Pair) -> None:
    one, other, planner = (page_of(person) for person in (pair.person(0), pair.person(1), pair.planner))
    address = reverse("placements:swap_propose", args=[pair.block(0).pk])
    assert address in one.get(reverse("placements:mine")).content.decode()
    assert one.get(address).status_code == 200
    unknown = one.post(address, {"partner": "ingen@exempel.se"})
    assert (unknown.status_code, "ingen@exempel.se" in unknown.content.decode()) == (422, True)

    made = one.post(address, {"partner": ""})

    swap = Swap.objects.get()
    assert made.url == swap.get_absolute_url()
    shown = other.get(swap.get_absolute_url()).content.decode()
    assert str(pair.near) in shown
    assert str(pair.person(0)) not in shown
    assert str(pair.person(0)) not in other.get(reverse("placements:mine")).content.decode()
    assert other.post(swap.get_absolute_url(), {"do": "accept"}).status_code == 302
    assert one.post(swap.get_absolute_url(), {"do": "accept"}).status_code == 302
    decision = reverse("placements:swap_decision", args=[swap.pk])
    assert decision in planner.get(reverse("placements:swaps")).content.decode()
    assert "Bytet bryter inte mot någon regel" in planner.get(decision).content.decode()
    assert planner.post(decision, {"do": "refuse", "reason": ""}).status_code == 422

    assert planner.post(decision, {"do": "approve"}).status_code == 302

    assert pair.block(0).unit == pair.far
    assert "godkändes" in planner.get(decision).content.decode()
    assert one.post(swap.get_absolute_url(), {"do": "withdraw"}).status_code == 422


def test_the_badge_says_whose_answer_a_swap_waits_for(pair: Pair) -> None:
    one, other = (page_of(pair.person(number)) for number in (0, 1))
    swap = propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)
    mine, theirs = ">väntar på svar<", ">väntar på ditt svar<"

    for address in (reverse("placements:mine"), swap.get_absolute_url()):
        asked, asks = (page.get(address).content.decode() for page in (other, one))
        assert (theirs in asked, mine in asked) == (True, False), address
        assert (theirs in asks, mine in asks) == (False, True), address


def test_a_swap_is_nobody_elses_page(pair: Pair) -> None:
    swap = propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)

    assert page_of(pair.planner).get(swap.get_absolute_url()).status_code == 404
    assert page_of(pair.person(1)).get(reverse("placements:swaps")).status_code == 403
    assert page_of(pair.person(1)).get(reverse("placements:swap_decision", args=[swap.pk])).status_code == 404


def test_the_list_of_decisions_costs_the_same_for_one_and_for_three(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    counts = []
    for learners in (2, 4):
        pair = published_pair(learners=learners)
        swap = propose_swap(actor=pair.person(0), block=pair.block(0).pk, partner=pair.person(1).email)
        accept_swap(actor=pair.person(1), swap=swap)
        for number in range(2, learners):
            Swap.objects.create(
                plan=pair.plan, area=swap.area, proposer=pair.learners[number], unit=pair.far, starts_on=swap.starts_on,
                ends_before=swap.ends_before, partner=pair.learners[0], partner_unit=pair.near, state="agreed",
                partner_starts_on=swap.starts_on, partner_ends_before=swap.ends_before, answer_by=swap.answer_by,
            )  # fmt: skip
        client = page_of(pair.planner)
        client.get(reverse("placements:swaps"))
        with django_assert_max_num_queries(60) as asked:
            client.get(reverse("placements:swaps"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
