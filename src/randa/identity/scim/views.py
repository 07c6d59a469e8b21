"""The addresses of SCIM under /scim/v2/."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from scim2_models import (
    Context,
    ForbiddenException,
    ListResponse,
    NotImplementedException,
    Resource,
    SCIMException,
    SearchRequest,
)

from randa.core.clock import today
from randa.identity.models import DirectoryGroup, DirectoryPerson, ScimToken
from randa.identity.scim import queries
from randa.identity.scim.protocol import (
    ResourceT,
    answer,
    body_of,
    check_version,
    not_found,
    patched,
    resource_of,
    scim,
)
from randa.identity.scim.resources import (
    MOST_RESULTS,
    RESOURCES,
    Group,
    User,
    group_resource,
    resource_types,
    schemas,
    service_provider_config,
    user_resource,
    version_of,
)
from randa.identity.scim.services_groups import remove_group, store_group
from randa.identity.scim.services_users import create_person, remove_person, replace_person


class MethodNotAllowedError(SCIMException):
    """The address takes other methods."""

    status = 405
    scim_type = ""


@scim
def provider_config(request: HttpRequest, _token: ScimToken) -> HttpResponse:
    """What is supported."""
    _only(request, "GET")
    return answer(service_provider_config(_root(request)).model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


@scim
def resource_type_list(request: HttpRequest, _token: ScimToken, name: str = "") -> HttpResponse:
    """The two resource types, or one of them."""
    return _described(request, resource_types(_root(request)), name)


@scim
def schema_list(request: HttpRequest, _token: ScimToken, name: str = "") -> HttpResponse:
    """The schemas, or one of them."""
    return _described(request, schemas(), name)


@scim
def users(request: HttpRequest, token: ScimToken) -> HttpResponse:
    """The directory's people; a new one."""
    _only(request, "GET", "POST")
    if request.method == "GET":
        asked = _search(request, User)
        found = queries.find_people(token.organisation, asked.filter, _start(asked), _count(asked), _root(request))
        return _list(found, asked)
    resource = resource_of(request, User, Context.RESOURCE_CREATION_REQUEST)
    entry = create_person(token=token, resource=resource, today=today())
    return _one(request, _person(token, entry.pk), status=201)


@scim
def search(request: HttpRequest, token: ScimToken, kind: str) -> HttpResponse:
    """A search whose filter is too long, or too private, for an address."""
    _only(request, "POST")
    resource = RESOURCES[kind]
    asked = SearchRequest[resource].model_validate(body_of(request), scim_ctx=Context.SEARCH_REQUEST)  # type: ignore[valid-type]
    find = queries.find_people if kind == "User" else queries.find_groups
    return _list(find(token.organisation, asked.filter, _start(asked), _count(asked), _root(request)), asked)


@scim
def user(request: HttpRequest, token: ScimToken, pk: str) -> HttpResponse:
    """One of the directory's people: read, replaced, patched, or gone."""
    _only(request, "GET", "PUT", "PATCH", "DELETE")
    entry = _person(token, pk)
    if request.method == "GET":
        return _one(request, entry)
    check_version(request, entry)
    if request.method == "DELETE":
        remove_person(token=token, entry=entry, today=today())
        return HttpResponse(status=204)
    resource = _wanted(request, user_resource(entry, _root(request)))
    if resource is None:
        return _one(request, entry)
    replace_person(token=token, entry=entry, resource=resource, today=today())
    return _one(request, _person(token, entry.pk))


def _wanted(request: HttpRequest, original: ResourceT) -> ResourceT | None:
    """Return what PUT or PATCH makes of a resource; nothing when a PATCH changes nothing."""
    if request.method == "PUT":
        return resource_of(request, type(original), Context.RESOURCE_REPLACEMENT_REQUEST, original)
    return original if patched(request, original) else None


@scim
def groups(request: HttpRequest, token: ScimToken) -> HttpResponse:
    """The directory's groups; a new one."""
    _only(request, "GET", "POST")
    if request.method == "GET":
        asked = _search(request, Group)
        found = queries.find_groups(token.organisation, asked.filter, _start(asked), _count(asked), _root(request))
        return _list(found, asked)
    resource = resource_of(request, Group, Context.RESOURCE_CREATION_REQUEST)
    made = store_group(token=token, group=None, resource=resource, today=today())
    return _one(request, _group(token, made.pk), status=201)


