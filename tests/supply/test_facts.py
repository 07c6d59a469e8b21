"""What a unit says about itself: changed by its keeper, refused in words that name the row, and remembered."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.errors import InvalidInputError
from randa.placements.capacity import unit_capacity
from randa.placements.models import SeatPeriod
from randa.supply.errors import EndsBeforeItStartsError, PeriodTakenError
from randa.supply.services.facts import (
    remove_fact,
    save_closure,
    save_method,
    save_rooms,
    save_seats,
    set_objectives,
)
from randa.training.models import UnitClosure
from tests.factories import (
    TODAY,
    CapacityMethodFactory,
    ObjectiveFactory,
    UnitClosureFactory,
    UnitFactory,
    UnitRoomsFactory,
    person_with,
)
from tests.supply.world import AWAY, BACK, SmallUnit, make_unit

pytestmark = pytest.mark.django_db
LATER = dt.date(2030, 1, 7)
SEATS = {"starts_on": LATER, "ends_before": dt.date(2031, 1, 6), "seats": 3, "reserved": 1, "basis": "Beslut"}


@pytest.fixture
def small() -> SmallUnit:
    return make_unit()


def test_a_unit_that_closes_has_no_seats_in_those_weeks_and_the_log_says_why(small: SmallUnit) -> None:
    save_closure(
        actor=small.head, unit=small.unit, starts_on=AWAY, ends_before=BACK, reason="Ombyggnad", decided_by="Chefen"
    )

    before, during = unit_capacity([small.unit.pk], [AWAY - dt.timedelta(weeks=1), AWAY])[small.unit.pk]
    assert (before.usable, during.usable, during.binding) == (2, 0, "closed")
    event = AuditEvent.objects.get()
    assert (event.action, event.reason, event.after["fact"]) == ("unit.fact_changed", "Ombyggnad", "unitclosure")
    assert UnitClosure.objects.get().recorded_by == small.head


def test_seats_that_overlap_another_figure_are_refused_with_its_period(small: SmallUnit) -> None:
    with pytest.raises(PeriodTakenError, match="2026-01-05 – 2030-01-06"):
        save_seats(actor=small.head, unit=small.unit, **(SEATS | {"starts_on": LATER - dt.timedelta(days=1)}))

    save_seats(actor=small.head, unit=small.unit, **SEATS)  # the day after the last is free
    assert SeatPeriod.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        ({"seats": -1}, InvalidInputError, "kan inte vara negativt"),
        ({"reserved": 4}, InvalidInputError, "Av 3 platser kan inte 4 vara lovade"),
        ({"ends_before": LATER}, EndsBeforeItStartsError, "Välj den dagen eller en senare"),
    ],
)
def test_seats_that_cannot_be_are_refused_in_words(
    small: SmallUnit, wrong: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        save_seats(actor=small.head, unit=small.unit, **(SEATS | wrong))


def test_a_method_without_end_takes_all_time_to_come(small: SmallUnit) -> None:
    method = CapacityMethodFactory.create()
    values = {"actor": small.head, "unit": small.unit, "method": method, "reason": ""}
    save_method(**values, starts_on=AWAY, ends_before=None)

    with pytest.raises(PeriodTakenError, match="från 2027-03-01"):
        save_method(**values, starts_on=LATER, ends_before=None)
    assert unit_capacity([small.unit.pk], [AWAY])[small.unit.pk][0].supervisor_places == 4


def test_a_row_is_changed_in_place_and_the_same_again_leaves_no_trace(small: SmallUnit) -> None:
    rooms = UnitRoomsFactory.create(unit=small.unit, rooms=2)
    values = {"starts_on": rooms.starts_on, "ends_before": rooms.ends_before, "rooms": 1, "basis": ""}

    for _time in range(2):
        save_rooms(actor=small.head, unit=small.unit, row=rooms, **values)

    event = AuditEvent.objects.get()
    assert (event.before["rooms"], event.after["rooms"]) == (2, 1)


def test_nobody_but_the_keeper_changes_or_removes(small: SmallUnit) -> None:
    stranger = person_with("capacity.edit", at=UnitFactory.create().organisation)
    closure = UnitClosureFactory.create(unit=small.unit)

    with pytest.raises(PermissionDenied, match="can_keep_unit"):
        save_seats(actor=stranger, unit=small.unit, **SEATS)
    with pytest.raises(PermissionDenied, match="can_keep_unit"):
        remove_fact(actor=stranger, unit=small.unit, row=closure)
    with pytest.raises(PermissionDenied, match="can_keep_unit"):
        set_objectives(actor=stranger, unit=small.unit, objectives=[], from_day=TODAY)


def test_objectives_that_end_need_a_reason_and_keep_their_day(small: SmallUnit) -> None:
    first, second = ObjectiveFactory.create_batch(2)
    assert set_objectives(actor=small.head, unit=small.unit, objectives=[first], from_day=TODAY) == (1, 0)

    with pytest.raises(InvalidInputError, match="Skriv varför"):
        set_objectives(actor=small.head, unit=small.unit, objectives=[second], from_day=AWAY)
    assert set_objectives(
        actor=small.head, unit=small.unit, objectives=[second], from_day=AWAY, reason="Mottagningen lades ner"
    ) == (1, 1)

    rows = small.unit.objectives.order_by("starts_on").values_list("objective", "starts_on", "ends_before", "reason")
    assert list(rows) == [
        (first.pk, TODAY, AWAY, "Mottagningen lades ner"), (second.pk, AWAY, None, ""),
    ]  # fmt: skip


KINDS = {
    "stangt": {"reason": "Ombyggnad", "decided_by": ""},
    "platser": {"seats": "3", "reserved": "1", "basis": "Beslut"},
    "rum": {"rooms": "4", "basis": ""},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_period_is_added_changed_and_removed_on_the_page(client: Client, small: SmallUnit, kind: str) -> None:
    client.force_login(small.head)
    code = small.unit.organisation.code
    new = reverse("supply:fact_new", args=[code, kind])
    typed = KINDS[kind] | {"starts_on": "2030-02-04", "last_day": "2030-03-03"}

    wrong = client.post(new, typed | {"last_day": "2029-01-01"})
    assert wrong.status_code == 422
    assert 'value="2029-01-01"' in wrong.content.decode()
    assert client.post(new, typed).status_code == 302
    taken = client.post(new, typed)
    assert "gäller 2030-02-04 – 2030-03-03" in taken.content.decode()

    page = client.get(reverse("supply:facts", args=[code])).content.decode()
    assert "2030-02-04 – 2030-03-03" in page
    rows = [part for part in page.split('"') if part.startswith(new) and part != new]
    assert client.post(rows[-1], {"remove": "1"}).status_code == 302
    history = client.get(reverse("supply:history", args=[code])).content.decode()
    assert "En uppgift om enheten togs bort" in history


def test_objectives_are_chosen_on_the_page(client: Client, small: SmallUnit) -> None:
    client.force_login(small.head)
    objective = ObjectiveFactory.create(code="BT1")
    address = reverse("supply:objectives", args=[small.unit.organisation.code])

    client.post(address, {"objectives": [objective.pk], "from_day": TODAY.isoformat()})
    answer = client.post(address, {"from_day": TODAY.isoformat()})

    assert answer.status_code == 422
    assert "Skriv varför enheten inte längre kan ge delmålen" in answer.content.decode()
    assert small.unit.objectives.count() == 1


@pytest.mark.parametrize("page", ["facts", "objectives", "history"])
def test_a_page_asks_as_often_for_three_rows_as_for_one(
    client: Client, small: SmallUnit, page: str, django_assert_max_num_queries
) -> None:
    client.force_login(small.head)
    address = reverse(f"supply:{page}", args=[small.unit.organisation.code])
    counts = []
    for number in range(2):
        objectives = ObjectiveFactory.create_batch(1 + 2 * number, code=f"BT{number}")
        set_objectives(actor=small.head, unit=small.unit, objectives=objectives, from_day=TODAY, reason="Prov")
        for week in range(1 + 2 * number):
            starts_on = dt.date(2027, 7, 5) + dt.timedelta(weeks=week + 10 * number)
            UnitClosureFactory.create(
                unit=small.unit, starts_on=starts_on, ends_before=starts_on + dt.timedelta(weeks=1)
            )
        with django_assert_max_num_queries(45) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]
