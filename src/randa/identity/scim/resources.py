"""The SCIM resources that Randa speaks (RFC 7643): a person with HSA-id, and a group."""

from typing import Annotated, Any

from pydantic import Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Meta,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    Returned,
    Schema,
    ScimPolicy,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

from randa.identity.models import DirectoryGroup, DirectoryPerson

MOST_RESULTS = 200
# Entra ID writes a value beside `remove`, and a path filter for an entry that is not there yet; what we do not know is left unread.
ENTRA = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)


class PersonName(ComplexAttribute):
    """A name in its parts."""

    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


class PersonEmail(ComplexAttribute):
    """An address; the primary one, or the first, is what the account gets."""

    value: str | None = None
    display: str | None = None
    type: str | None = Field(None, examples=["work", "home", "other"])
    primary: bool | None = None


class PersonPhone(ComplexAttribute):
    """A telephone number; the one of type work, or the first, is shown to colleagues."""

    value: str | None = None
    display: str | None = None
    type: str | None = Field(None, examples=["work", "mobile", "other"])
    primary: bool | None = None


class PersonGroup(ComplexAttribute):
    """A group that the person is in: changed through the group."""

    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    display: Annotated[str | None, Mutability.read_only] = None


class HsaPerson(Extension):
    """What identifies a person in Swedish health care."""

    __schema__ = URN("urn:randa:params:scim:schemas:extension:hsa:2.0:User")

    hsa_id: Annotated[str | None, Uniqueness.global_] = None


class User(Resource[HsaPerson]):
    """A person as a directory describes them."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: PersonName | None = None
    display_name: str | None = None
    title: str | None = None
    preferred_language: str | None = None
    active: bool | None = None
    emails: list[PersonEmail] | None = None
    phone_numbers: list[PersonPhone] | None = None
    groups: Annotated[list[PersonGroup] | None, Mutability.read_only, Returned.default] = None


class GroupMember(ComplexAttribute):
    """Somebody in a group; the name is Randa's own."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference[User] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])
    display: Annotated[str | None, Mutability.read_only] = None


class Group(Resource[Any]):
    """A group of the directory."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    members: list[GroupMember] | None = None


RESOURCES: dict[str, type[Resource[Any]]] = {"User": User, "Group": Group}


def user_resource(entry: DirectoryPerson, root: str) -> User:
    """Return the person as SCIM; `entry.groups` should be read beforehand for a list."""
    found = User.model_validate(entry.sent, scim_policy=ENTRA)
    found.id, found.external_id, found.user_name, found.active = (
        str(entry.pk),
        entry.external_id,
        entry.user_name,
        entry.active,
    )
    found.groups = [
        PersonGroup(value=str(group.pk), display=group.display_name) for group in entry.groups.all()
    ] or None
    found.meta = _meta(entry, "User", root)
    return found


def group_resource(group: DirectoryGroup, root: str) -> Group:
    """Return the group as SCIM; `group.members` with their people should be read beforehand for a list."""
    members = [
        GroupMember(value=str(one.pk), type="User", ref=Reference(f"{root}Users/{one.pk}"))
        for one in group.members.all()
        if one.removed_at is None
    ]
    return Group(
        id=str(group.pk), external_id=group.external_id, display_name=group.display_name, members=members or None,
        meta=_meta(group, "Group", root),
    )  # fmt: skip


def version_of(row: DirectoryPerson | DirectoryGroup) -> str:
    """Return the weak entity tag of a row: it differs after every change."""
    return f'W/"{row.changed_at.timestamp():.6f}"'


def _meta(row: DirectoryPerson | DirectoryGroup, kind: str, root: str) -> Meta:
    return Meta(
        resource_type=kind, created=row.created_at, last_modified=row.changed_at,
        location=f"{root}{kind}s/{row.pk}", version=version_of(row),
    )  # fmt: skip


def schemas() -> list[Schema]:
    """Return the schemas of everything that is spoken here."""
    return [User.to_schema(), Group.to_schema(), HsaPerson.to_schema()]


def resource_types(root: str) -> list[ResourceType]:
    """Return the two resource types with their addresses."""
    found = []
    for name, resource in RESOURCES.items():
        described = ResourceType.from_resource(resource)
        described.meta = Meta(resource_type="ResourceType", location=f"{root}ResourceTypes/{name}")
        found.append(described)
    return found


def service_provider_config(root: str) -> ServiceProviderConfig:
    """Return what is supported: patch, filter and entity tags; not bulk, sorting or passwords."""
    return ServiceProviderConfig(
        patch=Patch(supported=True), bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST_RESULTS), change_password=ChangePassword(supported=False),
        sort=Sort(supported=False), etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken, name="Bearer",
                description="A key that the organisation makes in Randa", primary=True,
            )
        ],
        meta=Meta(resource_type="ServiceProviderConfig", location=f"{root}ServiceProviderConfig"),
    )  # fmt: skip
