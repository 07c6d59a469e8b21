"""People that the caller may see, without names of anybody else."""

import uuid
from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from randa.api.caller import caller_of
from randa.api.operations import operation
from randa.api.schemas import PeoplePage, PersonOut
from randa.core.access.permissions import require
from randa.core.audit.duty import is_own_duty
from randa.core.audit.services import record_opening
from randa.integrations.errors import ReasonNeededError
from randa.people.models import User
from randa.people.permissions import can_view_people

router = Router()


@operation(
    router, "GET", "", scope="people.read", answer=PeoplePage, summary="People one may see, by name in Swedish order"
)
def people(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="part of a name, mail address or HSA-id")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> PeoplePage:
    caller = caller_of(request)
    require(can_view_people, caller)
    found = User.objects.visible_to(caller).filter(merged_into__isnull=True)
    for word in q.replace("\0", "").split()[:5]:
        found = found.filter(
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
            | Q(hsa_id__iexact=word)
        )
    rows = [_as_out(one) for one in found.order_by("sort_name", "pk")[offset : offset + limit]]
    return PeoplePage(total=found.count(), offset=offset, limit=limit, rows=rows)


@operation(
    router, "GET", "/{uuid:person_id}", scope="people.read", answer=PersonOut, summary="One person",
    description="The opening is logged, as on the page of the person; outside the caller's own duty a reason is asked for (409).",
)  # fmt: skip
def person(
    request: HttpRequest,
    person_id: uuid.UUID,
    reason: Annotated[str, Query(max_length=200, description="why the record is opened; kept in the log")] = "",
) -> PersonOut:
    caller = caller_of(request)
    found = get_object_or_404(User.objects.visible_to(caller), pk=person_id)
    reason = reason.replace("\0", "").strip()
    if not reason and caller.pk != found.pk and not is_own_duty(caller, found):
        raise ReasonNeededError
    record_opening(caller, found, found, reason=reason)
    return _as_out(found)


def _as_out(one: User) -> PersonOut:
    return PersonOut(
        id=one.pk, given_name=one.given_name, family_name=one.family_name, title=one.title, email=one.email,
        work_phone=one.work_phone, hsa_id=one.hsa_id, is_active=one.is_active, is_technical=one.is_technical,
    )  # fmt: skip
