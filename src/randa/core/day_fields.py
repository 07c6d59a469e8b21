"""Form fields for days: one way to ask for a day, and the same words wherever one is wrong."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from randa.core.clock import today

if TYPE_CHECKING:
    Form = forms.Form
else:
    Form = object  # a form's metaclass would take the mixin for a form of its own

ONE_DAY = dt.timedelta(days=1)
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)


class DayField(forms.DateField):
    """A day that can be meant: no slip of a century, and on the right side of today.

    Args:
        has_been: today or an earlier day.
        to_come: today or a later day.
        from_yesterday: yesterday, which ends something at once, or a later day: what has been is not rewritten.
        earliest, latest: the first and the last day that make sense here.
    """

    def __init__(
        self,
        *,
        has_been: bool = False,
        to_come: bool = False,
        from_yesterday: bool = False,
        earliest: dt.date = EARLIEST,
        latest: dt.date = LATEST,
        **kwargs: Any,
    ) -> None:
        self.has_been, self.to_come, self.from_yesterday = has_been, to_come, from_yesterday
        self.earliest, self.latest = earliest, latest
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.has_been and value > today():
            raise forms.ValidationError(
                _("Den dagen har inte kommit än. Välj i dag eller en tidigare dag."), code="late"
            )
        if self.to_come and value < today():
            raise forms.ValidationError(_("Välj i dag eller en senare dag."), code="early")
        if self.from_yesterday and value < today() - ONE_DAY:
            raise forms.ValidationError(_("Välj gårdagen eller en senare dag."), code="early")
        if value < self.earliest:
            raise forms.ValidationError(_("Välj %(day)s eller en senare dag.") % {"day": self.earliest}, code="early")
        if value > self.latest:
            raise forms.ValidationError(_("Välj %(day)s eller en tidigare dag.") % {"day": self.latest}, code="late")


class DaysInOrder(Form):
    """For a form with a first and a last day: says at the last one when it comes before the first."""

    first_day, last_day_of = "starts_on", "last_day"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get(self.first_day), cleaned.get(self.last_day_of)
        if first and last and last < first:
            words = _("Den dagen ligger före den första dagen, %(day)s. Välj den dagen eller en senare.")
            self.add_error(self.last_day_of, words % {"day": first})
        return cleaned
