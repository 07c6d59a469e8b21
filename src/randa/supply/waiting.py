"""What waits on *Min dag* around seats: learners whose supervisor is away."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.notifications.waiting import Consequence, Task, Urgency
from randa.core.ui.formats import week_words
from randa.people.models import User
from randa.supply.models import Supervision
from randa.supply.queries.concerns import Period, absences_of, lost_periods
from randa.training.models import Unit

AHEAD = dt.timedelta(weeks=26)
SOON = dt.timedelta(weeks=3)
SHOWN = 4


def learners_without_supervisor(person: User, today: dt.date) -> Iterator[Task]:
    """Units one keeps or plans where a supervisor is away from the learners they have: two queries."""
    paths = {path for name in ("capacity.edit", "placements.plan") for path in person.paths_with(name)}
    if not paths:
        return
    kept = Q(pk__in=[])
    for path in sorted(paths):
        kept |= Q(supervisor__unit__organisation__path__startswith=path)
    rows = list(
        Supervision.objects.filter(
            kept, ends_before__gt=today, starts_on__lt=today + AHEAD,
            supervisor__absences__ends_before__gt=today,
            supervisor__absences__starts_on__lt=F("ends_before"),
        )
        .select_related("supervisor__unit__organisation")
        .order_by("starts_on", "pk")
        .distinct()
    )  # fmt: skip
    absences = absences_of(rows)
    units: dict[Unit, list[Period]] = {}
    for row in rows:
        lost = [one for one in lost_periods(row, absences[row.supervisor_id]) if one.ends_before > today]
        if lost:
            units.setdefault(row.supervisor.unit, []).append(lost[0])
    first = sorted(units.items(), key=lambda pair: (min(one.starts_on for one in pair[1]), pair[0].pk))
    for unit, periods in first[:SHOWN]:
        yield _task(unit, periods, today)


def _task(unit: Unit, periods: list[Period], today: dt.date) -> Task:
    starts_on = max(today, min(one.starts_on for one in periods))
    words = {"n": len(periods), "unit": unit, "week": week_words(starts_on)}
    return Task(
        Urgency.NOW if starts_on <= today + SOON else Urgency.WAITING,
        ngettext("En plats på %(unit)s saknar handledare", "%(n)d platser på %(unit)s saknar handledare", len(periods))
        % words,
        _("Från %(week)s är handledaren borta. Randa föreslår vem som kan ta över.") % words,
        _("Välj ersättare"),
        reverse("supply:supervisors", args=[unit.organisation.code]),
        icon="user-x",
        on=starts_on,
        consequence=Consequence.BLOCKS,
        key=f"supply.unsupervised:{unit.pk}:{starts_on}",
    )
