"""Forms for what a unit keeps about itself. Each opens with what stands there, and says when somebody has changed it meanwhile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import ONE_DAY, DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.regulations.models import Objective
from randa.supervisors.models import CapacityMethod
from randa.supply.models import PatientMeasure


class FactForm(SeenForm, DaysInOrder, forms.Form):
    """A period, and what holds in it."""

    starts_on = DayField(label=_("Från och med"))
    last_day = DayField(label=_("Till och med"))
    field_order = ("starts_on", "last_day")

    def said(self) -> dict[str, Any]:
        """Return what the service takes."""
        asked = dict(self.cleaned_data)
        last = asked.pop("last_day")
        return asked | {"ends_before": last + ONE_DAY if last else None}


class SeatsForm(FactForm):
    """How many learners the unit takes."""

    seats = forms.IntegerField(label=_("Platser"), min_value=0, max_value=200)
    reserved = forms.IntegerField(
        label=_("Varav lovade"),
        min_value=0,
        max_value=200,
        help_text=_("Till AT, ST, studenter och andra som planen inte placerar."),
    )
    basis = FreeTextField(label=_("Grund"), max_length=300, required=False, help_text=_("Varifrån siffran kommer."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seats, reserved = cleaned.get("seats"), cleaned.get("reserved")
        if seats is not None and reserved is not None and reserved > seats:
            self.add_error(
                "reserved", _("Fler kan inte vara lovade än det finns platser. Höj platserna eller sänk löftena.")
            )
        return cleaned


class MinimumForm(FactForm):
    """How many doctors the unit wants at least at a time."""

    least = forms.IntegerField(
        label=_("Minst så många läkare samtidigt"),
        min_value=1,
        max_value=200,
        help_text=_(
            "Läkare som planeras hit. En planering försöker hålla antalet. Hur mycket det väger bestämmer regionen."
        ),
    )
    reason = FreeTextField(
        label=_("Skäl"), max_length=300, help_text=_("Till exempel: med färre blir rutinen för liten.")
    )


class RoomsForm(FactForm):
    """How many learners there are rooms for."""

    rooms = forms.IntegerField(
        label=_("Rum"),
        min_value=0,
        max_value=200,
        help_text=_("Hur många som får rum samtidigt."),
    )
    basis = FreeTextField(label=_("Grund"), max_length=300, required=False)


class ClosureForm(FactForm):
    """The unit takes nobody."""

    reason = FreeTextField(label=_("Skäl"), max_length=300, help_text=_("Den som berörs ska kunna läsa det."))
    decided_by = FreeTextField(label=_("Beslutat av"), max_length=120, required=False)


class MethodForm(FactForm):
    """How the unit supervises."""

    last_day = DayField(label=_("Till och med"), required=False, help_text=_("Lämna tomt om det gäller tills vidare."))
    method = forms.ModelChoiceField(
        label=_("Metod"), queryset=CapacityMethod.objects.order_by("sort_order"), empty_label=None
    )
    reason = FreeTextField(label=_("Kommentar"), max_length=300, required=False)


class PatientsForm(FactForm):
    """How many patients the unit has in a year."""

    last_day = DayField(label=_("Till och med"), required=False, help_text=_("Lämna tomt om det gäller tills vidare."))
    measure = forms.ModelChoiceField(
        label=_("Räknat i"), queryset=PatientMeasure.objects.order_by("sort_order"), empty_label=None
    )
    amount = forms.IntegerField(
        label=_("Antal"),
        min_value=0,
        max_value=5_000_000,
        help_text=_("Besök och vårdtillfällen under ett år; listade patienter och vårdplatser i genomsnitt över året."),
    )
    basis = FreeTextField(
        label=_("Grund"), max_length=300, required=False, help_text=_("Varifrån siffran kommer, och vad som behöver sägas om den."),
    )  # fmt: skip


class ObjectivesForm(forms.Form):
    """Which objectives the unit can meet."""

    objectives = forms.ModelMultipleChoiceField(
        label=_("Delmål som enheten kan ge"),
        queryset=Objective.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    from_day = DayField(label=_("Gäller från och med"))
    reason = FreeTextField(label=_("Skäl, om något delmål försvinner"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["objectives"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Objective.objects.filter(code__startswith="BT").order_by("sort_order", "code")
