"""Erasure under article 17: what law does not keep goes, the rest loses its person."""

import datetime as dt

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.search.services import refresh_all_stale
from randa.people.models import User
from randa.people.personal_data import ERASED
from randa.privacy.errors import ErasureStoppedError
from randa.privacy.models import LegalHold
from randa.privacy.permissions import can_handle_person
from randa.privacy.reading import held_people
from randa.privacy.services.erasing import counts_about, erase_rows


def what_stops_erasure(person: User, today: dt.date) -> list[str]:
    """Return the reasons why the person cannot be erased on `today`, as sentences; empty when nothing does."""
    reasons = []
    if person.role_assignments.current(today).exists():
        reasons.append(
            _("Personen har en roll i dag. Avsluta rollerna först; uppgifterna behövs så länge rollen finns.")
        )
    kinds = {kind.key: str(kind.label) for kind, _rows, _count in counts_about(person)}
    if person.pk in held_people(today):
        reasons.append(_("Ett undantag från gallring gäller personen. Häv det först."))
    held = LegalHold.objects.on(today).filter(kind__in=kinds).values_list("kind", flat=True)
    if held:
        names = ", ".join(sorted({kinds[key] for key in held}))
        reasons.append(_("Ett undantag från gallring gäller: %(kinds)s.") % {"kinds": names})
    return reasons


@transaction.atomic
def erase_person(*, actor: User, person: User, reason: str, today: dt.date) -> dict[str, int]:
    """Erase what the law does not keep and return how many rows changed, by declaration. A second call changes nothing.

    Raises:
        PermissionDenied: the actor does not answer for the person.
        ErasureStoppedError: a current role, a legal hold, or something that still needs a row.
    """
    require(can_handle_person, actor, person)
    person = User.objects.select_for_update().get(pk=person.pk)
    was_erased = person.email.endswith(ERASED)
    try:
        with as_system("an erasure reaches every row about the person, wherever it lies"):
            if stops := what_stops_erasure(person, today):
                raise ErasureStoppedError(stops)
            changed = erase_rows(person)
            refresh_all_stale()  # the search index forgets the name now, not at the worker's next turn
    except (ProtectedError, RestrictedError) as error:
        raise ErasureStoppedError(
            [_("Något annat i Randa behöver fortfarande en av raderna. Inget har raderats.")]
        ) from error
    if changed or not was_erased:
        person.refresh_from_db()
        record(actor, "person.erased", person, after=changed, reason=reason[:500], subject=person)
    return changed
