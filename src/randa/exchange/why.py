"""Why a student got their seat, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from randa.exchange.allocation import Tier


def seat_words(why: Mapping[str, Any]) -> list[str]:
    """Return sentences about a seat that was given by allocation, from the codes that are kept with it."""
    if not why:
        return []
    if why.get("swapped"):
        return [_("Platsen byttes med en annan student efter fördelningen.")]
    rank, wishes = int(why.get("rank", 0)), int(why.get("wishes", 0))
    words = [_rank_words(rank, wishes)]
    reasons = why.get("reasons") or []
    if reasons:
        words.append(tier_words(Tier(reasons[0]["tier"])))
    return words


def _rank_words(rank: int, wishes: int) -> str:
    if rank:
        return _("Önskemål %(rank)d av %(wishes)d.") % {"rank": rank, "wishes": wishes}
    if wishes:
        return _("Inget av önskemålen gick att uppfylla.")
    return _("Inga önskemål var lämnade.")


def tier_words(tier: Tier) -> str:
    """Return what would have become worse for somebody, had the student had a better wish."""
    return {
        Tier.SEAT: _("Ett bättre val hade lämnat någon utan plats."),
        Tier.SPECIAL_REASON: _("Ett bättre val hade gått ut över någon med ett beviljat särskilt skäl."),
        Tier.WORKPLACE: _("Ett bättre val är en egen arbetsplats, eller hade satt någon på sin egen arbetsplats."),
        Tier.TRAVEL: _("Ett bättre val hade gett någon en resa över taket."),
        Tier.WISHES: _("Ett bättre val hade gett andra sämre val sammanlagt."),
        Tier.LOT: _("Flera hade lika stor rätt till platsen, och lotten avgjorde."),
    }[tier]
