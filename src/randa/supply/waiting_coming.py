"""What waits on *Min dag* of a head: those who come soon and have no supervisor."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, Min, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.notifications.waiting import Task, Urgency
from randa.core.ui.formats import day_words
from randa.people.models import User
from randa.placements.models import Placement
from randa.supply.models import Supervision
from randa.supply.queries.coming import WEEKS_AHEAD
from randa.training.models import Unit

SOON = dt.timedelta(weeks=3)
SHOWN = 4


def coming_without_supervisor(person: User, today: dt.date) -> Iterator[Task]:
    """The units where one's own role is and somebody comes whom nobody supervises, soonest first: two queries."""
    paths = person.paths_with("capacity.edit")
    if not paths:
        return
    held = Supervision.objects.filter(
        enrolment=OuterRef("enrolment"), supervisor__unit=OuterRef("unit"), starts_on__lt=OuterRef("ends_before"),
        ends_before__gt=OuterRef("starts_on"),
    )  # fmt: skip
    rows = Placement.objects.visible_to(person).filter(
        ~Exists(held), is_published=True, unit__organisation__path__in=list(paths), starts_on__gte=today,
        starts_on__lt=today + dt.timedelta(weeks=WEEKS_AHEAD),
    )  # fmt: skip
    counted = list(
        rows.order_by()
        .values("unit")
        .annotate(n=Count("pk", distinct=True), first=Min("starts_on"))
        .order_by("first", "unit")[:SHOWN]
    )
    units = Unit.objects.select_related("organisation").in_bulk([row["unit"] for row in counted])
    for row in counted:
        words = {"n": row["n"], "unit": units[row["unit"]], "day": day_words(row["first"])}
        yield Task(
            Urgency.NOW if row["first"] <= today + SOON else Urgency.WAITING,
            ngettext(
                "En som kommer till %(unit)s saknar handledare",
                "%(n)d som kommer till %(unit)s saknar handledare",
                row["n"],
            )
            % words,
            _("Den första kommer %(day)s. Bekräfta med en handledare, så vet alla vem de ska möta.") % words,
            _("Välj handledare"),
            reverse("supply:coming", args=[units[row["unit"]].organisation.code]),
            icon="user-check",
            on=row["first"],
            key=f"supply.coming:{row['unit']}:{row['first']}",
        )
