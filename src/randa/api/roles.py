"""Who has which role where; giving and ending roles through the same services as the pages."""

import uuid
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from randa.api.caller import caller_of
from randa.api.idempotency import DESCRIBED, once
from randa.api.operations import operation
from randa.api.schemas import RoleEnd, RoleEnded, RoleGrant, RoleOut, RolesPage
from randa.core.access.models import Role
from randa.core.clock import today
from randa.integrations.errors import StartsInThePastError, UnknownReferenceError
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.people.services.roles import end_role, grant_role, withdraw_role

router = Router()


@operation(router, "GET", "", scope="roles.read", answer=RolesPage, summary="Roles one may see, by person")
def roles(
    request: HttpRequest,
    person: uuid.UUID | None = None,
    organisation: Annotated[str, Query(max_length=40, description="code; all that lies under it is included")] = "",
    role: Annotated[str, Query(max_length=50)] = "",
    current: Annotated[bool, Query(description="only roles that hold today")] = True,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> RolesPage:
    found = RoleAssignment.objects.visible_to(caller_of(request))
    if current:
        found = found.current(today())
    if person:
        found = found.filter(user=person)
    if role:
        found = found.filter(role=role.replace("\0", ""))
    if organisation:
        place = Organisation.objects.filter(code=organisation.replace("\0", "")).first()
        found = found.filter(organisation__path__startswith=place.path) if place else found.none()
    rows = found.select_related("organisation").order_by("user", "pk")[offset : offset + limit]
    return RolesPage(total=found.count(), offset=offset, limit=limit, rows=[_as_out(one) for one in rows])


@operation(
    router, "POST", "", scope="roles.write", answer=RoleOut, status=201, summary="Give a person a role",
    description="One gives only what one has oneself, and not for longer. Giving the very same role again changes nothing.",
    openapi_extra=DESCRIBED,
)  # fmt: skip
@once(201)
def give(request: HttpRequest, body: RoleGrant) -> RoleOut:
    caller = caller_of(request)
    person = get_object_or_404(User.objects.visible_to(caller), pk=body.person)
    role = Role.objects.filter(code=body.role.replace("\0", "")).first()
    if role is None:
        raise UnknownReferenceError("role", body.role)
    place = Organisation.objects.filter(code=body.organisation.replace("\0", "")).first()
    if place is None:
        raise UnknownReferenceError("organisation", body.organisation)
    if body.starts_on < today():
        raise StartsInThePastError
    made = grant_role(
        actor=caller, person=person, role=role, organisation=place, starts_on=body.starts_on,
        ends_before=body.ends_before, reason=body.reason,
    )  # fmt: skip
    return _as_out(made)


@operation(
    router, "POST", "/{role_id}/avslut", scope="roles.write", answer=RoleEnded, summary="End a role",
    description="A role that has not begun is taken back; what is over stays as it was.", openapi_extra=DESCRIBED,
)  # fmt: skip
@once(200)
def end(request: HttpRequest, role_id: Annotated[int, Path(ge=1, le=2**63 - 1)], body: RoleEnd) -> RoleEnded:
    caller = caller_of(request)
    visible = RoleAssignment.objects.visible_to(caller).select_related("role", "organisation", "user")
    held = get_object_or_404(visible.distinct(), pk=role_id)
    if body.ends_before <= held.starts_on and held.starts_on >= today():
        withdraw_role(actor=caller, assignment=held, today=today(), reason=body.reason)
        return RoleEnded(id=role_id, withdrawn=True, ends_before=None)
    ended = end_role(actor=caller, assignment=held, on=body.ends_before, today=today(), reason=body.reason)
    return RoleEnded(id=role_id, withdrawn=False, ends_before=ended.ends_before)


def _as_out(one: RoleAssignment) -> RoleOut:
    return RoleOut(
        id=one.pk, person=one.user_id, role=one.role_id, organisation=one.organisation.code, starts_on=one.starts_on,
        ends_before=one.ends_before, is_stand_in=one.is_delegated,
    )  # fmt: skip
