"""Min dag: swaps that wait for a learner's answer, and those that two have agreed on and a planner decides."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.notifications.waiting import Consequence, Task, Urgency
from randa.core.ui.formats import day_words
from randa.people.models import User
from randa.placements.models import Swap
from randa.placements.queries.swaps import swaps_to_decide

SHOWN = 6
SOON = dt.timedelta(days=3)


def swaps_to_answer(person: User, today: dt.date) -> Iterator[Task]:
    """The proposals whose next word is the person's; soonest last day first: one query."""
    if not person.has("placements.view_own"):
        return
    # By key, not by join: the other learner's record is hidden from this one, and the row would be lost with it.
    own = person.enrolments.values("pk")
    asked = Q(state=Swap.State.PROPOSED, partner__in=own) | Q(state=Swap.State.OFFERED, proposer__in=own)
    rows = Swap.objects.filter(asked, answer_by__gte=today).with_blocks().order_by("answer_by", "pk")
    for swap in rows[:SHOWN]:
        yield Task(
            Urgency.NOW if swap.answer_by <= today + SOON else Urgency.WAITING,
            _("Någon vill byta placering med dig, %(area)s") % {"area": swap.area},
            _("Svara senast %(day)s. Därefter avgör planeraren.") % {"day": day_words(swap.answer_by)},
            _("Svara"),
            swap.get_absolute_url(),
            icon="arrow-left-right",
            on=swap.answer_by,
            consequence=Consequence.BLOCKS,
            key=f"placements.swap:{swap.pk}:{swap.state}",
        )


def swaps_waiting_for_planner(person: User, today: dt.date) -> Iterator[Task]:
    """The swaps that two learners have agreed on in plans that the person publishes; soonest first: a constant number of queries."""
    if not person.has("placements.publish"):
        return
    for swap in swaps_to_decide(person)[:SHOWN]:
        begins = min(swap.starts_on, swap.partner_starts_on or swap.starts_on)
        yield Task(
            Urgency.NOW if begins <= today + SOON else Urgency.WAITING,
            _("Två läkare vill byta placering, %(area)s") % {"area": swap.area},
            _("Båda har sagt ja. Placeringarna börjar %(day)s.") % {"day": day_words(begins)},
            _("Ta ställning"),
            reverse("placements:swap_decision", args=[swap.pk]),
            icon="arrow-left-right",
            on=begins,
            consequence=Consequence.BLOCKS,
            key=f"placements.swap_decision:{swap.pk}",
        )
