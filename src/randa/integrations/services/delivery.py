"""Telling webhooks what happened: exactly in order, signed, again and again until they answer. Called by the worker.

The chain of the log is the queue: what was not stored is not there, and its numbers follow the order in which changes were stored. A
webhook's own rows are made from it, and the first that waits holds up the rest.
"""

import datetime as dt
import time
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.alone import alone
from randa.core.audit.models import AuditEvent, ChainLink
from randa.core.audit.services import record
from randa.core.clock import today
from randa.core.notifications import kinds
from randa.core.notifications.services import notify_all
from randa.core.secrets_at_rest import reveal
from randa.integrations.events import actions_of, body_of
from randa.integrations.models import Delivery, Webhook
from randa.integrations.models.webhooks import WAITS
from randa.integrations.outbound import Answer, post
from randa.integrations.signing import signature
from randa.people.queries.holders import people_with

WEBHOOK_PAUSED = kinds.Kind(
    "integrations.webhook_paused",
    gettext_lazy("System som inte tar emot händelser"),
    kinds.Channel.INSTANT,
    permission="api.manage",
)
AT_ONCE = (
    500  # so many links of the chain are read, and at most so many messages sent, before other webhooks have their turn
)
KEPT = dt.timedelta(days=30)
_LOCK = 1380011077


def deliver(pk: UUID) -> int:
    """Send what waits for a webhook until something fails or nothing is left; return how many were delivered.

    A second call at the same time does nothing, so that nothing is sent twice or out of order.
    """
    with alone(_LOCK, pk.int & 0x7FFFFFFF) as is_alone:
        if not is_alone:
            return 0
        gather(pk)
        delivered = 0
        while delivered < AT_ONCE and (delivery := _next(pk)) is not None:
            if not note_answer(delivery=delivery, answer=_send(delivery), now=timezone.now()):
                break
            delivered += 1
        return delivered


@transaction.atomic
def gather(pk: UUID) -> int:
    """Read the log from where the webhook stands, and make a message of each event that it wants; return how many."""
    webhook = Webhook.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=pk).first()
    if webhook is None:
        return 0
    links = dict(
        ChainLink.objects.filter(seq__gt=webhook.position).order_by("seq").values_list("event_id", "seq")[:AT_ONCE]
    )
    wanted = AuditEvent.objects.filter(
        pk__in=links, action__in=actions_of(webhook.kinds), organisation_path__startswith=webhook.organisation.path
    )
    now = timezone.now()
    rows = [
        Delivery(
            webhook=webhook, message_id=f"evt_{links[one.pk]}", kind=one.action, body=body_of(one, links[one.pk]),
            next_at=now,
        )
        for one in sorted(wanted, key=lambda one: links[one.pk])
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows)
    if links:
        Webhook.objects.filter(pk=pk).update(position=max(links.values()))
    return len(rows)


@transaction.atomic
def note_answer(*, delivery: Delivery, answer: Answer, now: dt.datetime) -> bool:
    """Keep what came back and say when to try again; after the last attempt pause the webhook and tell its keepers.

    Return whether the message was delivered.
    """
    delivery.attempts += 1
    delivery.tried_at, delivery.status, delivery.answer, delivery.failure = (
        now, answer.status, answer.text, answer.failure,
    )  # fmt: skip
    if answer.is_success:
        delivery.state = Delivery.State.DELIVERED
    elif delivery.attempts <= len(WAITS):
        delivery.next_at = now + WAITS[delivery.attempts - 1]
    else:
        _pause(delivery.webhook, now)
    delivery.save()
    return answer.is_success


@transaction.atomic
def forget_old_deliveries() -> int:
    """Remove what was delivered more than thirty days ago; return how many."""
    old = Delivery.objects.filter(state=Delivery.State.DELIVERED, tried_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def waiting_webhooks() -> list[UUID]:
    """Return the webhooks that are not paused and have something to hear of or to be sent."""
    last = ChainLink.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    going = Webhook.objects.filter(paused_at__isnull=True)
    behind = set(going.filter(position__lt=last).values_list("pk", flat=True))
    due = going.filter(deliveries__state=Delivery.State.WAITING, deliveries__next_at__lte=timezone.now())
    return sorted(behind | set(due.values_list("pk", flat=True)))


def _next(pk: UUID) -> Delivery | None:
    """Return the first message that waits, when it is due and the webhook goes on."""
    waiting = Delivery.objects.filter(webhook=pk, state=Delivery.State.WAITING, webhook__paused_at__isnull=True)
    first = waiting.select_related("webhook__organisation").order_by("pk").first()
    return first if first is not None and first.next_at <= timezone.now() else None


def _send(delivery: Delivery) -> Answer:
    webhook, body, now = delivery.webhook, delivery.body.encode(), int(time.time())
    headers = {
        "Content-Type": "application/json", "User-Agent": "Randa-Webhooks/1", "webhook-id": delivery.message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(reveal(webhook, "secret"), delivery.message_id, now, body),
    }  # fmt: skip
    return post(webhook.address, body, headers)


def _pause(webhook: Webhook, now: dt.datetime) -> None:
    if not Webhook.objects.filter(pk=webhook.pk, paused_at__isnull=True).update(paused_at=now):
        return
    record(None, "webhook.paused", webhook)
    people = people_with("api.manage", webhook.organisation.path, today())
    title = partial(_title, webhook)
    notify_all(
        people, WEBHOOK_PAUSED.key, title, _body, webhook.get_absolute_url(), dedupe=f"{webhook.pk}:{now:%Y%m%d%H%M}"
    )


def _title(webhook: Webhook) -> str:
    return _("%(address)s tar inte emot händelser") % {"address": webhook.address}


def _body() -> str:
    return _("Utskicken är pausade. Inget går förlorat: slå på dem igen när systemet svarar.")
