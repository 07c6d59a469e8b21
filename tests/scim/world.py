"""A directory with its key, and a client that speaks SCIM as Entra ID would."""

import json
from typing import Any

from django.test import Client

from randa.identity.models import DirectoryPerson, ScimToken
from randa.identity.scim.services_tokens import make_token
from randa.organisations.models import Organisation
from tests.factories import OrganisationFactory, person_with

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
HSA = "urn:randa:params:scim:schemas:extension:hsa:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory:
    """An organisation's directory: its key and its requests."""

    def __init__(self, organisation: Organisation | None = None) -> None:
        self.organisation = organisation or OrganisationFactory.create()
        self.manager = person_with("identity.manage", "roles.grant", "placements.view", at=self.organisation)
        self.token, self.key = make_token(actor=self.manager, organisation=self.organisation, name="Entra", days=30)
        self.client = Client(raise_request_exception=True)

    def ask(self, method: str, path: str, body: Any = None, key: str | None = None, **headers: str):
        extra = {"HTTP_AUTHORIZATION": f"Bearer {self.key if key is None else key}"} | headers
        content = {"data": json.dumps(body), "content_type": "application/scim+json"} if body is not None else {}
        return self.client.generic(method, f"/scim/v2/{path}", **content, **extra)

    def join(self, name: str = "anna", **changed: Any):
        given, mail = name.capitalize(), f"{name}@example.org"
        body = {
            "schemas": [USER], "userName": mail, "externalId": f"ext-{name}", "active": True,
            "name": {"givenName": given, "familyName": "Provsson"}, "emails": [{"value": mail, "type": "work", "primary": True}],
        } | changed  # fmt: skip
        return self.ask("POST", "Users", {key: value for key, value in body.items() if value is not None})

    def entry(self, name: str = "anna") -> DirectoryPerson:
        return DirectoryPerson.objects.get(pk=self.join(name).json()["id"])

    def patch(self, path: str, *operations: dict[str, Any], **headers: str):
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)


__all__ = ["GROUP", "HSA", "PATCH", "USER", "Directory", "ScimToken"]
