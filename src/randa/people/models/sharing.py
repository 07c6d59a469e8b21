"""What one organisation lets another see, for a time: both have said yes."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.organisations.models import Organisation
from randa.people.models.user import User

# Only looking is shared, never changing: whoever is responsible for the data stays so.
SHAREABLE = ("people.view", "placements.view")


class SharingQuerySet(models.QuerySet["SharingAgreement"]):
    def in_force(self, day: dt.date) -> Self:
        """Return the agreements that open something on `day`."""
        return self.filter(state=SharingAgreement.State.ACCEPTED, starts_on__lte=day, ends_before__gt=day)

    def visible_to(self, actor: User) -> Self:
        """Return the agreements of the organisations whose sharing the actor looks after, on either side."""
        seen = Q(pk__in=[])
        for path in actor.paths_with("sharing.manage"):
            seen |= Q(giver__path__startswith=path) | Q(receiver__path__startswith=path)
        return self.filter(seen)


class SharingAgreement(models.Model):
    """`giver` lets those who have one of `permissions` over `receiver` have it over the giver too, or over one `person`."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("väntar på svar")
        ACCEPTED = "accepted", _("i kraft")
        REFUSED = "refused", _("avböjd")

    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shares_given")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shares_received")
    permissions = ArrayField(models.CharField(max_length=60))
    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="shared_by_agreement"
    )
    starts_on = models.DateField()
    ends_before = models.DateField()  # an agreement without an end would be forgotten
    reason = GuardedCharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    giver_proposed = models.BooleanField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(name="sharing_has_days", condition=Q(ends_before__gte=F("starts_on"))),
            models.CheckConstraint(name="sharing_is_with_another", condition=~Q(giver=F("receiver"))),
            models.CheckConstraint(
                name="sharing_lets_look_only",
                condition=Q(permissions__contained_by=list(SHAREABLE)) & Q(permissions__len__gt=0),
            ),
            models.CheckConstraint(
                name="sharing_is_answered_by_another",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    @property
    def answering_side(self) -> Organisation:
        """The organisation whose yes is waited for."""
        return self.receiver if self.giver_proposed else self.giver
