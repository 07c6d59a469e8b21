"""Offering seats, and searching the bank."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import ONE_DAY, DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.people.models import User
from randa.supply.queries.bank import Search
from randa.supply.queries.register import units_seen_by
from randa.training.models import PlacementArea, Unit

LEAST = Decimal("0.05")  # less is nobody's share of a seat
MINUTES = [("", _("hur långt som helst")), ("30", "30 min"), ("60", "60 min"), ("90", "90 min")]


class OfferForm(DaysInOrder, forms.Form):
    """What a unit offers."""

    starts_on = DayField(label=_("Från och med"), to_come=True)
    last_day = DayField(label=_("Till och med"), to_come=True)
    seats = forms.DecimalField(
        label=_("Platser"), min_value=LEAST, max_value=50, max_digits=4, decimal_places=2, localize=True,
        help_text=_("Delar av en plats går bra: en halv räcker till en av två studenter som delar."),
    )  # fmt: skip
    is_named = forms.BooleanField(
        label=_("Visa enhetens namn för alla"),
        required=False,
        help_text=_("Annars ser andra bara område, veckor, antal och ungefärlig restid."),
    )
    note = FreeTextField(label=_("Kommentar"), max_length=200, required=False)

    def said(self) -> dict[str, Any]:
        """Return what `publish_offer` takes."""
        asked = dict(self.cleaned_data)
        return asked | {"ends_before": asked.pop("last_day") + ONE_DAY, "is_anonymous": not asked.pop("is_named")}


class SearchForm(DaysInOrder, forms.Form):
    """What somebody looks for in the bank."""

    area = forms.ModelChoiceField(
        label=_("Område"),
        queryset=PlacementArea.objects.order_by("sort_order"),
        required=False,
        empty_label=_("Alla"),
    )
    starts_on = DayField(label=_("Från och med"), required=False)
    last_day = DayField(label=_("Till och med"), required=False)
    origin = forms.ModelChoiceField(
        label=_("Resa från"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Ingen startpunkt"),
    )
    minutes = forms.ChoiceField(label=_("Högst restid"), choices=MINUTES, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["origin"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = units_seen_by(actor).order_by("organisation__sort_name")

    def search(self) -> Search:
        """Return the search; everything when the form is empty or wrong."""
        if not self.is_valid():
            return Search()
        said = self.cleaned_data
        last = said["last_day"] or said["starts_on"]
        return Search(
            area=said["area"].pk if said["area"] else "",
            since=said["starts_on"],
            before=last + ONE_DAY if last else None,
            origin=said["origin"],
            minutes=int(said["minutes"]) if said["minutes"] else None,
        )
