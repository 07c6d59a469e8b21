"""Setting up webhooks, pausing them, and sending something again."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from randa.core.access.permissions import require
from randa.core.audit.models import ChainLink
from randa.core.audit.services import record
from randa.core.outbound import check_shape
from randa.integrations import events
from randa.integrations.errors import KindsError, TooManyWebhooksError
from randa.integrations.models import Delivery, Webhook
from randa.integrations.permissions import can_manage_webhook, can_manage_webhooks_at
from randa.integrations.signing import new_secret
from randa.organisations.models import Organisation
from randa.people.models import User

MOST_PER_ORGANISATION = 20


@transaction.atomic
def make_webhook(
    *, actor: User, organisation: Organisation, address: str, kinds: Collection[str]
) -> tuple[Webhook, str]:
    """Return a webhook that hears of what happens from now on, and its secret, which cannot be seen again.

    Raises:
        PermissionDenied: `actor` does not look after other systems there.
        AddressRefusedError, KindsError: the address cannot be called, or there is nothing to hear of.
        TooManyWebhooksError: the organisation has MOST_PER_ORGANISATION.
    """
    require(can_manage_webhooks_at, actor, organisation)
    check_shape(address)
    if not kinds or not set(kinds) <= set(events.KINDS):
        raise KindsError
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Webhook.objects.filter(organisation=organisation).count() >= MOST_PER_ORGANISATION:
        raise TooManyWebhooksError(MOST_PER_ORGANISATION)
    secret = new_secret()
    made = Webhook.objects.create(
        organisation=organisation, address=address, kinds=[one for one in events.KINDS if one in kinds],
        secret=secret, position=ChainLink.objects.aggregate(last=Max("seq"))["last"] or 0, made_by=actor,
    )  # fmt: skip
    record(actor, "webhook.made", made, after={"address": address, "kinds": list(made.kinds)})
    return made, secret


@transaction.atomic
def remove_webhook(*, actor: User, webhook: Webhook) -> None:
    """Remove a webhook with everything that it was told; the log keeps that it was there.

    Raises:
        PermissionDenied: `actor` does not look after it.
    """
    webhook = _locked(actor, webhook)
    record(actor, "webhook.removed", webhook, before={"address": webhook.address, "kinds": list(webhook.kinds)})
    webhook.delete()


@transaction.atomic
def pause_webhook(*, actor: User, webhook: Webhook) -> Webhook:
    """Send nothing until it goes on; what happens meanwhile waits. Pausing twice changes nothing."""
    webhook = _locked(actor, webhook)
    if webhook.paused_at is None:
        webhook.paused_at, webhook.paused_by = timezone.now(), actor
        webhook.save(update_fields=["paused_at", "paused_by"])
        record(actor, "webhook.paused", webhook)
    return webhook


@transaction.atomic
def resume_webhook(*, actor: User, webhook: Webhook) -> Webhook:
    """Go on where it stopped, at once and with new attempts. Twice changes nothing."""
    webhook = _locked(actor, webhook)
    if webhook.paused_at is not None:
        webhook.paused_at = webhook.paused_by = None
        webhook.save(update_fields=["paused_at", "paused_by"])
        webhook.deliveries.filter(state=Delivery.State.WAITING).update(attempts=0, next_at=timezone.now())
        record(actor, "webhook.resumed", webhook)
    return webhook


@transaction.atomic
def send_test(*, actor: User, webhook: Webhook) -> Delivery:
    """Put a test message in the queue, after what waits already."""
    webhook = _locked(actor, webhook)
    now = timezone.now()
    body = events.test_body(webhook.organisation.code, now.isoformat())
    record(actor, "webhook.tested", webhook)
    return _put(webhook, f"test_{uuid.uuid4().hex}", events.TEST, body, now)


@transaction.atomic
def send_again(*, actor: User, delivery: Delivery) -> Delivery:
    """Put a delivered message in the queue once more, with the same id; one that waits already is returned as it is."""
    webhook = _locked(actor, delivery.webhook)
    waiting = webhook.deliveries.filter(message_id=delivery.message_id, state=Delivery.State.WAITING).first()
    if waiting is not None:
        return waiting
    record(actor, "webhook.replayed", webhook, after={"message_id": delivery.message_id})
    return _put(webhook, delivery.message_id, delivery.kind, delivery.body, timezone.now())


def _put(webhook: Webhook, message_id: str, kind: str, body: str, now: dt.datetime) -> Delivery:
    return Delivery.objects.create(webhook=webhook, message_id=message_id, kind=kind, body=body, next_at=now)


def _locked(actor: User, webhook: Webhook) -> Webhook:
    webhook = Webhook.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=webhook.pk)
    require(can_manage_webhook, actor, webhook)
    return webhook
