"""Who supervises somebody who comes, and how the unit is reached."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import ONE_DAY, DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.core.position import PositionField
from randa.core.seen_forms import SeenForm

TELEPHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{4,}$", _("Skriv numret med siffror, till exempel 010-000 00 00 eller +46 10 000 00 00.")
)


class ConfirmForm(DaysInOrder, forms.Form):
    """A supervisor for the whole stay, or for a part of it when two share."""

    supervisor = forms.ChoiceField(label=_("Handledare"), widget=forms.RadioSelect)
    starts_on = DayField(label=_("Från och med"))
    last_day = DayField(label=_("Till och med"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].choices = choices  # type: ignore[attr-defined]

    def period(self) -> dict[str, Any]:
        """Return the half-open period."""
        said = self.cleaned_data
        return {"starts_on": said["starts_on"], "ends_before": said["last_day"] + ONE_DAY}


class ContactForm(SeenForm, forms.Form):
    """What those who come need to know before the first day."""

    name = FreeTextField(
        label=_("Kontaktperson eller funktion"), max_length=120, required=False,
        help_text=_("Till exempel klinikens sekreterare. Den som kommer till enheten ser det här på sin sida."),
    )  # fmt: skip
    telephone = forms.CharField(label=_("Telefon"), max_length=30, required=False, validators=[TELEPHONE])
    email = forms.EmailField(label=_("E-post"), required=False)
    address = FreeTextField(label=_("Besöksadress"), max_length=200, required=False)
    directions = FreeTextField(
        label=_("Första dagen"), max_length=300, required=False,
        help_text=_("Vart man ska gå och när, till exempel entré B klockan 8."),
    )  # fmt: skip
    position = PositionField(
        label=_("Koordinater"), max_length=40, required=False,
        help_text=_("Latitud och longitud som i en karttjänst, till exempel 60.60650, 15.63550. Då pekar kartlänken på ingången."),
    )  # fmt: skip
