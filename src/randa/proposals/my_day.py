"""Min dag: proposals that wait for one's unit, and those one has sent whose day has passed with units silent."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.access.row_security import as_system
from randa.core.notifications.waiting import Consequence, Task, Urgency
from randa.core.ui.formats import day_words
from randa.people.models import User
from randa.proposals.models import ANSWER, ProposedBlock
from randa.training.models import Unit

SHOWN = 6
SOON = dt.timedelta(days=3)


def proposals_to_answer(person: User, today: dt.date) -> Iterator[Task]:
    """The open proposals with something to answer for units where the person's own role is, soonest last day first: two queries."""
    paths = person.paths_with(ANSWER)
    if not paths:
        return
    with as_system("whether a block still is as proposed is told by a draft that its unit may not read"):
        waiting = ProposedBlock.objects.to_answer().filter(unit__organisation__path__in=list(paths))
        rows = list(
            waiting.values("proposal", "proposal__answer_by", "unit")
            .annotate(blocks=Count("pk"), first=Min("starts_on"))
            .order_by("proposal__answer_by", "first", "unit")[:SHOWN]
        )
    units = {
        one.pk: one for one in Unit.objects.filter(pk__in=[row["unit"] for row in rows]).select_related("organisation")
    }
    for row in rows:
        day, unit = row["proposal__answer_by"], units[row["unit"]]
        words = {"n": row["blocks"], "unit": unit, "day": day_words(day)}
        title = ngettext(
            "Svara på ett förslag: en kommer till %(unit)s",
            "Svara på ett förslag: %(n)d kommer till %(unit)s",
            row["blocks"],
        )
        why = _("Svara senast %(day)s.") if day >= today else _("Svaret skulle ha kommit %(day)s.")
        yield Task(
            Urgency.NOW if day <= today + SOON else Urgency.WAITING,
            title % words,
            why % words,
            _("Svara"),
            reverse("proposals:unit", args=[row["proposal"], unit.organisation.code]),
            icon="inbox",
            on=day,
            consequence=Consequence.BLOCKS,
            key=f"proposals.answer:{row['proposal']}:{unit.pk}",
        )


def proposals_gone_silent(person: User, today: dt.date) -> Iterator[Task]:
    """What the person has sent and the last day of which has passed, with blocks that nobody has answered: one query."""
    if not person.has("placements.plan"):
        return
    with as_system("the units of a proposal lie where the planner sees nobody"):
        waiting = ProposedBlock.objects.to_answer().filter(proposal__sent_by=person, proposal__answer_by__lt=today)
        rows = list(
            waiting.values("proposal", "proposal__plan", "proposal__plan__name", "proposal__answer_by")
            .annotate(units=Count("unit", distinct=True))
            .order_by("proposal__answer_by", "proposal")[:SHOWN]
        )
    for row in rows:
        words = {"n": row["units"], "plan": row["proposal__plan__name"]}
        yield Task(
            Urgency.WAITING,
            ngettext(
                "%(n)d enhet har inte svarat på förslaget", "%(n)d enheter har inte svarat på förslaget", row["units"]
            )
            % words,
            _("%(plan)s. Påminn, eller publicera utan svaret.") % words,
            _("Öppna"),
            reverse("proposals:plan", args=[row["proposal__plan"]]),
            icon="inbox",
            on=row["proposal__answer_by"],
            key=f"proposals.silent:{row['proposal']}",
        )
