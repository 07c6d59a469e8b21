"""Keys that let other systems in."""

import datetime as dt
import uuid
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise

from randa.integrations.scopes import SCOPES, Scope
from randa.organisations.models import Organisation
from randa.people.models import User


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def visible_to(self, actor: User) -> Self:
        """Return one's own keys, and the organisation keys of organisations where one gives them out."""
        seen = Q(owner=actor)
        for path in actor.paths_with("api.manage"):
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)

    def usable(self, day: dt.date) -> Self:
        """Return the keys that open something on `day`."""
        return self.filter(revoked_at__isnull=True, ends_before__gt=day)


class ApiKey(models.Model):
    """A key of a person, or with `organisation` of a technical account that the organisation has given a role.

    It lets in as its owner, for the scopes it has and until `ends_before` (the first day without it). The secret is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="api_keys"
    )
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ends_before = models.DateField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_used_from = models.GenericIPAddressField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(name="api_key_has_scopes", condition=Q(scopes__len__gt=0)),
            models.CheckConstraint(
                name="personal_api_key_is_made_by_its_owner",
                condition=Q(organisation__isnull=False) | Q(owner=F("made_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("integrations:organisation_keys" if self.organisation_id else "integrations:keys")

    def is_usable(self, day: dt.date) -> bool:
        """Tell whether the key itself still opens something on `day`; its owner may have been stopped."""
        return self.revoked_at is None and self.ends_before > day

    @property
    def last_day(self) -> dt.date:
        return self.ends_before - dt.timedelta(days=1)

    @property
    def sentences(self) -> list[str | Promise]:
        """What the key is for, in words."""
        return [SCOPES.get(name, Scope(name)).sentence for name in self.scopes]
