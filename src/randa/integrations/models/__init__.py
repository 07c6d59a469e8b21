"""Keys, calls that are answered once, webhooks."""

from randa.integrations.models.calls import AnsweredCall
from randa.integrations.models.keys import ApiKey, ApiKeyQuerySet
from randa.integrations.models.webhooks import Delivery, Webhook

__all__ = ["AnsweredCall", "ApiKey", "ApiKeyQuerySet", "Delivery", "Webhook"]
