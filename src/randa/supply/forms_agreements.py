"""A framework agreement, an exception, and a search that keeps what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import ONE_DAY, DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.organisations.models import Organisation
from randa.supply.models import FrameworkAgreement
from randa.training.models import LearnerKind

Kind = Organisation.Kind
PARTIES = (Kind.REGION, Kind.UNIVERSITY, Kind.MUNICIPALITY, Kind.HOSPITAL)


class AgreementForm(SeenForm, DaysInOrder, forms.Form):
    """Who sends, who takes, and who pays what."""

    home = forms.ModelChoiceField(label=_("Sänder"), queryset=Organisation.objects.none())
    host = forms.ModelChoiceField(label=_("Tar emot"), queryset=Organisation.objects.none())
    kinds = forms.ModelMultipleChoiceField(
        label=_("Gäller"), queryset=LearnerKind.objects.order_by("sort_order"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Välj inga om avtalet gäller alla."),
    )  # fmt: skip
    starts_on = DayField(label=_("Från och med"))
    last_day = DayField(label=_("Till och med"), required=False, help_text=_("Lämna tomt om det gäller tills vidare."))
    salary = forms.ChoiceField(label=_("Lön betalas av"), choices=FrameworkAgreement.Payer.choices)
    travel = forms.ChoiceField(label=_("Resor betalas av"), choices=FrameworkAgreement.Payer.choices)
    insurance = forms.ChoiceField(label=_("Försäkring ordnas av"), choices=FrameworkAgreement.Payer.choices)
    reference = FreeTextField(label=_("Diarienummer"), max_length=120, required=False)
    note = FreeTextField(label=_("Kommentar"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = Organisation.objects.filter(kind__in=PARTIES).order_by("sort_name")
        for name in ("home", "host"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = parties

    def said(self) -> dict[str, Any]:
        """Return what `save_agreement` takes."""
        asked = dict(self.cleaned_data)
        last = asked.pop("last_day")
        return asked | {"ends_before": last + ONE_DAY if last else None}


class ExceptionForm(forms.Form):
    """Why somebody may be at a unit although they work there."""

    reason = FreeTextField(
        label=_("Skäl för undantaget"), max_length=300, help_text=_("Den som berörs ska kunna läsa det.")
    )
