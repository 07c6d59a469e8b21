"""People, and the roles they have at organisations for a time."""

from randa.people.models.identity_numbers import IdentityNumber, IdentityNumberQuerySet
from randa.people.models.roles import RoleAssignment, RoleAssignmentQuerySet
from randa.people.models.user import User, UserManager, UserQuerySet

__all__ = [
    "IdentityNumber",
    "IdentityNumberQuerySet",
    "RoleAssignment",
    "RoleAssignmentQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
]
