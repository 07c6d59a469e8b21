"""What is filled in to ask a unit for one place more, and to say no."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import ONE_DAY, DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.supervisors.models import Supervisor
from randa.supply.queries.replacements import Colleague
from randa.training.models import LearnerKind


class OpeningForm(DaysInOrder, forms.Form):
    """One more, in which weeks."""

    kind = forms.ModelChoiceField(label=_("Platsen är för"), queryset=LearnerKind.objects.all(), empty_label=None)
    starts_on = DayField(label=_("Första dag"), to_come=True)
    last_day = DayField(label=_("Sista dag"), to_come=True)
    message = FreeTextField(
        label=_("Meddelande"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Skriv inget om enskilda personer. Vem som kommer syns i planen."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return what the service takes."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "starts_on": data["starts_on"],
            "ends_before": data["last_day"] + ONE_DAY,
            "message": data["message"],
        }


class OpenForm(forms.Form):
    """Who stands for the place."""

    supervisor = forms.ChoiceField(
        label=_("Vem handleder den som kommer?"), widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem som handleder den som kommer.")},
    )  # fmt: skip

    def __init__(self, *args: Any, able: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.able = {str(one.supervisor.pk): one.supervisor for one in able}
        self.fields["supervisor"].choices = [one.choice for one in able]  # type: ignore[attr-defined]
        if len(able) == 1:
            self.initial["supervisor"] = str(able[0].supervisor.pk)

    def chosen(self) -> Supervisor:
        """Return the supervisor."""
        return self.able[self.cleaned_data["supervisor"]]


class DeclineForm(forms.Form):
    """Why the unit cannot."""

    answer = FreeTextField(
        label=_("Varför går det inte?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Skriv varför det inte går. Den som frågade läser det.")},
    )  # fmt: skip
