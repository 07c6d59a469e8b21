"""Webhooks and what was sent to them."""

from django.db.models import Count, Q

from randa.integrations.models import Delivery, Webhook
from randa.people.models import User


def webhook_rows(viewer: User) -> list[Webhook]:
    """Return the webhooks that the viewer looks after, each with `waiting`, how many messages wait: one query."""
    waiting = Count("deliveries", filter=Q(deliveries__state=Delivery.State.WAITING))
    rows = Webhook.objects.visible_to(viewer).annotate(waiting=waiting)
    return list(rows.select_related("organisation").order_by("organisation__sort_name", "made_at", "pk"))


def latest_deliveries(webhook: Webhook, limit: int = 50) -> list[Delivery]:
    """Return the last messages, newest first: one query."""
    return list(webhook.deliveries.order_by("-pk")[:limit])
