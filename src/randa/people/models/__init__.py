"""People, the roles they have at organisations for a time, and the ways in and out."""

from randa.people.models.batches import RoleBatch, RoleBatchLine
from randa.people.models.external_ids import ExternalId
from randa.people.models.identity_numbers import IdentityNumber, IdentityNumberQuerySet
from randa.people.models.invitations import Invitation, OrganisationAccountSettings, RegistrationRequest
from randa.people.models.merges import AccountMerge
from randa.people.models.roles import RoleAssignment, RoleAssignmentQuerySet
from randa.people.models.sharing import SHAREABLE, SharingAgreement
from randa.people.models.user import HSA_ID, User, UserManager, UserQuerySet

__all__ = [
    "HSA_ID",
    "SHAREABLE",
    "AccountMerge",
    "ExternalId",
    "IdentityNumber",
    "IdentityNumberQuerySet",
    "Invitation",
    "OrganisationAccountSettings",
    "RegistrationRequest",
    "RoleAssignment",
    "RoleAssignmentQuerySet",
    "RoleBatch",
    "RoleBatchLine",
    "SharingAgreement",
    "User",
    "UserManager",
    "UserQuerySet",
]
