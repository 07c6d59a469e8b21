"""The placements that confirmed seats give to those they are for: with them comes the narrowest sharing (placements/sharing.py)."""

import datetime as dt
from collections.abc import Sequence

from randa.exchange.errors import PlacedMeanwhileError
from randa.exchange.models import Inquiry, NamedSeat, SeatRequest
from randa.organisations.models import Organisation
from randa.placements.models import OUTSIDE, Placement, Plan

HORIZON = dt.date(2024, 1, 1)  # a Monday before all that the standing plan can hold


def place_the_named(inquiry: Inquiry) -> list[NamedSeat]:
    """Give the request's named learners who have no seat yet one of the thread's, in their order. Called as the system."""
    waiting = inquiry.request.learners.filter(inquiry=None).order_by("order", "pk")
    return place(inquiry, list(waiting.select_related("enrolment__learner")[: inquiry.seats or 0]))


def place(inquiry: Inquiry, named: Sequence[NamedSeat]) -> list[NamedSeat]:
    """Place each of `named` on a seat of the confirmed thread. Called as the system, with thread and unit locked.

    Raises:
        PlacedMeanwhileError: somebody has a published placement during those weeks.
    """
    if not named or inquiry.unit is None or inquiry.starts_on is None or inquiry.ends_before is None:
        return []
    taken = Placement.objects.filter(
        enrolment__in=[one.enrolment_id for one in named], is_published=True, starts_on__lt=inquiry.ends_before,
        ends_before__gt=inquiry.starts_on,
    ).select_related("enrolment__learner")  # fmt: skip
    if names := sorted({str(row.enrolment.learner) for row in taken}):
        raise PlacedMeanwhileError(names)
    plan = _outside_plan(inquiry.asker)
    rows = [
        Placement(
            plan=plan, enrolment_id=one.enrolment_id, area_id=inquiry.unit.area_id, unit=inquiry.unit,
            starts_on=inquiry.starts_on, ends_before=inquiry.ends_before, working_weeks=inquiry.weeks, is_published=True,
            kind=inquiry.request.kind,
        )
        for one in named
    ]  # fmt: skip
    Placement.objects.bulk_create(rows)
    for one, row in zip(named, rows, strict=True):
        one.inquiry, one.placement = inquiry, row
    NamedSeat.objects.bulk_update(named, ["inquiry", "placement"])
    return list(named)


def give_back(inquiry: Inquiry) -> None:
    """Take back the placements of a thread that is over, and open its request again. Called as the system."""
    placements = list(inquiry.learners.filter(placement__isnull=False).values_list("placement", flat=True))
    if inquiry.request.group_id is None:
        inquiry.learners.update(inquiry=None, placement=None)
    else:
        inquiry.learners.all().delete()  # the students wait for the next allocation, not for the next seat
    Placement.objects.filter(pk__in=placements).delete()
    request = inquiry.request
    if request.state == SeatRequest.State.FILLED:
        request.state = SeatRequest.State.OPEN
        request.save(update_fields=["state"])


def _outside_plan(asker: Organisation) -> Plan:
    """Return the standing plan that holds an organisation's placements with others; no planned version replaces it."""
    name = f"Platser hos andra, {asker}"[:120]
    kept = Plan.objects.filter(name=name, start_year=OUTSIDE).order_by("created_at", "pk").first()
    if kept is not None:
        return kept
    plan = Plan.objects.create(
        name=name, start_year=OUTSIDE, state=Plan.State.PUBLISHED, horizon_starts_on=HORIZON, horizon_weeks=520
    )
    plan.regions.set([asker])
    return plan
