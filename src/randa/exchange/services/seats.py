"""The rule that no seat is sold twice, asked while the unit is locked."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.periods import monday_of
from randa.core.ui.formats import amount
from randa.exchange.errors import SeatsTakenError
from randa.exchange.models import Inquiry
from randa.exchange.queries.free import Hold, free_weeks, holds, room_for, span, what_is_free
from randa.training.models import Unit

NAMED = 3  # how many holders a refusal names


def refuse_unless_free(
    inquiry: Inquiry, unit: Unit, wanted: int, starts_on: dt.date, weeks: int, *, today: dt.date
) -> None:
    """Raise SeatsTakenError unless the locked unit has room for `wanted` more in each of the weeks; the thread's own promise is its own.

    Each takes as much of a seat as the kind that the thread is about does.

    The refusal names who has the seats and since when, and where there is room instead.
    """
    kind = inquiry.request.kind
    with as_system("how full a unit is counts every learner there"):
        weeks_there = free_weeks([unit], monday_of(starts_on), weeks, day=today, but=inquiry.pk)[unit.pk]
        free = room_for(kind, weeks_there)
        if free >= wanted:
            return
        ends_before = starts_on + dt.timedelta(weeks=weeks)
        in_the_way = [
            one
            for one in holds([unit.pk], day=today, but=inquiry.pk)
            if one.learners and one.starts_on < ends_before and one.ends_before > starts_on
        ]
        others = _units_near(unit)
        instead = what_is_free(others, starts_on, weeks, wanted, kind, day=today)
    raise SeatsTakenError(
        unit,
        free,
        wanted,
        span(starts_on, weeks),
        sharing=kind.sharing,
        holders=[_in_words(one) for one in in_the_way[-NAMED:]],
        instead=instead,
    )


def _units_near(unit: Unit) -> list[Unit]:
    """Return the units of the same area in the same region, the unit itself first."""
    rows = Unit.objects.filter(region=unit.region_id, area=unit.area_id).select_related("organisation")
    return sorted(rows, key=lambda one: (one.pk != unit.pk, one.organisation.sort_name))[:12]


def _in_words(hold: Hold) -> str:
    values = {"asker": hold.asker, "day": hold.day, "weeks": span(hold.starts_on, _weeks(hold))}
    values["seats"] = amount(hold.seats)
    if hold.is_confirmed:
        return _("%(asker)s har %(seats)s bekräftade %(weeks)s sedan %(day)s") % values
    return _("%(asker)s är lovad %(seats)s %(weeks)s till och med %(day)s") % values


def _weeks(hold: Hold) -> int:
    return (hold.ends_before - hold.starts_on).days // 7
