"""What an agreement on sharing says in plain words."""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.notifications.kinds import Kind
from randa.people.models import SharingAgreement

KIND = Kind("people.sharing", gettext_lazy("Delning med andra organisationer"), permission="sharing.manage")
WORDS: dict[str, str | Promise] = {
    "people.view": gettext_lazy("Personer: namn, kontaktuppgifter i tjänsten och roller"),
    "placements.view": gettext_lazy("Utbildningar och placeringar"),
}


def shown(agreement: SharingAgreement) -> list[str]:
    """Return what may be looked at, a line each."""
    return [str(WORDS.get(name, name)) for name in agreement.permissions]


def standing(agreement: SharingAgreement, day: dt.date) -> tuple[str, str]:
    """Return how the agreement stands on `day`, and the tone of its badge."""
    state = agreement.state
    if state == SharingAgreement.State.REFUSED:
        return (_("återtaget") if agreement.ended_by_id else _("avböjd")), "neutral"
    if agreement.ends_before <= day:
        return _("avslutad"), "neutral"
    if state == SharingAgreement.State.PROPOSED:
        return str(agreement.get_state_display()), "warning"
    return (_("börjar senare"), "info") if agreement.starts_on > day else (_("i kraft"), "success")
