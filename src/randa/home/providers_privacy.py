"""What waits around personal data: requests with a deadline by law, and removals to approve. One query each at any size."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from randa.core.ui.formats import day_words
from randa.home.links import address
from randa.home.waiting import Consequence, Task, Urgency, register
from randa.people.models import User
from randa.privacy.models import PrivacyRequest, RetentionRun

DUE_SOON = dt.timedelta(days=7)
SHOWN = 5


def register_all() -> None:
    """Register the providers below."""
    for provider in (requests_with_a_deadline, removals_to_approve):
        register(provider)


def requests_with_a_deadline(person: User, today: dt.date) -> Iterator[Task]:
    """Requests about personal data that wait for an answer, the nearest deadline first."""
    if not person.has("privacy.manage"):
        return
    waiting = PrivacyRequest.objects.visible_to(person).open().exclude(person=person).select_related("person")
    for one in waiting.order_by("due_on", "pk")[:SHOWN]:
        late = one.due_on < today
        words = _("Svaret skulle ha kommit senast %(day)s.") if late else _("Svara senast %(day)s, det kräver lagen.")
        yield Task(
            Urgency.NOW if one.due_on <= today + DUE_SOON else Urgency.WAITING,
            _("Begäran från %(person)s: %(kind)s") % {"person": one.person, "kind": one.get_kind_display()},
            words % {"day": day_words(one.due_on)},
            _("Öppna begäran"),
            address("privacy:request", one.pk),
            icon="shield",
            on=one.due_on,
            consequence=Consequence.LEGAL,
        )


def removals_to_approve(person: User, _today: dt.date) -> Iterator[Task]:
    """Plans of removal that somebody else has proposed."""
    if not person.has("retention.approve"):
        return
    waiting = (
        RetentionRun.objects.visible_to(person).filter(state=RetentionRun.State.PROPOSED).exclude(proposed_by=person)
    )
    for one in waiting.select_related("organisation", "proposed_by").order_by("proposed_at", "pk")[:SHOWN]:
        if person.has("retention.approve", one.organisation):
            yield Task(
                Urgency.WAITING,
                _("Gallring i %(place)s väntar på godkännande") % {"place": one.organisation},
                _("Föreslagen av %(person)s. Inget tas bort förrän en till har godkänt.") % {"person": one.proposed_by},
                _("Granska gallringen"),
                address("privacy:run", one.pk),
                icon="archive",
                on=one.day,
                consequence=Consequence.LEGAL,
            )