@scim
def group(request: HttpRequest, token: ScimToken, pk: str) -> HttpResponse:
    """One of the directory's groups: read, replaced, patched, or gone."""
    _only(request, "GET", "PUT", "PATCH", "DELETE")
    row = _group(token, pk)
    if request.method == "GET":
        return _one(request, row)
    check_version(request, row)
    if request.method == "DELETE":
        remove_group(token=token, group=row, today=today())
        return HttpResponse(status=204)
    resource = _wanted(request, group_resource(row, _root(request)))
    if resource is None:
        return _one(request, row)
    store_group(token=token, group=row, resource=resource, today=today())
    return _one(request, _group(token, row.pk))


@scim
def unsupported(_request: HttpRequest, _token: ScimToken) -> HttpResponse:
    """Bulk and /Me are not offered, as ServiceProviderConfig says."""
    raise NotImplementedException(detail="not supported; see ServiceProviderConfig")


@scim
def unknown(_request: HttpRequest, _token: ScimToken, path: str) -> HttpResponse:  # noqa: ARG001 - the route names it
    """Any other address below /scim/v2/."""
    raise not_found()


def _described(request: HttpRequest, rows: list[Any], name: str) -> HttpResponse:
    _only(request, "GET")
    if request.GET.get("filter"):
        raise ForbiddenException(detail="this address cannot be filtered")  # RFC 7644 §4
    if name:
        found = next((one for one in rows if str(one.id) == name), None)
        if found is None:
            raise not_found()
        return answer(found.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))
    listed = [one.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE) for one in rows]
    return answer(_envelope(listed, len(rows), 1))


def _list(found: queries.Found, asked: SearchRequest[Any]) -> HttpResponse:
    return answer(_envelope([_dumped(one, asked) for one in found.resources], found.total, found.start))


def _envelope(listed: list[dict[str, Any]], total: int, start: int) -> dict[str, Any]:
    return {
        "schemas": [str(ListResponse.__schema__)],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(listed),
        "Resources": listed,
    }


def _one(request: HttpRequest, row: DirectoryPerson | DirectoryGroup, *, status: int = 200) -> HttpResponse:
    root = _root(request)
    resource: Resource[Any] = (
        user_resource(row, root) if isinstance(row, DirectoryPerson) else group_resource(row, root)
    )
    version = version_of(row)
    if request.method == "GET" and version in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": version})
    headers = {"ETag": version, "Location": str(resource.meta.location if resource.meta else "")}
    return answer(_dumped(resource, _search(request, type(resource))), status=status, headers=headers)


def _dumped(resource: Resource[Any], asked: SearchRequest[Any]) -> dict[str, Any]:
    return resource.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=asked)


def _search(request: HttpRequest, kind: type[Resource[Any]]) -> SearchRequest[Any]:
    names = ("filter", "attributes", "excludedAttributes", "startIndex", "count")
    given = {name: request.GET[name] for name in names if request.GET.get(name)}
    return SearchRequest[kind].model_validate(given)  # type: ignore[valid-type]  # the class is known only now


def _start(asked: SearchRequest[Any]) -> int:
    return max(1, asked.start_index or 1)


def _count(asked: SearchRequest[Any]) -> int:
    return MOST_RESULTS if asked.count is None else asked.count


def _person(token: ScimToken, pk: UUID | str) -> DirectoryPerson:
    found = queries.people(token.organisation).filter(pk=_uuid(pk)).first()
    if found is None:
        raise not_found()
    return found


def _group(token: ScimToken, pk: UUID | str) -> DirectoryGroup:
    found = queries.groups(token.organisation).filter(pk=_uuid(pk)).first()
    if found is None:
        raise not_found()
    return found


def _uuid(text: UUID | str) -> UUID:
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError as error:
        raise not_found() from error


def _only(request: HttpRequest, *methods: str) -> None:
    if request.method not in methods:
        raise MethodNotAllowedError(detail=f"use {', '.join(methods)}")


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/scim/v2/")
