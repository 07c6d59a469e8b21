"""Whoever asks: roles and permissions of today."""

from django.http import HttpRequest
from ninja import Router

from randa.api.schemas import PersonOut, Refusal, RoleOut
from randa.people.models import User

router = Router()


@router.get(
    "", response={200: PersonOut, 401: Refusal}, summary="The signed-in person's roles and permissions of today"
)
def me(request: HttpRequest) -> PersonOut:
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - authentication has let nobody else through
    held = person.current_roles()
    return PersonOut(
        id=person.pk,
        name=str(person),
        language=person.language,
        roles=[
            RoleOut(
                role=one.role_id,
                organisation=one.organisation.code,
                starts_on=one.starts_on,
                ends_before=one.ends_before,
            )
            for one in held
        ],
        permissions=sorted({permission for one in held for permission in one.permissions}),
    )
