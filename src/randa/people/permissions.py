"""Who may see and correct people, and give, lend and end roles."""

import datetime as dt

from django.db.models import Q

from randa.core.access.models import Role
from randa.organisations.models import Organisation
from randa.people.models import Invitation, RegistrationRequest, RoleAssignment, User


def can_view_people(actor: User) -> bool:
    """The list of people is for those who may see people somewhere."""
    return actor.has("people.view")


def can_edit_person(actor: User, person: User) -> bool:
    """Whoever corrects details needs the right over every organisation where the person has or has had a role.

    Otherwise a colleague of one region could change the address that another region's doctor signs in with.
    """
    paths = person.role_assignments.values_list("organisation__path", flat=True)
    own = actor.paths_with("people.edit")
    return bool(own) and all(any(path.startswith(mine) for mine in own) for path in paths)


def can_create_account(actor: User) -> bool:
    """Whoever may give roles somewhere may make the account that gets them."""
    return actor.has("roles.grant")


def can_grant_role(actor: User, role: Role, organisation: Organisation) -> bool:
    """One needs the right to give roles over the organisation, and nobody passes on a permission they do not have there."""
    return actor.has("roles.grant", organisation) and all(
        actor.has(permission, organisation) for permission in role.permissions
    )


def can_end_role(actor: User, assignment: RoleAssignment, day: dt.date) -> bool:
    """Ending needs the right to give roles there; one's own last such right is ended by somebody else.

    A role that somebody has lent is ended by the lender too, and the stand-in may hand it back. A role that is over already cannot
    be changed, because the log of who could see what must stay true.
    """
    if assignment.ends_before is not None and assignment.ends_before <= day:
        return False
    if assignment.is_delegated and (assignment.user_id == actor.pk or assignment.lender == actor):
        return True
    own_right = assignment.user_id == actor.pk and "roles.grant" in assignment.permissions
    return actor.has("roles.grant", assignment.organisation) and not own_right


def can_see_identity_number(actor: User, person: User) -> bool:
    """One's own number, and with the permission those of people who have or have had a role in one's organisations."""
    return actor.pk == person.pk or can_change_identity_number(actor, person)


def can_change_identity_number(actor: User, person: User) -> bool:
    """Numbers are kept by whoever has the permission over one of the person's organisations; nobody changes their own."""
    if actor.pk == person.pk:
        return False
    over = Q()
    for path in actor.paths_with("people.identity"):
        over |= Q(organisation__path__startswith=path)
    return bool(over) and person.role_assignments.filter(over).exists()


def can_end_roles_at(actor: User, organisation: Organisation) -> bool:
    """Letting somebody leave is ending all their roles, and needs the right to give roles over the organisation."""
    return actor.has("roles.grant", organisation)


def can_extend_role(actor: User, assignment: RoleAssignment, day: dt.date) -> bool:
    """Letting a role go on is giving it; what is lent is lent anew instead, and what is over stays over."""
    is_over = assignment.ends_before is not None and assignment.ends_before <= day
    return (
        not is_over and not assignment.is_delegated and can_grant_role(actor, assignment.role, assignment.organisation)
    )


def can_withdraw_role(actor: User, assignment: RoleAssignment, day: dt.date) -> bool:
    """Whoever may end a role may take it back while it has hardly begun."""
    return assignment.starts_on >= day and can_end_role(actor, assignment, day)


def can_delegate_role(actor: User, assignment: RoleAssignment) -> bool:
    """One lends only a role of one's own, never one that is borrowed, and only with the right to do so there."""
    own = assignment.user_id == actor.pk and assignment.delegated_from_id is None
    return own and actor.has("roles.delegate", assignment.organisation)


def can_see_invitations(actor: User) -> bool:
    """The list of invitations is for those who invite somewhere."""
    return actor.has("people.invite")


def can_invite(actor: User, organisation: Organisation) -> bool:
    """Inviting needs its own right over the organisation."""
    return actor.has("people.invite", organisation)


def can_back_invitation(actor: User, invitation: Invitation) -> bool:
    """An invitation leaves only in the name of somebody who could give the role themselves."""
    return can_invite(actor, invitation.organisation) and can_grant_role(
        actor, invitation.role, invitation.organisation
    )


def can_handle_invitation(actor: User, invitation: Invitation) -> bool:
    """Sending again and taking back is for whoever may invite to the organisation."""
    return actor.has("people.invite", invitation.organisation)


def can_decide_registration(actor: User, request: RegistrationRequest) -> bool:
    """Asking for an account is answered by those who may invite to the organisation."""
    return actor.has("people.invite", request.organisation)


def can_set_account_rules(actor: User, organisation: Organisation) -> bool:
    """Whether people may ask for accounts is decided by those who give roles there."""
    return actor.has("roles.grant", organisation)


def can_reopen_account(actor: User, person: User) -> bool:
    """A closed account is opened by whoever gives roles where the person has had one."""
    over = Q()
    for path in actor.paths_with("roles.grant"):
        over |= Q(organisation__path__startswith=path)
    return bool(over) and person.pk != actor.pk and person.role_assignments.filter(over).exists()


def can_view_broken_addresses(actor: User) -> bool:
    """Whoever corrects people's details sees whose mail does not arrive."""
    return actor.has("people.edit")


def can_see_who_has_looked(actor: User, person: User) -> bool:
    """Oneself, and whoever reads the log over one of the person's organisations, now or earlier."""
    if actor.pk == person.pk:
        return True
    over = Q()
    for path in actor.paths_with("audit.view"):
        over |= Q(organisation__path__startswith=path)
    return bool(over) and person.role_assignments.filter(over).exists()
