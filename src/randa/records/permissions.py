"""Who keeps a register: whoever has `records.manage` over its authority."""

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.records.models import RegisteredDocument


def can_manage_records(actor: User) -> bool:
    return actor.has("records.manage")


def can_manage_records_at(actor: User, organisation: Organisation) -> bool:
    return actor.has("records.manage", organisation)


def can_manage_document(actor: User, document: RegisteredDocument) -> bool:
    return actor.has("records.manage", document.register.organisation)
