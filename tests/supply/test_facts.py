"""What a unit says about itself: changed by its keeper, refused in words that name the row, and remembered."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.errors import InvalidInputError
from randa.placements.capacity import unit_capacity
from randa.placements.models import SeatPeriod, UnitMinimum
from randa.supply.errors import EndsBeforeItStartsError, MinimumAboveSeatsError, PeriodTakenError
from randa.supply.services.facts import (
    remove_fact,
    save_closure,
    save_method,
    save_minimum,
    save_patient_base,
    save_rooms,
    save_seats,
    set_objectives,
)
from randa.training.models import UnitClosure
from tests.factories import (
    TODAY,
    CapacityMethodFactory,
    ObjectiveFactory,
    PatientMeasureFactory,
    UnitClosureFactory,
    UnitFactory,
    UnitPatientBaseFactory,
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


PATIENTS = {"starts_on": AWAY, "ends_before": None, "amount": 6200, "basis": "Listningen i mars"}


def test_a_unit_states_its_patients_and_the_log_says_of_what(small: SmallUnit) -> None:
    save_patient_base(actor=small.head, unit=small.unit, measure=PatientMeasureFactory.create(), **PATIENTS)

    event = AuditEvent.objects.get()
    assert (event.action, event.after["fact"]) == ("unit.fact_changed", "unitpatientbase")
    assert (event.after["measure"], event.after["amount"]) == ("visits", 6200)


def test_one_measure_has_one_figure_at_a_time_and_another_measure_its_own(small: SmallUnit) -> None:
    visits, beds = PatientMeasureFactory.create(), PatientMeasureFactory.create(code="beds", name_sv="vårdplatser")
    save_patient_base(actor=small.head, unit=small.unit, measure=visits, **PATIENTS)

    with pytest.raises(PeriodTakenError, match="från 2027-03-01"):
        save_patient_base(actor=small.head, unit=small.unit, measure=visits, **(PATIENTS | {"starts_on": LATER}))
    save_patient_base(actor=small.head, unit=small.unit, measure=beds, **PATIENTS)
    assert small.unit.patient_bases.count() == 2


def test_fewer_patients_than_none_are_refused_in_words(small: SmallUnit) -> None:
    with pytest.raises(InvalidInputError, match="kan inte vara negativt"):
        save_patient_base(
            actor=small.head, unit=small.unit, measure=PatientMeasureFactory.create(), **(PATIENTS | {"amount": -1})
        )


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"amount": -1}, "amount_check"),
        ({"ends_before": dt.date(2020, 1, 1)}, "patient_base_ends_after_start"),
        ({}, "one_patient_base_at_a_time"),
    ],
)
def test_the_database_refuses_patients_that_cannot_be(small: SmallUnit, wrong: dict[str, Any], constraint: str) -> None:
    UnitPatientBaseFactory.create(unit=small.unit, starts_on=LATER)

    with pytest.raises(IntegrityError, match=constraint):
        UnitPatientBaseFactory.create(unit=small.unit, **wrong)


def test_nobody_but_the_keeper_changes_or_removes(small: SmallUnit) -> None:
    stranger = person_with("capacity.edit", at=UnitFactory.create().organisation)
    closure = UnitClosureFactory.create(unit=small.unit)

    with pytest.raises(PermissionDenied, match="can_keep_unit"):
        save_seats(actor=stranger, unit=small.unit, **SEATS)
    with pytest.raises(PermissionDenied, match="can_keep_unit"):
        save_patient_base(actor=stranger, unit=small.unit, measure=PatientMeasureFactory.create(), **PATIENTS)
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


MINIMUM = {"starts_on": AWAY, "ends_before": LATER, "least": 2, "reason": "Med färre blir rutinen för liten."}


def test_a_unit_says_how_many_it_wants_at_least_and_the_log_says_why(small: SmallUnit) -> None:
    made = save_minimum(actor=small.head, unit=small.unit, **MINIMUM)

    event = AuditEvent.objects.get()
    assert (event.action, event.reason) == ("unit.fact_changed", "Med färre blir rutinen för liten.")
    assert (event.after["fact"], event.after["least"]) == ("unitminimum", 2)
    assert (made.least, made.provenance) == (2, "a")


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        ({"least": 0}, InvalidInputError, "Skriv minst 1"),
        ({"reason": " "}, InvalidInputError, "Skriv varför enheten behöver ha så många"),
        (
            {"least": 3},
            MinimumAboveSeatsError,
            r"inte behöva minst 3 när den har 2 platser \(2026-01-05 – 2030-01-06\)",
        ),
        ({"ends_before": AWAY}, EndsBeforeItStartsError, "Välj den dagen eller en senare"),
    ],
)
def test_a_minimum_that_cannot_be_is_refused_in_words(
    small: SmallUnit, wrong: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        save_minimum(actor=small.head, unit=small.unit, **(MINIMUM | wrong))
    assert not small.unit.minima.exists()


def test_one_minimum_holds_at_a_time_and_seats_are_not_lowered_below_it(small: SmallUnit) -> None:
    save_minimum(actor=small.head, unit=small.unit, **MINIMUM)
    seats = SeatPeriod.objects.get(unit=small.unit)
    lowered = {"starts_on": seats.starts_on, "ends_before": seats.ends_before, "seats": 1, "reserved": 0, "basis": ""}

    with pytest.raises(PeriodTakenError, match="2027-03-01"):
        save_minimum(actor=small.head, unit=small.unit, **(MINIMUM | {"least": 1}))
    with pytest.raises(MinimumAboveSeatsError, match="minst 2 när den har 1 platser"):
        save_seats(actor=small.head, unit=small.unit, row=seats, **lowered)


@pytest.mark.parametrize(
    "wrong",
    [
        {"least": 3}, {"least": 0}, {"least": -1}, {"reason": ""}, {"ends_before": AWAY},
    ],
)  # fmt: skip
def test_the_database_itself_refuses_a_minimum_that_cannot_be(small: SmallUnit, wrong: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        UnitMinimum.objects.create(unit=small.unit, **(MINIMUM | wrong))

    UnitMinimum.objects.create(unit=small.unit, **MINIMUM)
    with pytest.raises(DatabaseError), transaction.atomic():
        UnitMinimum.objects.create(unit=small.unit, **MINIMUM)
    with pytest.raises(DatabaseError), transaction.atomic():
        SeatPeriod.objects.filter(unit=small.unit).update(seats=1)


def test_what_the_unit_wants_stands_on_its_page(client: Client, small: SmallUnit) -> None:
    save_minimum(actor=small.head, unit=small.unit, **(MINIMUM | {"starts_on": TODAY}))
    client.force_login(small.head)
    code = small.unit.organisation.code

    for page in ("unit", "facts"):
        text = client.get(reverse(f"supply:{page}", args=[code])).content.decode()
        assert "Med färre blir rutinen för liten." in text
    small.unit.minima.all().delete()
    wrong = client.post(
        reverse("supply:fact_new", args=[code, "minst"]),
        {"starts_on": "2028-01-03", "last_day": "2028-03-05", "least": "3", "reason": "Jouren"},
    )
    assert "inte behöva minst 3" in str(wrong.context["form"].errors["least"])


def test_nobody_but_the_keeper_says_how_many_a_unit_wants(small: SmallUnit) -> None:
    stranger = person_with("capacity.edit", at=UnitFactory.create().organisation)

    with pytest.raises(PermissionDenied, match="can_keep_unit"):
        save_minimum(actor=stranger, unit=small.unit, **MINIMUM)


KINDS = {
    "minst": {"least": "2", "reason": "Med färre blir rutinen för liten."},
    "stangt": {"reason": "Ombyggnad", "decided_by": ""},
    "platser": {"seats": "3", "reserved": "1", "basis": "Beslut"},
    "rum": {"rooms": "4", "basis": ""},
    "patienter": {"measure": "visits", "amount": "4000", "basis": ""},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_period_is_added_changed_and_removed_on_the_page(client: Client, small: SmallUnit, kind: str) -> None:
    client.force_login(small.head)
    PatientMeasureFactory.create()
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
