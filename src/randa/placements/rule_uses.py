"""What becomes of planning when a region changes a rule: said to whoever writes the rule, before it is published."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements import dial, notice, prices
from randa.placements.models import Plan
from randa.regulations.uses import Touched, Use, register


def _drafts(actor: User, region: Organisation, _day: dt.date) -> list[Touched]:
    plans = Plan.objects.visible_to(actor).filter(regions=region, state=Plan.State.DRAFT)
    return [Touched(str(one), one.get_absolute_url()) for one in plans.order_by("-created_at", "pk")]


def _published(actor: User, region: Organisation, day: dt.date) -> list[Touched]:
    """Return the plans that tell people of weeks after the first day of the rule."""
    plans = Plan.objects.visible_to(actor).filter(regions=region, state=Plan.State.PUBLISHED)
    held = plans.filter(placements__ends_before__gt=day).distinct().order_by("-created_at", "pk")
    return [Touched(str(one), one.get_absolute_url()) for one in held]


def register_uses() -> None:
    """Tell the rules what counts with them."""
    runs = _(
        "Körningar som startas från den dagen räknar med det nya. Planer som redan är gjorda behåller sina priser och visar dem."
    )
    anew = _("Omplanering i ett utkast räknar med det nya från den dagen.")
    told = _("Varsel räknas med de nya veckorna från den dagen, också för planer som redan är publicerade.")
    register("10-runs", Use(frozenset(one.key for one in prices.FIGURES), runs, _drafts))
    register("20-anew", Use(frozenset(one.key for one in dial.FIGURES), anew, _drafts))
    register("30-notice", Use(frozenset({notice.PLACEMENT_RULE, notice.SCHEDULE_RULE}), told, _published))
