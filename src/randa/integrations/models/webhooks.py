"""Systems that are told when something happens, and what they were told."""

import datetime as dt
import uuid
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from randa.core.secrets_at_rest import EncryptedTextField
from randa.integrations.events import KINDS
from randa.organisations.models import Organisation
from randa.people.models import User

# After each failed attempt so long until the next; after the last the webhook is paused: a little more than a day.
WAITS = tuple(dt.timedelta(minutes=one) for one in (1, 5, 15, 60, 240, 480, 720))


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, actor: User) -> Self:
        """Return the webhooks of organisations where the actor looks after other systems."""
        seen = Q(pk__in=())
        for path in actor.paths_with("api.manage"):
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)


class Webhook(models.Model):
    """An address that is told what happens at an organisation and below it, in the order in which it was stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="webhooks")
    address = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=20))
    secret = EncryptedTextField()
    position = models.BigIntegerField()  # in the chain of the log: so far it has been read
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return reverse("integrations:webhook", args=[self.pk])

    @property
    def sentences(self) -> list[str | Promise]:
        """What it is told about, in words."""
        return [KINDS[name].sentence for name in self.kinds if name in KINDS]

    @property
    def paused_itself(self) -> bool:
        """Whether it was paused because nobody answered, not by a person."""
        return self.paused_at is not None and self.paused_by_id is None


class Delivery(models.Model):
    """One message to a webhook: what was sent, how often, and what came back last."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "väntar")
        DELIVERED = "delivered", _("levererad")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(
        max_length=60
    )  # the same for every attempt and replay, so that the receiver knows it again
    kind = models.CharField(max_length=80)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    made_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True)  # the first kilobyte
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["webhook", "state", "id"], name="delivery_in_order")]

    def __str__(self) -> str:
        return self.message_id
