"""What people and officers fill in."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.privacy.models import PrivacyRequest
from randa.privacy.registry import kinds

_ROWS = {"rows": 4}


def _kind_choices() -> list[tuple[str, str]]:
    return [("", str(_("Välj"))), *((kind.key, str(kind.label)) for kind in kinds())]


class RequestForm(forms.Form):
    """A request about one's own data."""

    kind = forms.ChoiceField(label=_("Vad vill du?"), choices=PrivacyRequest.Kind.choices)
    about = FreeTextField(
        label=_("Vilken uppgift gäller det?"),
        max_length=120,
        required=False,
        help_text=_("Till exempel titel eller start."),
    )
    text = FreeTextField(
        label=_("Beskriv med egna ord"),
        max_length=2000,
        widget=forms.Textarea(attrs=_ROWS),
        help_text=_("Skriv vad som är fel och vad som är rätt. Skriv inget om patienter."),
    )


class NoteForm(RequestForm):
    """A request that came by letter or telephone, entered by an officer."""

    email = forms.EmailField(label=_("Personens e-postadress i Randa"))
    received_on = DayField(label=_("Kom in den"), has_been=True)
    field_order = ("email", "received_on", "kind", "about", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = _("Vad gäller begäran?")
        self.fields["text"].label = _("Vad personen skriver eller säger")


class AnswerForm(forms.Form):
    """The decision on a request."""

    state = forms.ChoiceField(
        label=_("Beslut"), choices=[("granted", _("Bifall")), ("partly", _("Bifall delvis")), ("refused", _("Avslå"))]
    )
    answer = FreeTextField(label=_("Svar till personen, med skäl"), max_length=2000, widget=forms.Textarea(attrs=_ROWS))


class ReasonForm(forms.Form):
    """A reason that somebody reads afterwards."""

    reason = FreeTextField(label=_("Skäl"), max_length=500)


class PeriodForm(SeenForm, forms.Form):
    """An organisation's own period of a class."""

    months = forms.IntegerField(
        label=_("Frist"),
        min_value=1,
        max_value=1200,
        required=False,
        help_text=_("Lämna tomt för att bevara tills vidare."),
    )
    decision = FreeTextField(label=_("Beslutets diarienummer"), max_length=200)
    decided_on = DayField(label=_("Beslutat den"), has_been=True, earliest=dt.date(1975, 1, 1))


class HoldForm(forms.Form):
    """A legal hold on a person or a kind of data."""

    kind = forms.ChoiceField(label=_("Slag av uppgifter"), required=False)
    email = forms.EmailField(label=_("eller personens e-postadress"), required=False)
    reason = FreeTextField(label=_("Skäl"), max_length=500, help_text=_("Till exempel en tvist eller en granskning."))
    until = DayField(label=_("Gäller till"), required=False, to_come=True, help_text=_("Första dagen utan undantag."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = _kind_choices()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("kind")) == bool(cleaned.get("email")):
            raise forms.ValidationError(_("Ange antingen ett slag av uppgifter eller en person."))
        return cleaned


class ControllerForm(SeenForm, forms.Form):
    """What a controller says about itself in the register."""

    contact = FreeTextField(label=_("Kontakt"), max_length=200, required=False)
    protection_officer = FreeTextField(
        label=_("Dataskyddsombud"),
        max_length=200,
        required=False,
        help_text=_("En funktionsadress, inte en persons namn."),
    )
    processors = FreeTextField(
        label=_("Personuppgiftsbiträden"), required=False, max_length=2000, widget=forms.Textarea(attrs=_ROWS),
        help_text=_("Ett på varje rad."),
    )  # fmt: skip
    measures = FreeTextField(
        label=_("Egna skyddsåtgärder"), required=False, max_length=2000, widget=forms.Textarea(attrs=_ROWS)
    )
