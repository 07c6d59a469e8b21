"""Whoever asks: roles and permissions of today."""

from django.http import HttpRequest
from ninja import Router

from randa.api.auth import key_used
from randa.api.operations import operation
from randa.api.schemas import MeOut, OwnRoleOut
from randa.people.models import User

router = Router()


@operation(
    router,
    "GET",
    "",
    scope="",
    answer=MeOut,
    summary="The caller's roles and permissions of today, and the key's scopes",
)
def me(request: HttpRequest) -> MeOut:
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - authentication has let nobody else through
    held, key = person.current_roles(), key_used(request)
    return MeOut(
        id=person.pk,
        name=str(person),
        language=person.language,
        roles=[
            OwnRoleOut(
                role=one.role_id,
                organisation=one.organisation.code,
                starts_on=one.starts_on,
                ends_before=one.ends_before,
            )
            for one in held
        ],
        permissions=sorted({permission for one in held for permission in one.permissions}),
        scopes=list(key.scopes) if key else None,
    )
