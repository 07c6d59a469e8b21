"""A unit's changed mandate: who may, what is refused, and what it hits."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from randa.core.audit.models import AuditEvent
from randa.core.errors import InvalidInputError
from randa.placements.queries.mandates import mandate_effect, seats_on
from randa.placements.services.capacity import change_mandate
from tests.factories import EnrolmentFactory, OrganisationFactory, PlacementFactory, PlanFactory, person_with
from tests.placements.world import PERMISSIONS, add_unit, region_with

pytestmark = pytest.mark.django_db
MAY = dt.date(2027, 5, 3)


def test_a_changed_mandate_counts_from_its_week_and_is_remembered_with_its_reason() -> None:
    region = region_with(0)
    unit = add_unit(region, "PSY", 4)

    change_mandate(
        actor=person_with(*PERMISSIONS, at=region),
        unit=unit,
        effective_on=MAY,
        seats_after=2,
        reason="Färre vårdplatser",
    )

    assert (seats_on(unit, MAY - dt.timedelta(weeks=1)), seats_on(unit, MAY)) == (4, 2)
    event = AuditEvent.objects.get()
    assert (event.action, event.before, event.after, event.reason) == (
        "mandate.changed", {"seats": 4}, {"seats": 2}, "Färre vårdplatser",
    )  # fmt: skip


def test_a_head_of_another_unit_may_not_change_it() -> None:
    unit, other = add_unit(region_with(0), "PSY", 4), add_unit(region_with(0), "PSY", 4)
    head = person_with("capacity.edit", at=other.organisation)

    with pytest.raises(PermissionDenied, match="can_change_capacity"):
        change_mandate(actor=head, unit=unit, effective_on=MAY, seats_after=2, reason="x")


@pytest.mark.parametrize(
    ("effective_on", "seats_after", "reason", "sentence"),
    [
        (MAY, 2, "  ", "Skriv varför"),
        (MAY, -1, "Färre vårdplatser", "kan inte vara negativt"),
        (dt.date(2035, 1, 1), 2, "Färre vårdplatser", "har inga platser registrerade"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(
    effective_on: dt.date, seats_after: int, reason: str, sentence: str
) -> None:
    region = region_with(0)
    unit = add_unit(region, "PSY", 4)

    with pytest.raises(InvalidInputError, match=sentence):
        change_mandate(
            actor=person_with(*PERMISSIONS, at=region), unit=unit, effective_on=effective_on, seats_after=seats_after,
            reason=reason,
        )  # fmt: skip


def test_the_effect_counts_lost_seats_per_quarter_and_names_who_no_longer_fits() -> None:
    region = region_with(0)
    unit = add_unit(region, "PSY", 4)
    for _number in range(3):
        PlacementFactory.create(
            unit=unit, area=unit.area, starts_on=MAY, ends_before=MAY + dt.timedelta(weeks=2), is_published=True
        )

    effect = mandate_effect(
        unit=unit, effective_on=MAY, seats_before=4, seats_after=2, actor=person_with(*PERMISSIONS, at=region),
        until=dt.date(2027, 7, 5),
    )  # fmt: skip

    assert [(one.year, one.quarter, one.seat_weeks_lost, one.placement_weeks_hit) for one in effect.quarters] == [
        (2027, 2, 18, 2)
    ]
    assert len(effect.placements) == 3
    assert effect.unnamed == 0


def test_whoever_comes_from_elsewhere_is_counted_for_the_head_too_and_not_named_long_before() -> None:
    region = region_with(0)
    unit = add_unit(region, "PSY", 4)
    own = EnrolmentFactory.create(post__region=region)
    for enrolment in (own, EnrolmentFactory.create(post__region=OrganisationFactory.create())):
        PlacementFactory.create(
            unit=unit, area=unit.area, enrolment=enrolment, plan=PlanFactory.create(state="published"), starts_on=MAY,
            ends_before=MAY + dt.timedelta(weeks=2), is_published=True,
        )  # fmt: skip

    effect = mandate_effect(
        unit=unit, effective_on=MAY, seats_before=4, seats_after=1, actor=person_with("placements.view", at=unit.organisation),
        until=dt.date(2027, 7, 5),
    )  # fmt: skip

    assert [one.placement_weeks_hit for one in effect.quarters] == [2]
    assert ([one.enrolment for one in effect.placements], effect.unnamed) == ([own], 1)
