"""Seats in words, exactly: 2,5 platser, and for how many of each kind of learner they are enough."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.ui.formats import amount
from randa.training.models import LearnerKind


def seats_words(seats: Decimal) -> str:
    """Return `seats` with the noun: 1 plats; 0,5 platser; 2 platser."""
    # What is not whole takes the plural in both languages.
    return ngettext("%(seats)s plats", "%(seats)s platser", 1 if seats == 1 else 2) % {"seats": amount(seats)}


def enough_for(seats: Decimal, kinds: Sequence[LearnerKind]) -> str:
    """Return for how many of each kind the seats are enough, a kind per share of a seat; empty when they are whole.

    Räcker till 2 läkare, 5 läkarstudenter eller 10 sjuksköterskestudenter.
    """
    if seats % 1 == 0:
        return ""
    shares: dict[Decimal, LearnerKind] = {}
    for kind in kinds:
        shares.setdefault(kind.weight, kind)
    several = [
        _kind_words(kind, int(seats // weight))
        for weight, kind in sorted(shares.items(), reverse=True)
        if weight <= seats
    ]
    if not several:
        return ""
    if seats < 1:
        return _("Räcker inte till en läkare men till %(others)s") % {"others": _either(several)}
    return _("Räcker till %(whom)s") % {"whom": _either(several)}


def _kind_words(kind: LearnerKind, number: int) -> str:
    if kind.weight == 1 and kind.level == LearnerKind.Level.ADVANCED:
        return ngettext("%(doctors)d läkare", "%(doctors)d läkare", number) % {
            "doctors": number
        }  # AT, BT and ST take the same
    return kind.counted(number)


def _either(words: Sequence[str]) -> str:
    """Return `a, b eller c`."""
    *first, last = words
    return _("%(first)s eller %(last)s") % {"first": ", ".join(first), "last": last} if first else last
