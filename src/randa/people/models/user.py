"""People: one row per account, with what a colleague may know."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import JSONObject, Lower, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.clock import today
from randa.core.freetext.fields import GuardedCharField
from randa.organisations.models import Organisation

if TYPE_CHECKING:
    from randa.people.models.roles import RoleAssignment

# domain/public_sector.md §5: SE, organisation number, hyphen, at least one letter or digit; 31 characters in all.
HSA_ID = RegexValidator(
    r"^SE[0-9]{10}-[A-Za-z0-9]{1,18}$",
    _("Ett HSA-id ser ut som SE1234567890-1A2B: SE, tio siffror, bindestreck och högst 18 bokstäver eller siffror."),
)


class Joined(models.Func):
    """`a || b || c`: unlike Django's Concat it is immutable to PostgreSQL, so a column can be generated from it."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = models.CharField()


def _with_role_under(paths: list[str]) -> models.QuerySet[Any]:
    """Return the people who have, or had, a role under one of `paths`."""
    under = Q()
    for path in paths:
        under |= Q(organisation__path__startswith=path)
    return apps.get_model("people", "RoleAssignment").objects.filter(under).values("user")


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, actor: "User") -> Self:
        """Return oneself and, with `people.view`, everybody with a role under the actor's organisations.

        Whose data are restricted (article 18) is seen only by those who answer for it.
        """
        lists, answers = actor.paths_with("people.view"), actor.paths_with("privacy.manage")
        if not (lists or answers):
            return self.filter(pk=actor.pk)
        seen = Q(pk=actor.pk)
        if lists:
            seen |= Q(pk__in=_with_role_under(lists), restricted_at__isnull=True)
            seen |= Q(pk__in=actor.shared_people("people.view"), restricted_at__isnull=True)
        if answers:
            seen |= Q(pk__in=_with_role_under(answers))
        return self.filter(seen)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, actor: "User") -> UserQuerySet:
        return self.get_queryset().visible_to(actor)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password nobody can sign in to it with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. The key is internal; e-mail and HSA-id may change, identity numbers are not kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    title = GuardedCharField(max_length=120, blank=True)
    work_phone = models.CharField(max_length=30, blank=True)
    hsa_id = models.CharField(
        max_length=31, null=True, blank=True, validators=[HSA_ID]
    )  # kept as given, compared without case
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    restricted_at = models.DateTimeField(null=True, blank=True)  # GDPR article 18: kept, but not used
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # a fictional person of the demo world, open to "try as"
    language = models.CharField(max_length=2, default="sv")
    is_technical = models.BooleanField(
        default=False
    )  # another system, with an organisation's key; nobody signs in as it
    tour_done = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # Swedish alphabetical order on any PostgreSQL, with or without ICU, as organisations have it.
    sort_name = models.GeneratedField(
        expression=models.Func(
            Lower(Joined(F("family_name"), Value(" "), F("given_name"))),
            Value("åäöéèüÅÄÖÉÈÜ"),
            Value("{|}eeu{|}eeu"),
            function="translate",
        ),
        output_field=models.CharField(max_length=161),
        db_persist=True,
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        indexes = [models.Index(fields=["sort_name", "id"], name="people_by_name")]
        constraints = [
            models.UniqueConstraint(Upper("hsa_id"), name="hsa_id_has_one_account"),
            models.CheckConstraint(
                name="hsa_id_is_missing_or_whole",
                condition=Q(hsa_id__isnull=True) | Q(hsa_id__regex=r"^SE[0-9]{10}-[A-Za-z0-9]{1,18}$"),
            ),
            models.CheckConstraint(
                name="technical_account_has_no_password",
                condition=Q(is_technical=False) | Q(password__startswith="!"),  # noqa: S106 - what Django writes for none
            ),
            models.CheckConstraint(
                name="person_is_not_merged_into_themselves", condition=~Q(merged_into=models.F("pk"))
            ),
            models.CheckConstraint(
                name="merged_account_is_closed", condition=Q(merged_into__isnull=True) | Q(is_active=False)
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])

    def get_full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def current_roles(self) -> list["RoleAssignment"]:
        """Return today's roles with organisation, read once per request (the user object lives as long as the request)."""
        if not hasattr(self, "_current_roles"):
            rows = self.role_assignments.current(today()).select_related(
                "role", "organisation", "granted_by", "delegated_from__user"
            )
            rows = rows.annotate(shares=_shares())
            self._current_roles = list(rows.order_by("role__sort_order", "pk"))
        return self._current_roles

    def paths_with(self, permission: str) -> list[str]:
        """Return the paths of the organisations under which the person has `permission` today."""
        own = [one for one in self.current_roles() if permission in one.permissions]
        shared = [share["path"] for share in _shared(own, permission) if share["person"] is None]
        return [one.organisation.path for one in own] + list(dict.fromkeys(shared))

    def shared_people(self, permission: str) -> list[uuid.UUID]:
        """Return the single persons over whom an agreement between organisations gives `permission` today."""
        own = [one for one in self.current_roles() if permission in one.permissions]
        return [uuid.UUID(share["person"]) for share in _shared(own, permission) if share["person"]]

    def has(self, permission: str, organisation: Organisation | None = None) -> bool:
        """Tell whether the person has `permission` today: over `organisation`, or anywhere when that is None."""
        paths = self.paths_with(permission)
        return bool(paths) if organisation is None else any(organisation.path.startswith(path) for path in paths)


def _shares() -> ArraySubquery:
    """Return what other organisations have agreed to share with those who have the role: in the query of the roles themselves."""
    agreements = apps.get_model("people", "SharingAgreement").objects.in_force(today())
    mine = agreements.filter(receiver__path__startswith=OuterRef("organisation__path")).order_by("pk")
    return ArraySubquery(
        mine.values(share=JSONObject(permissions="permissions", path="giver__path", person="person_id"))
    )


def _shared(roles: list["RoleAssignment"], permission: str) -> list[dict[str, Any]]:
    # A role that was made a moment ago, and not read, has no agreements yet.
    return [share for one in roles for share in getattr(one, "shares", []) if permission in share["permissions"]]
