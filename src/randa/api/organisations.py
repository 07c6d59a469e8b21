"""Organisations: open to everybody who is signed in, like their pages."""

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Query, Router

from randa.api.operations import operation
from randa.api.schemas import OrganisationOut, OrganisationPage
from randa.organisations.models import Organisation

router = Router()


@operation(
    router, "GET", "", scope="organisations.read", answer=OrganisationPage,
    summary="Organisations, by name in Swedish order",
)  # fmt: skip
def organisations(
    request: HttpRequest,  # noqa: ARG001 - a view
    kind: Organisation.Kind | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> OrganisationPage:
    found = Organisation.objects.select_related("parent").order_by("sort_name", "pk")
    if kind:
        found = found.filter(kind=kind)
    rows = [_as_out(one) for one in found[offset : offset + limit]]
    return OrganisationPage(total=found.count(), offset=offset, limit=limit, rows=rows)


@operation(
    router, "GET", "/{code}", scope="organisations.read", answer=OrganisationOut, summary="One organisation by its code"
)
def organisation(request: HttpRequest, code: str) -> OrganisationOut:  # noqa: ARG001 - a view
    found = Organisation.objects.select_related("parent").filter(code=code.replace("\0", "")).first()
    if found is None:
        raise Http404
    return _as_out(found)


def _as_out(one: Organisation) -> OrganisationOut:
    return OrganisationOut(
        code=one.code, kind=one.kind, name=one.name, parent=one.parent.code if one.parent else None, path=one.path,
        provenance=one.provenance, source=one.source,
    )  # fmt: skip
