"""Identity providers of organisations, and who is who at them."""

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
from randa.organisations.models import Organisation
from randa.people.models import User

EXPIRY_WARNING = dt.timedelta(days=60)


class IdentityProviderQuerySet(models.QuerySet["IdentityProvider"]):
    def visible_to(self, actor: User) -> Self:
        """Return the providers that the actor manages: those of the organisations where they have `identity.manage`."""
        seen = Q(pk__in=())
        for path in actor.paths_with("identity.manage"):
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)

    def enabled(self) -> Self:
        """Return those that people may sign in through."""
        return self.filter(enabled=True)


class IdentityProvider(models.Model):
    """Somebody who tells us who a person is: an OpenID Connect issuer or a SAML 2.0 identity provider, owned by an organisation."""

    class Kind(models.TextChoices):
        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML 2.0"

    class KeyChange(models.TextChoices):
        COMING = "coming", _("En ny nyckel är utlagd, men används inte än")
        GOING = "going", _("Den nya nyckeln används; den gamla öppnar fortfarande det som är krypterat till den")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="identity_providers")
    serves = models.ManyToManyField(Organisation, blank=True, related_name="served_by_identity_providers")
    kind = models.CharField(max_length=4, choices=Kind)
    example = models.CharField(max_length=40, blank=True)  # key in reference/identity_examples.toml
    name = models.CharField(max_length=80)  # as the sign-in page says it
    enabled = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # counts saved changes; what changed stands in the log
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    issuer = models.CharField(max_length=300)  # OIDC issuer or SAML entityID
    metadata_url = models.CharField(max_length=500, blank=True)
    metadata_xml = models.TextField(blank=True)  # as pasted; empty when it is read from the address
    metadata_signed_by = models.TextField(blank=True)  # the federation's certificate; then only signed metadata is read
    metadata_read_at = models.DateTimeField(null=True, blank=True)
    sso_url = models.CharField(max_length=500, blank=True)
    certificates = ArrayField(
        models.TextField(), default=list, blank=True
    )  # those of its signatures; two while it changes
    certificate_expires_on = models.DateField(null=True, blank=True)  # the last of them
    client_id = models.CharField(max_length=200, blank=True)
    client_secret = EncryptedTextField(blank=True, default="")
    scopes = models.CharField(max_length=500, blank=True)
    own_certificate = models.TextField(blank=True)  # of our requests and our metadata
    own_key = EncryptedTextField(blank=True, default="")
    other_certificate = models.TextField(blank=True)  # while our key changes: the coming one, then the one that was
    other_key = EncryptedTextField(blank=True, default="")
    key_change = models.CharField(max_length=8, blank=True, choices=KeyChange)

    mapping = models.JSONField(
        default=dict
    )  # field -> names of claims or attributes, the first that is delivered counts
    two_factor_values = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    asks_for_level = models.BooleanField(default=False)  # the request names the accepted levels
    mail_domains = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    owns_mail_domains = models.BooleanField(default=False)  # its word about an address in these domains is enough
    hsa_prefixes = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # SE1234567890, or SE for all
    allows_new_accounts = models.BooleanField(default=False)
    only_way_in = models.BooleanField(default=False)  # whoever is linked does not sign in with a password
    accepts_unasked = models.BooleanField(default=False)  # SAML sign-in that begins at the provider

    objects = IdentityProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="issuer_once_per_organisation", fields=["organisation", "issuer", "client_id"]
            ),
            models.CheckConstraint(
                name="enabled_saml_provider_can_be_checked",
                condition=~Q(kind="saml", enabled=True, certificates__len=0),
            ),
            models.CheckConstraint(
                name="other_key_is_there_while_it_changes",
                condition=Q(key_change="", other_certificate="") | ~Q(key_change="") & ~Q(other_certificate=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("identity:provider", args=[self.pk])

    def is_saml(self) -> bool:
        return self.kind == self.Kind.SAML

    def certificate_state(self, day: dt.date) -> str:
        """Return "" while all is well or there is no certificate, "soon" within sixty days of the end, "past" after it."""
        if self.certificate_expires_on is None:
            return ""
        if self.certificate_expires_on < day:
            return "past"
        return "soon" if self.certificate_expires_on - day <= EXPIRY_WARNING else ""


class LinkedIdentityQuerySet(models.QuerySet["LinkedIdentity"]):
    def visible_to(self, actor: User) -> Self:
        """Return one's own."""
        return self.filter(user=actor)


class LinkedIdentity(models.Model):
    """A person's name at a provider, and the account that it opens."""

    class Reason(models.TextChoices):
        HSA_ID = "hsa_id", pgettext_lazy("identity link", "samma HSA-id")
        MAIL = "mail", pgettext_lazy("identity link", "e-postadress som arbetsgivaren står för")
        CHOICE = "choice", pgettext_lazy("identity link", "kopplad av dig själv")
        NEW_ACCOUNT = "new_account", pgettext_lazy("identity link", "kontot skapades vid första inloggningen")

    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="linked_identities")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="linked_identities")
    subject = models.CharField(max_length=255)
    reason = models.CharField(max_length=12, choices=Reason)
    linked_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    confirmed_roles = ArrayField(
        models.BigIntegerField(), default=list, blank=True
    )  # roles beyond what the provider serves, for which the person has shown a factor of their own

    objects = LinkedIdentityQuerySet.as_manager()

    class Meta:
        ordering = ["provider__name", "pk"]
        constraints = [models.UniqueConstraint(name="subject_opens_one_account", fields=["provider", "subject"])]

    def __str__(self) -> str:
        return f"{self.provider}: {self.user}"


class SeenAssertion(models.Model):
    """A SAML assertion that was used. It is refused until it is too old to be accepted anyway."""

    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="+")
    assertion_id = models.CharField(max_length=255)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="assertion_once", fields=["provider", "assertion_id"])]

    def __str__(self) -> str:
        return self.assertion_id


PROVIDER_FIELDS: dict[str, str | Promise] = {
    "subject": _("Beständigt id"),
    "hsa_id": "HSA-id",
    "email": _("E-post"),
    "email_verified": _("E-posten är kontrollerad"),
    "given_name": _("Förnamn"),
    "family_name": _("Efternamn"),
    "level": _("Tillitsnivå"),
    "organisation": _("Arbetsgivare"),
}
