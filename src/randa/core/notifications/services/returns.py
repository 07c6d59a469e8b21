"""Mail that comes back: the person is told in the application, and after some returns nothing more is sent to the address."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.notifications.kinds import MAIL_RETURNED
from randa.core.notifications.models import OutgoingMail, ReturnedAddress
from randa.core.notifications.services.notices import notify

FORGOTTEN_AFTER = dt.timedelta(days=90)


@transaction.atomic
def note_return(*, mail: OutgoingMail, reason: str, now: dt.datetime | None = None) -> ReturnedAddress | None:
    """Remember that a mail did not arrive. The same mail counts once, however often it is reported: then None."""
    now = now or timezone.now()
    attempts = mail.attempts
    mail = OutgoingMail.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=mail.pk)
    if mail.state == OutgoingMail.State.BOUNCED:
        return None
    reason = " ".join(reason.split())[:300]
    mail.state, mail.next_try_at, mail.last_error = OutgoingMail.State.BOUNCED, None, reason
    mail.attempts = max(attempts, mail.attempts)
    mail.save(update_fields=["state", "next_try_at", "last_error", "attempts"])
    row, _made = ReturnedAddress.objects.get_or_create(
        person=mail.recipient, address=mail.address, defaults={"last_at": now}
    )
    row = ReturnedAddress.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.returns = 1 if now - row.last_at > FORGOTTEN_AFTER else row.returns + 1
    row.reason, row.last_at = reason, now
    if row.returns >= settings.EMAIL_MAX_RETURNS and row.stopped_at is None:
        row.stopped_at = now
    row.save()
    _tell(row)
    return row


@transaction.atomic
def use_again(*, actor: Any, address: str) -> bool:
    """Forget the returns of one's own address, because it works now; return whether there were any."""
    deleted, _by_model = ReturnedAddress.objects.filter(person=actor, address=address.lower()).delete()
    return bool(deleted)


def _tell(row: ReturnedAddress) -> None:
    address = row.address
    stopped = row.stopped_at is not None

    def title() -> str:
        return _("Mejl till %(address)s kommer tillbaka") % {"address": address}

    def body() -> str:
        return (
            _("Vi skickar inget mer dit förrän du säger att adressen fungerar.")
            if stopped
            else _("Kontrollera adressen, eller välj en annan.")
        )

    notify(
        row.person, MAIL_RETURNED.key, title, body, reverse("notifications:choices"), dedupe=f"{address}:{row.returns}"
    )
