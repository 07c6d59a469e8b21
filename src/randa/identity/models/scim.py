"""Directories that tell us who works where: keys, the people and groups they sent, and which roles a group gives."""

import uuid
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from randa.core.access.models import Role
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User


class ScimTokenQuerySet(models.QuerySet["ScimToken"]):
    def visible_to(self, actor: User) -> Self:
        """Return the keys of the organisations whose sign-in the actor manages."""
        seen = Q(pk__in=[])
        for path in actor.paths_with("identity.manage"):
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)

    def usable(self) -> Self:
        """Return the keys that are neither revoked nor out of date."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


class ScimToken(models.Model):
    """What an organisation's directory shows to be let in. Only a fingerprint is kept; the key itself is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="scim_tokens")
    name = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=12)  # tells keys apart on the page, of no use alone
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScimTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"

    @property
    def state(self) -> str:
        """One of "revoked", "expired" and "usable"."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "usable"


class DirectoryPerson(models.Model):
    """A person as one organisation's directory describes them, linked to their account. Its key is what the directory knows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="directory_people")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="directory_entries")
    user_name = models.CharField(max_length=254)
    external_id = models.CharField(max_length=254, null=True, blank=True)
    active = models.BooleanField(default=True)
    made_account = models.BooleanField(
        default=False
    )  # the account came from this directory, not from a person or another one
    closed_account = models.BooleanField(
        default=False
    )  # the account was closed by this directory, and may be opened by it
    sent = models.JSONField(default=dict)  # the resource as the directory last sent it
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("user_name"),
                condition=Q(removed_at__isnull=True),
                name="directory_user_name_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=Q(removed_at__isnull=True),
                name="directory_external_id_once",
            ),
            models.UniqueConstraint(fields=["organisation", "person"], name="directory_person_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class DirectoryGroup(models.Model):
    """A group of one organisation's directory."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="directory_groups")
    display_name = models.CharField(max_length=254)
    external_id = models.CharField(max_length=254, null=True, blank=True)
    members = models.ManyToManyField(DirectoryPerson, related_name="groups", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("display_name"), name="directory_group_once"),
            models.UniqueConstraint(fields=["organisation", "external_id"], name="directory_group_external_id_once"),
        ]

    def __str__(self) -> str:
        return self.display_name


class GroupRole(models.Model):
    """Whoever is in the group has the role at the organisation. `permissions` are what the role held when somebody answered for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(DirectoryGroup, on_delete=models.CASCADE, related_name="group_roles")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    permissions = ArrayField(models.CharField(max_length=60), default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "role", "organisation"], name="group_role_once")]

    def __str__(self) -> str:
        return f"{self.group}: {self.role}, {self.organisation}"


class GivenByGroup(models.Model):
    """A role that a group gave: the directory may end it, and no other."""

    assignment = models.OneToOneField(
        RoleAssignment, primary_key=True, on_delete=models.CASCADE, related_name="given_by_group"
    )
    entry = models.ForeignKey(DirectoryPerson, on_delete=models.CASCADE, related_name="given")
    group_role = models.ForeignKey(GroupRole, null=True, on_delete=models.SET_NULL, related_name="given")

    def __str__(self) -> str:
        return str(self.assignment)
