"""Keys for tests, and the two ways to call with one."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.test import Client

from randa.core.access.models import Role
from randa.integrations.models import ApiKey
from randa.integrations.scopes import SCOPES
from randa.integrations.services.keys import make_organisation_key, make_personal_key
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import TODAY

NEXT_MONTH = dt.date(2027, 2, 11)


def own_key(person: User, *scopes: str, ends_before: dt.date = NEXT_MONTH) -> tuple[ApiKey, str]:
    """Return a key of `person` with `scopes`, all of them when none are named, and its token."""
    wanted = scopes or tuple(SCOPES)
    return make_personal_key(actor=person, name="Provskript", scopes=wanted, ends_before=ends_before, today=TODAY)


def organisation_key(giver: User, at: Organisation, role: Role, *scopes: str) -> tuple[ApiKey, str]:
    """Return an organisation's key with `role`, and its token."""
    return make_organisation_key(
        actor=giver, organisation=at, role=role, name="Lönesystemet", scopes=scopes or tuple(SCOPES),
        ends_before=NEXT_MONTH, today=TODAY,
    )  # fmt: skip


def call(token: str, address: str, method: str = "GET", data: Any = None, **headers: str) -> HttpResponse:
    """Call with a key, from a browser that is not signed in."""
    browser = Client(
        headers={"Authorization": f"Bearer {token}"} | {k.replace("_", "-"): v for k, v in headers.items()}
    )
    if method == "GET":
        return browser.get(address, data)
    return browser.generic(method, address, data if isinstance(data, str | bytes) else _json(data), "application/json")


def _json(data: Any) -> str:
    import json

    return json.dumps(data)
