"""Why did you look, and what is looked for in the log."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.audit.models import AuditEvent
from randa.core.audit.wording import action_choices, type_choices
from randa.core.day_fields import DayField, DaysInOrder
from randa.core.freetext import FreeTextField

ALL = _("alla")


class ReasonForm(forms.Form):
    """Why a record outside one's own duty is opened."""

    reason = FreeTextField(
        label=_("Varför öppnar du uppgifterna?"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Skriv ärendet eller uppgiften du arbetar med. Personen det gäller kan läsa ditt svar. Skriv inget om patienter."
        ),
    )


class SearchForm(DaysInOrder, forms.Form):
    """What is looked for; everything may be left open."""

    first_day, last_day_of = "fran", "till"

    person = forms.CharField(
        label=_("Person"),
        required=False,
        max_length=120,
        help_text=_("Namn eller e-post. Den som gjorde något, eller den det gäller."),
    )
    sak = forms.CharField(label=_("Sak"), required=False, max_length=120, help_text=_("Hela ord eller början på dem."))
    slag = forms.ChoiceField(label=_("Slag av sak"), required=False)
    handelse = forms.ChoiceField(label=_("Händelse"), required=False)
    typ = forms.ChoiceField(label=_("Ändring eller öppning"), required=False)
    roll = forms.ChoiceField(label=_("Roll"), required=False)
    fran = DayField(label=_("Från och med"), required=False)
    till = DayField(label=_("Till och med"), required=False)

    def __init__(self, data: Mapping[str, str] | None, *, roles: list[tuple[str, str]]) -> None:
        super().__init__(data)
        for name, found in (
            ("slag", type_choices()),
            ("handelse", action_choices()),
            ("typ", [(str(value), str(label)) for value, label in AuditEvent.Kind.choices]),
            ("roll", roles),
        ):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", str(ALL)), *found]
