"""Who may be asked for an account, and for which roles."""

from django.db.models import Q, QuerySet

from randa.core.access.models import Role
from randa.organisations.models import Organisation
from randa.people.models import OrganisationAccountSettings

NEVER_ASKED_FOR = ["roles.grant", "system.manage", "identity.manage", "audit.view", "privacy.manage"]


def organisations_to_ask() -> QuerySet[Organisation]:
    """Return the organisations that let people ask for an account."""
    return Organisation.objects.filter(account_settings__self_registration=True).order_by("path")


def roles_to_ask_for() -> QuerySet[Role]:
    """Return the roles that may be asked for: none that gives others roles or looks after the installation."""
    return Role.objects.exclude(permissions__overlap=NEVER_ASKED_FOR)


def closing_paths() -> list[str]:
    """Return the paths of the organisations that want accounts without a role closed."""
    rows = OrganisationAccountSettings.objects.filter(close_without_role=True)
    return list(rows.order_by("organisation__path").values_list("organisation__path", flat=True))


def under_any(paths: list[str], field: str) -> Q:
    """Return the condition that `field` lies under one of `paths`; none of them lies under nothing."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found
