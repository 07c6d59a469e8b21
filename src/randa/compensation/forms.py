"""Which weeks the basis is for, and a rate."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.compensation.counting import WEEK, Period, Rule
from randa.compensation.terms import agreements_with
from randa.core.clock import today
from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.core.periods import week_code
from randa.people.models import User
from randa.placements.exports import parse_week
from randa.supply.models import FrameworkAgreement
from randa.training.models import LearnerKind

MOST_WEEKS = 53


class WeekField(forms.CharField):
    """An ISO week as people write it; its Monday comes out."""

    default_error_messages = {"week": _("Skriv veckan som 2027v05."), "required": _("Skriv veckan som 2027v05.")}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            monday = parse_week(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["week"], code="week") from error
        if not 2000 <= monday.year < 2100:
            raise forms.ValidationError(self.error_messages["week"], code="week")
        return monday


class PeriodForm(forms.Form):
    """The weeks, both included, and what the lines are about."""

    fran = WeekField(label=_("Från vecka"), max_length=10)
    till = WeekField(label=_("Till och med vecka"), max_length=10)
    alla = forms.BooleanField(label=_("Även de som är hos sin egen region"), required=False)
    namn = forms.BooleanField(label=_("Visa namn där jag får se placeringen"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("fran"), data.get("till")
        if first and last and last < first:
            self.add_error("till", _("Sista veckan kommer före den första."))
        elif first and last and (last - first) // WEEK >= MOST_WEEKS:
            self.add_error("till", _("Välj högst 53 veckor."))
        return data

    def wanted(self) -> Period:
        """Return the weeks as days."""
        return Period(self.cleaned_data["fran"], self.cleaned_data["till"] + WEEK)


def this_quarter() -> dict[str, str]:
    """Return the weeks of the running quarter, as the form takes them."""
    day = today()
    months = (day.month - 1) // 3 * 3
    first = dt.date(day.year, months + 1, 1)
    after = dt.date(day.year + (months + 3) // 12, (months + 3) % 12 + 1, 1)
    return {"fran": week_code(first), "till": week_code(after - dt.timedelta(days=1))}


class RateForm(forms.Form):
    """Kronor per week under an agreement, and where it was decided."""

    agreement = forms.ModelChoiceField(label=_("Ramavtal"), queryset=FrameworkAgreement.objects.none())
    kind = forms.ModelChoiceField(
        label=_("Gäller"), queryset=LearnerKind.objects.order_by("sort_order"), required=False, empty_label=_("alla"),
    )  # fmt: skip
    amount = forms.DecimalField(label=_("Kronor per vecka"), min_value=0, max_digits=9, decimal_places=2, localize=True)
    starts_on = DayField(label=_("Från och med"))
    source = FreeTextField(
        label=_("Var det är beslutat"), max_length=300, help_text=_("Till exempel avtalets paragraf eller beslutets diarienummer."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements_with(actor, "compensation.edit")  # type: ignore[attr-defined]


class CountingForm(forms.Form):
    """Which days are paid under an agreement, and where it says so."""

    agreement = forms.ModelChoiceField(label=_("Ramavtal"), queryset=FrameworkAgreement.objects.none())
    holidays_off = forms.BooleanField(
        label=_("Helgdagar räknas bort"), required=False, help_text=_("Alla helgdagar i lagen om allmänna helgdagar."),
    )  # fmt: skip
    eves_off = forms.BooleanField(label=_("Midsommarafton, julafton och nyårsafton räknas bort"), required=False)
    by_share = forms.BooleanField(
        label=_("Deltid räknas efter tjänstgöringsgrad"), required=False, help_text=_("Annars räknas hela dagar."),
    )  # fmt: skip
    starts_on = DayField(label=_("Från och med"))
    source = FreeTextField(
        label=_("Var det är beslutat"), max_length=300, help_text=_("Till exempel avtalets paragraf eller beslutets diarienummer."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements_with(actor, "compensation.edit")  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return what the service takes."""
        said = dict(self.cleaned_data)
        return said | {"rule": Rule(said.pop("holidays_off"), said.pop("eves_off"), said.pop("by_share"))}
