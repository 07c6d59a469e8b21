"""What a controller says about itself."""

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.privacy.models import ControllerDetails
from randa.privacy.permissions import can_manage_privacy_at

FIELDS = ("contact", "protection_officer", "processors", "measures")


@transaction.atomic
def change_controller(*, actor: User, organisation: Organisation, **values: str) -> ControllerDetails:
    """Save contact, protection officer, processors and measures of an organisation. The same again changes nothing.

    Raises:
        PermissionDenied: the actor does not manage privacy there.
    """
    require(can_manage_privacy_at, actor, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    details = ControllerDetails.objects.filter(organisation=organisation).first()
    details = details or ControllerDetails(organisation=organisation)
    before = {name: getattr(details, name) for name in FIELDS}
    after = {name: values.get(name, before[name]).strip() for name in FIELDS}
    if before == after and details.pk:
        return details
    for name, value in after.items():
        setattr(details, name, value)
    details.save()
    record(actor, "controller.changed", details, before=before, after=after)
    return details
