"""The forms that wait for a person."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from randa.identity.kept.forms import Fields
from randa.identity.kept.services import PURPOSE
from randa.identity.models import KeptForm
from randa.identity.sealing import unseal_data
from randa.people.models import User


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept form opened for its writer. `page` is where it can be filled in again; empty when only `sent_to` is known."""

    pk: UUID
    sent_to: str
    page: str
    fields: Fields

    @property
    def texts(self) -> list[str]:
        """What the person wrote themselves, longest first: values that are more than a choice or a number."""
        return sorted({value for _, value in self.fields if len(value) > 15 or " " in value}, key=len, reverse=True)


def kept_form(*, viewer: User, pk: UUID) -> Kept | None:
    """Return the form if it is the viewer's own and its time is not over."""
    found = KeptForm.objects.filter(user=viewer, pk=pk, expires_at__gt=timezone.now()).first()
    if found is None:
        return None
    fields = [(name, value) for name, value in unseal_data(found.sealed, PURPOSE)]
    return Kept(found.pk, found.sent_to, found.written_at, fields)


def newest_kept_form(*, viewer: User) -> UUID | None:
    """Return the key of the form that was kept last for the viewer, or None."""
    waiting = KeptForm.objects.filter(user=viewer, expires_at__gt=timezone.now()).order_by("-made_at")
    return waiting.values_list("pk", flat=True).first()
