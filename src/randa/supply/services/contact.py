"""How a unit is reached by those who come to it."""

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.freetext import refuse_identity_numbers
from randa.core.position import Position
from randa.people.models import User
from randa.supply.models import UnitContact
from randa.supply.permissions import can_keep_unit
from randa.training.models import Unit

TEXTS = ("name", "telephone", "email", "address", "directions")


@transaction.atomic
def save_contact(
    *, actor: User, unit: Unit, name: str, telephone: str, email: str, address: str, directions: str, position: Position | None = None
) -> UnitContact:  # fmt: skip
    """Keep whom to ask for and where to go. The same again changes nothing.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        IdentityNumberInTextError: a text holds what looks like an identity number.
    """
    require(can_keep_unit, actor, unit)
    for text in (name, address, directions):
        refuse_identity_numbers(text)
    # Lock the unit: its first contact must not be made twice.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    contact = UnitContact.objects.filter(unit=unit).first() or UnitContact(unit=unit)
    before = _said(contact)
    for field, value in zip(TEXTS, (name, telephone, email, address, directions), strict=True):
        setattr(contact, field, value.strip())
    contact.latitude, contact.longitude = (position.latitude, position.longitude) if position else (None, None)
    after = _said(contact)
    if after != before:
        contact.save()
        record(actor, "unit.contact_changed", unit, before=before, after=after)
    return contact


def _said(contact: UnitContact) -> dict[str, str]:
    return {field: getattr(contact, field) for field in TEXTS} | {"position": str(contact.position or "")}
