"""The ways in: an invitation by mail, and asking for an account where an organisation allows that."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from randa.core.access.models import Role
from randa.core.freetext.fields import GuardedCharField
from randa.organisations.models import Organisation
from randa.people.models.roles import RoleAssignment
from randa.people.models.user import User


def _under(actor: User, permission: str) -> Q:
    """Return the condition for rows of organisations where the actor has `permission`; none when nowhere."""
    seen = Q(pk__in=[])
    for path in actor.paths_with(permission):
        seen |= Q(organisation__path__startswith=path)
    return seen


class OrganisationAccountSettings(models.Model):
    """What an organisation wants of accounts; without a row: nobody asks for one, and none is closed by itself."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="account_settings")
    self_registration = models.BooleanField(default=False)
    close_without_role = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "organisation account settings"

    def __str__(self) -> str:
        return str(self.organisation)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: User) -> Self:
        """Return invitations to organisations that the actor may invite to, and those one has sent oneself."""
        return self.filter(_under(actor, "people.invite") | Q(invited_by=actor))


class Invitation(models.Model):
    """A role proposed to whoever reads mail at an address. The link works once; only its fingerprint is kept."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("väntar på godkännande")
        SENT = "sent", _("skickad")
        ACCEPTED = "accepted", _("mottagen")
        REVOKED = "revoked", _("återtagen")
        REFUSED = "refused", _("avböjd")

    email = models.EmailField()
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, default="sv")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    message = GuardedCharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.AWAITING)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations_made")
    backed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    times_sent = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_reason = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = GuardedCharField(max_length=300, blank=True)
    assignment = models.ForeignKey(RoleAssignment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_ends_after_start",
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
            ),
            models.CheckConstraint(
                name="invitation_link_exists_only_while_sent",
                condition=Q(state="sent", token_hash__isnull=False, expires_at__isnull=False, backed_by__isnull=False)
                | (~Q(state="sent") & Q(token_hash__isnull=True)),
            ),
            models.UniqueConstraint(
                name="invitation_open_once",
                fields=["email", "role", "organisation"],
                condition=Q(state__in=("awaiting", "sent")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.role}, {self.organisation}"

    @property
    def is_expired(self) -> bool:
        return self.state == self.State.SENT and self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.AWAITING, self.State.SENT}


class RegistrationRequestQuerySet(models.QuerySet["RegistrationRequest"]):
    def visible_to(self, actor: User) -> Self:
        """Return requests to organisations that the actor may let people in to."""
        return self.filter(_under(actor, "people.invite"))


class RegistrationRequest(models.Model):
    """Somebody without an account asks an organisation for one, and waits for an answer."""

    class State(models.TextChoices):
        WAITING = "waiting", _("väntar på svar")
        APPROVED = "approved", _("godkänd")
        REFUSED = "refused", _("nekad")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registration_requests")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    language = models.CharField(max_length=2, default="sv")
    message = GuardedCharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = GuardedCharField(max_length=300, blank=True)

    objects = RegistrationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="registration_waits_once", fields=["email", "organisation"], condition=Q(state="waiting")
            ),
            models.CheckConstraint(
                name="registration_decision_is_signed",
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}, {self.organisation}"
