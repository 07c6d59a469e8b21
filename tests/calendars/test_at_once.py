"""Programmes that fetch the same calendar for the first time at the same moment: each event has one identity, the same for all."""

import pytest

from randa.calendars.models import Entry, Feed
from tests.at_once import at_once
from tests.calendars.world import address_of, events, fetch
from tests.placements.swapping import published_pair

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAMMES = 6


def test_first_fetches_at_once_agree_on_the_identity_of_each_event() -> None:
    pair = published_pair()
    address = address_of(pair.person(0), Feed.Kind.OWN)
    read: list[set[tuple[str, str]]] = []

    said = at_once(*[lambda: read.append(identities(address)) for _programme in range(PROGRAMMES)])

    assert said == [""] * PROGRAMMES
    assert len(read) == PROGRAMMES
    assert len(read[0]) == 2, "psychiatry and acute care"
    assert read.count(read[0]) == PROGRAMMES
    assert Entry.objects.filter(enrolment=pair.learners[0]).count() == 2


def identities(address: str) -> set[tuple[str, str]]:
    return {(str(one["UID"]), str(one["SUMMARY"])) for one in events(fetch(address).content)}
