"""How a unit is reached by those who come to it."""

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.freetext import refuse_identity_numbers
from randa.people.models import User
from randa.supply.models import UnitContact
from randa.supply.permissions import can_keep_unit
from randa.training.models import Unit

FIELDS = ("name", "telephone", "email", "address", "directions")


@transaction.atomic
def save_contact(
    *, actor: User, unit: Unit, name: str, telephone: str, email: str, address: str, directions: str
) -> UnitContact:
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
    before = {field: getattr(contact, field) for field in FIELDS}
    said = (name, telephone, email, address, directions)
    after = {field: value.strip() for field, value in zip(FIELDS, said, strict=True)}
    if after != before:
        for field, value in after.items():
            setattr(contact, field, value)
        contact.save()
        record(actor, "unit.contact_changed", unit, before=before, after=after)
    return contact
