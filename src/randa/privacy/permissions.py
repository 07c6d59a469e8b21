"""Who may answer requests, hold, propose and approve removal."""

from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.privacy.models import AccessExport, LegalHold, PrivacyRequest, RetentionRun


def _answers_for(actor: User, person: User, permission: str) -> bool:
    paths = actor.paths_with(permission)
    held = RoleAssignment.objects.filter(user=person).values_list("organisation__path", flat=True)
    return any(where.startswith(path) for where in held for path in paths)


def can_manage_privacy(actor: User) -> bool:
    return actor.has("privacy.manage")


def can_manage_privacy_at(actor: User, organisation: Organisation) -> bool:
    return actor.has("privacy.manage", organisation)


def can_see_retention(actor: User) -> bool:
    return actor.has("privacy.manage") or actor.has("retention.approve")


def can_handle_person(actor: User, person: User) -> bool:
    """One answers for the people who have, or had, a role where one manages privacy; never for oneself."""
    return actor.pk != person.pk and _answers_for(actor, person, "privacy.manage")


def can_answer_request(actor: User, request: PrivacyRequest) -> bool:
    return can_handle_person(actor, request.person) and bool("privacy.manage")


def can_withdraw_request(actor: User, request: PrivacyRequest) -> bool:
    return request.person_id == actor.pk


def can_ask_for_export(actor: User, person: User) -> bool:
    """Everybody may have their own; an officer may have one made for somebody, which only that person opens."""
    return actor.pk == person.pk or can_handle_person(actor, person)


def can_open_export(actor: User, export: AccessExport) -> bool:
    return export.person_id == actor.pk


def can_hold(actor: User, organisation: Organisation) -> bool:
    return actor.has("privacy.manage", organisation)


def can_lift_hold(actor: User, hold: LegalHold) -> bool:
    return actor.has("privacy.manage", hold.organisation)


def can_propose_removal(actor: User, organisation: Organisation) -> bool:
    return actor.has("privacy.manage", organisation)


def can_approve_removal(actor: User, run: RetentionRun) -> bool:
    return actor.has("retention.approve", run.organisation)


def can_apply_removal(actor: User, run: RetentionRun) -> bool:
    """Whoever proposes or approves there may start what is approved."""
    return actor.has("privacy.manage", run.organisation) or actor.has("retention.approve", run.organisation)
