"""What the keeper of a unit fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import ONE_DAY, DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.supply.pool import KindRule
from randa.training.models import LearnerKind


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


class ClaimForm(DaysInOrder, forms.Form):
    """Seats for a group of learners of one kind, without names."""

    kind = forms.ModelChoiceField(
        label=_("Vilka"), queryset=LearnerKind.objects.order_by("sort_order"), empty_label=None
    )
    learners = forms.IntegerField(label=_("Hur många"), min_value=1, max_value=200)
    starts_on = DayField(label=_("Från och med"))
    last_day = DayField(label=_("Till och med"))
    note = FreeTextField(
        label=_("Kommentar"), max_length=200, required=False, help_text=_("Till exempel termin och kurs.")
    )

    def asked(self) -> dict[str, Any]:
        """Return what `ask_for_seats` takes."""
        said = dict(self.cleaned_data)
        return said | {"ends_before": said.pop("last_day") + ONE_DAY}


class PoolForm(forms.Form):
    """A new version of the rules: one row of fields per kind of learner."""

    valid_from = DayField(label=_("Gäller från och med"), to_come=True)
    decided_by = FreeTextField(label=_("Beslutat av"), max_length=120)
    source = FreeTextField(label=_("Beslutets diarienummer eller källa"), max_length=300, required=False)

    def __init__(self, *args: Any, rules: Sequence[KindRule], kinds: Sequence[LearnerKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list(kinds)
        known = {one.kind: one for one in rules}
        for place, kind in enumerate(self.kinds, start=1):
            rule = known.get(kind.pk, KindRule(kind.pk, place))
            words = {"kind": kind}
            self.fields[f"order_{kind.pk}"] = forms.IntegerField(
                label=_("%(kind)s, plats i ordningen") % words, min_value=1, max_value=20, initial=rule.order
            )
            self.fields[f"percent_{kind.pk}"] = forms.IntegerField(
                label=_("%(kind)s, procent av platserna") % words,
                min_value=0,
                max_value=100,
                initial=rule.percent,
                required=False,
            )
            self.fields[f"number_{kind.pk}"] = forms.IntegerField(
                label=_("%(kind)s, antal platser") % words,
                min_value=0,
                max_value=50,
                initial=rule.number,
                required=False,
            )
            self.fields[f"weeks_{kind.pk}"] = forms.IntegerField(
                label=_("%(kind)s, hålls till veckor före") % words,
                min_value=0,
                max_value=104,
                initial=rule.until_weeks_before,
            )

    def rows(self) -> list[tuple[LearnerKind, list[forms.BoundField]]]:
        """Return the fields of each kind, for the table."""
        return [
            (kind, [self[f"{name}_{kind.pk}"] for name in ("order", "percent", "number", "weeks")])
            for kind in self.kinds
        ]

    def rules(self) -> list[KindRule]:
        """Return the rules as typed."""
        said = self.cleaned_data
        return [
            KindRule(
                kind.pk,
                said[f"order_{kind.pk}"],
                said[f"number_{kind.pk}"],
                said[f"percent_{kind.pk}"],
                said[f"weeks_{kind.pk}"],
            )
            for kind in self.kinds
        ]
