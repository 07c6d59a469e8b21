"""Min dag: the requests that wait for this person, each with its one action."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.notifications.waiting import Consequence, Task, Urgency
from randa.core.ui.formats import day_words
from randa.exchange.models import ANSWER, ASK, GroupMember, Inquiry, under
from randa.exchange.queries.free import span
from randa.people.models import User

SHOWN = 6
SOON = dt.timedelta(days=3)
State = Inquiry.State


def my_turn(person: User, today: dt.date) -> Iterator[Task]:
    """The threads in which the person's side has the next word; soonest deadline first: one query."""
    if not person.has("exchange.view"):
        return
    answers = under(person, ANSWER, "recipient", "unit__organisation") & Q(state__in=[State.ASKED, State.COUNTERED])
    asks = under(person, ASK, "asker") & Q(state=State.OFFERED)
    for inquiry in Inquiry.objects.filter(answers | asks).with_names().order_by("request__reply_by", "pk")[:SHOWN]:
        yield _task(inquiry, today)


def _task(inquiry: Inquiry, today: dt.date) -> Task:
    request = inquiry.request
    day = inquiry.promised_until if inquiry.state == State.OFFERED else request.reply_by
    day = day or request.reply_by
    return Task(
        Urgency.NOW if day <= today + SOON else Urgency.WAITING,
        _title(inquiry),
        _why(inquiry, day, today),
        _("Ta ställning") if inquiry.state == State.OFFERED else _("Svara"),
        inquiry.get_absolute_url(),
        icon="arrow-left-right",
        on=day,
        consequence=Consequence.BLOCKS,
        key=f"exchange:{inquiry.pk}:{inquiry.bids}",
    )


def _title(inquiry: Inquiry) -> str:
    request = inquiry.request
    if inquiry.state == State.OFFERED:
        words = ngettext(
            "%(unit)s erbjuder %(n)d plats, %(area)s", "%(unit)s erbjuder %(n)d platser, %(area)s", inquiry.seats or 0
        )
        return words % {"unit": inquiry.unit, "n": inquiry.seats, "area": request.area}
    if inquiry.state == State.COUNTERED:
        words = ngettext(
            "%(asker)s vill hellre ha %(n)d plats, %(area)s",
            "%(asker)s vill hellre ha %(n)d platser, %(area)s",
            inquiry.seats or 0,
        )
        return words % {"asker": inquiry.asker, "n": inquiry.seats, "area": request.area}
    words = ngettext(
        "%(asker)s ber om %(n)d plats, %(area)s", "%(asker)s ber om %(n)d platser, %(area)s", request.seats
    )
    return words % {"asker": inquiry.asker, "n": request.seats, "area": request.area}


def _why(inquiry: Inquiry, day: dt.date, today: dt.date) -> str:
    starts_on, weeks = inquiry.starts_on or inquiry.request.starts_on, inquiry.weeks or inquiry.request.weeks
    if inquiry.state == State.OFFERED:
        last = (
            _("Platserna är lovade till och med %(day)s.")
            if day >= today
            else _("Löftet gick ut %(day)s, men erbjudandet står kvar.")
        )
    else:
        last = _("Svara senast %(day)s.") if day >= today else _("Svaret skulle ha kommit %(day)s.")
    return f"{span(starts_on, weeks)}. " + last % {"day": day_words(day)}


def my_wishes(person: User, today: dt.date) -> Iterator[Task]:
    """The course occasions for which the student may still state wishes, and has stated none: one query."""
    rows = GroupMember.objects.filter(
        enrolment__learner=person, group__wishes_until__gte=today, wishes=None, seat=None
    ).select_related("group")
    for member in rows.order_by("group__wishes_until", "pk")[:SHOWN]:
        day = member.group.wishes_until or today
        yield Task(
            Urgency.NOW if day <= today + SOON else Urgency.WAITING,
            _("Lämna önskemål om placering, %(group)s") % {"group": member.group},
            _("Senast %(day)s.") % {"day": day_words(day)},
            _("Lämna önskemål"),
            reverse("exchange:wish", args=[member.pk]),
            icon="calendar",
            on=day,
            key=f"wishes:{member.pk}",
        )
