"""What becomes of the units' figures when a region changes a rule: said to whoever writes the rule, before it is published."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.uses import Touched, Use, register
from randa.supply.queries.late_changes import SMALLEST_GROUP


def _units(actor: User, region: Organisation, _day: dt.date) -> list[Touched]:
    return [Touched(_("Enheter"), reverse("supply:units"))] if actor.has("placements.view", region) else []


def register_uses() -> None:
    """Tell the rules what counts with them."""
    late = gettext_lazy(
        "Uppgifter om sena ändringar på enheterna visas bara för grupper av minst den storleken från den dagen."
    )
    register("40-smallest-group", Use(frozenset({SMALLEST_GROUP}), late, _units))
