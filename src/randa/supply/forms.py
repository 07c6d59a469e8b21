"""What the keeper of a unit fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import ONE_DAY, DayField, DaysInOrder
from randa.core.freetext import FreeTextField


class LeaveForm(DaysInOrder, forms.Form):
    """When a supervisor is away. Why is not asked."""

    starts_on = DayField(label=_("Borta från och med"))
    last_day = DayField(label=_("Till och med"))

    def period(self) -> dict[str, Any]:
        """Return the half-open period."""
        asked = self.cleaned_data
        return {"starts_on": asked["starts_on"], "ends_before": asked["last_day"] + ONE_DAY}


class WithdrawForm(forms.Form):
    """Taking an absence back."""

    reason = FreeTextField(label=_("Skäl, om något behöver sägas"), max_length=300, required=False)


class ReplacementForm(forms.Form):
    """Who takes over."""

    supervisor = forms.ChoiceField(label=_("Handledare"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["supervisor"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
