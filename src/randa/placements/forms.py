"""What a planner fills in."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.core.uploads import SearchedFileField
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.queries.plans import regions_to_plan


class RunForm(forms.Form):
    """A planning run: which regions, which starts, how long to search."""

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

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["regions"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            allowed = [region.pk for region in regions_to_plan(actor)]
            field.queryset = Organisation.objects.in_mellansverige().filter(pk__in=allowed)


class MandateForm(forms.Form):
    """A unit's clinical mandate changes."""

    effective_on = DayField(label=_("Gäller från och med"), earliest=dt.date(2020, 1, 1), latest=dt.date(2060, 12, 31))
    seats_after = forms.IntegerField(label=_("Platser därefter"), min_value=0, max_value=200)
    reason = FreeTextField(label=_("Skäl"), max_length=300, help_text=_("Den som berörs ska kunna läsa det."))
    decided_by = FreeTextField(label=_("Beslutat av"), max_length=120, required=False)


class ImportForm(forms.Form):
    """A plan's Excel file, read back."""

    file = SearchedFileField(
        label=_("Excel-fil"), help_text=_("Filen som du hämtade med Excel-knappen, med dina ändringar.")
    )
