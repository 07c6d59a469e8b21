"""A region with a registrar, and documents in its register."""

import datetime as dt
from typing import Any

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.records.contents import Content, checked
from randa.records.models import RegisteredDocument
from randa.records.services import Line, register_document
from tests.factories import OrganisationFactory, person_with

TODAY = dt.date(2027, 1, 11)
SECRET = "Krasslighet"


def registrar(region: Organisation | None = None) -> tuple[User, Organisation]:
    place = region or OrganisationFactory.create()
    return person_with("records.manage", at=place, code="registrar"), place


def line(**more: Any) -> Line:
    return Line(**{"on": TODAY, "direction": "in", "concerns": "Skrivelse om utbildningsplatser", **more})


def text_file(text: str = "Ett yttrande.", name: str = "yttrande.txt") -> Content:
    return checked(name, text.encode())


def registered(actor: User, place: Organisation, **more: Any) -> RegisteredDocument:
    content = more.pop("content", None)
    return register_document(actor=actor, organisation=place, line=line(**more), content=content)
