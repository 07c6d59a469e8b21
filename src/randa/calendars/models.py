"""Calendars that other programmes follow: secret addresses, and the identities of events (ADR 27)."""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.people.models import User
from randa.supervisors.models import Supervisor
from randa.training.models import Enrolment, PlacementArea, Unit

UNUSED = dt.timedelta(days=180)  # an address that nobody has asked for so long opens nothing


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, actor: User) -> Self:
        """Return one's own: nobody else needs to know who follows what."""
        return self.filter(owner=actor)


class Feed(models.Model):
    """A secret address where a calendar programme fetches a calendar in its owner's name. The secret is not kept.

    It shows what the owner may see when it is fetched. A withdrawn one stays, so that a programme that asks is told it is over.
    """

    class Kind(models.TextChoices):
        OWN = "own", _("Mina placeringar")
        UNIT = "unit", _("Vilka som kommer till enheten")
        SUPERVISOR = "sup", _("Dem jag handleder")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    kind = models.CharField(max_length=4, choices=Kind)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    with_names = models.BooleanField(default=False)  # of learners; without, a learner is a kind and a post's number
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    renewed_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="feed_of_a_unit_names_it",
                condition=Q(kind="unit", unit__isnull=False) | (~Q(kind="unit") & Q(unit__isnull=True)),
            ),
            models.CheckConstraint(name="own_feed_names_nobody", condition=~Q(kind="own", with_names=True)),
            models.UniqueConstraint(
                name="feed_once_per_calendar", fields=["owner", "kind", "unit"], condition=Q(withdrawn_at=None),
                nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.unit}" if self.unit_id else str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("calendars:index")

    def is_usable(self, now: dt.datetime) -> bool:
        """Tell whether the address itself still opens something; its owner may have been stopped."""
        used = max(one for one in (self.made_at, self.renewed_at, self.last_used_at) if one is not None)
        return self.withdrawn_at is None and used > now - UNUSED


class Entry(models.Model):
    """The identity of one event in calendars: a learner's block in an area, or with `supervisor` the part somebody supervises.

    Rows of placements are made anew by each version of a plan; an entry outlives them. `id` is the event's UID. It holds what calendars
    were last told, so that a change can be numbered and dated.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="calendar_entries")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(Supervisor, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField()
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["enrolment", "starts_on", "pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(name="entry_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.area_id} {self.starts_on}"
