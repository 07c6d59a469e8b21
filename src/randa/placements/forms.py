"""What a planner fills in."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.core.uploads import SearchedFileField
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.editing.rows import COMMENT_LENGTH
from randa.placements.exports import parse_week
from randa.placements.models import Placement, Plan
from randa.placements.price_words import fair_words, spread_words
from randa.placements.prices import RunPrices
from randa.placements.queries.plans import drafts_with_locks
from randa.training.models import PlacementArea, Unit

STUDENTS = "VFU"  # no area of a doctor's programme


class RunForm(forms.Form):
    """A planning run: which regions, which starts, how long to search, and what is weighed.

    `regions` are those that the planner may choose, `prices` what holds for those that are chosen.
    """

    regions = forms.ModelMultipleChoiceField(
        label=_("Regioner"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Läkare kan få plats i en annan region bara om båda regionerna planeras tillsammans."),
    )
    start_year = forms.IntegerField(label=_("BT-start år"), min_value=2020, max_value=2060)
    seconds = forms.IntegerField(
        label=_("Söktid"),
        min_value=5,
        max_value=600,
        initial=30,
        help_text=_("Längre tid ger färre veckor utan plats. Du kan avbryta när som helst."),
    )
    is_fair = forms.BooleanField(
        label=_("Fördela resandet rättvist"),
        required=False,
        initial=True,
    )
    is_spread = forms.BooleanField(label=_("Sprid belastningen mellan enheter"), required=False)
    is_strict = forms.BooleanField(
        label=_("Låt plats åt alla gå före allt annat"),
        required=False,
        help_text=_(
            "Då får ingen vecka stå utan plats för att andra ska slippa resa längre eller få ett annat block, hur många det än gäller. "
            "Sedan kommer önskemål och resor, och sist rättvisan mellan läkare och mellan enheter. Annars vägs allt i poäng."
        ),
    )
    locks_from = forms.ModelChoiceField(
        label=_("Ta med låsen från ett utkast"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=_("Inga lås"),
        help_text=_(
            "Block som är låsta där ligger kvar i det nya utkastet, och är låsta där också. Resten läggs runt dem. Är en del av ett delat "
            "block låst läggs områdets övriga veckor för sig; är ingen del låst läggs området helt."
        ),
    )

    def __init__(
        self, *args: Any, actor: User, regions: Sequence[Organisation], prices: RunPrices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        numbers = {key: one.value for key, one in prices.said.items()}
        self.fields["is_fair"].help_text = fair_words(numbers)
        self.fields["is_spread"].help_text = spread_words(numbers)
        drafts = self.fields["locks_from"]
        if isinstance(drafts, forms.ModelChoiceField):
            drafts.queryset = drafts_with_locks(actor)
        field = self.fields["regions"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in regions]).order_by("sort_name")


class MandateForm(forms.Form):
    """A unit's clinical mandate changes."""

    effective_on = DayField(label=_("Gäller från och med"), earliest=dt.date(2020, 1, 1), latest=dt.date(2060, 12, 31))
    seats_after = forms.IntegerField(label=_("Platser därefter"), min_value=0, max_value=200)
    reason = FreeTextField(label=_("Skäl"), max_length=300, help_text=_("Den som berörs ska kunna läsa det."))
    decided_by = FreeTextField(label=_("Beslutat av"), max_length=120, required=False)


class BlockForm(forms.Form):
    """One block of a draft. `seen` is the version that the page was drawn with."""

    area = forms.ModelChoiceField(label=_("Område"), queryset=PlacementArea.objects.all(), empty_label=None)
    unit = forms.ModelChoiceField(
        label=_("Enhet"), queryset=Unit.objects.none(), required=False, empty_label=_("plats saknas"),
        help_text=_("Enheten ska höra till området."),
    )  # fmt: skip
    first_week = forms.CharField(label=_("Från vecka"), max_length=10, help_text=_("Till exempel 2027v05."))
    weeks = forms.IntegerField(
        label=_("Längd"), min_value=1, max_value=200, help_text=_("Veckor i tjänst. Frånvaro räknas inte.")
    )
    is_locked = forms.BooleanField(
        label=_("Lås blocket"), required=False, help_text=_("Ett låst block ändras inte förrän någon låser upp det.")
    )
    comment = FreeTextField(
        label=_("Kommentar"), max_length=COMMENT_LENGTH, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-most": COMMENT_LENGTH}),
    )  # fmt: skip
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    overwrite = forms.BooleanField(label=_("Spara min version ändå"), required=False)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted without a word
        field = self.fields["unit"]
        if isinstance(field, forms.ModelChoiceField):
            units = Unit.objects.filter(region__in=placement.plan.regions.all()).select_related("organisation", "area")
            field.queryset = units.order_by("area__sort_order", "organisation__sort_name")
            field.choices = _by_area(field, placement.area_id)
        areas = self.fields["area"]
        if isinstance(areas, forms.ModelChoiceField) and placement.area_id != STUDENTS:
            areas.queryset = PlacementArea.objects.exclude(pk=STUDENTS)

    def clean_first_week(self) -> dt.date:
        """Return the week's Monday."""
        text: str = self.cleaned_data["first_week"]
        try:
            return parse_week(text)
        except ValueError as error:
            raise forms.ValidationError(_("Skriv veckan som 2027v05.")) from error


def _by_area(field: "forms.ModelChoiceField[Unit]", own: str) -> list[tuple[Any, Any]]:
    """Return the field's units as groups by area, the block's own area first."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for unit in sorted(field.queryset or (), key=lambda one: one.area_id != own):
        groups.setdefault(str(unit.area), []).append((unit.pk, str(unit)))
    return [("", field.empty_label), *groups.items()]


class ImportForm(forms.Form):
    """A plan's Excel file, read back."""

    file = SearchedFileField(
        label=_("Excel-fil"), help_text=_("Filen som du hämtade med Excel-knappen, med dina ändringar.")
    )
