"""Choosing two rule sets to compare, and why a version is taken back."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.freetext import FreeTextField
from randa.people.models import User
from randa.regulations.models import RuleSet
from randa.regulations.queries import rule_sets


class CompareForm(forms.Form):
    """Two different rule sets."""

    left = forms.ModelChoiceField(RuleSet.objects.none(), label=gettext_lazy("Regelverk"))
    right = forms.ModelChoiceField(RuleSet.objects.none(), label=gettext_lazy("Jämför med"))

    def __init__(self, *args: Any, actor: User) -> None:
        super().__init__(*args)
        for name in ("left", "right"):
            cast("forms.ModelChoiceField[RuleSet]", self.fields[name]).queryset = rule_sets(actor)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("left") and values.get("left") == values.get("right"):
            self.add_error("right", _("Välj två olika regelverk."))
        return values


class ReasonForm(forms.Form):
    """Why a version is taken back."""

    reason = FreeTextField(
        label=gettext_lazy("Varför?"), max_length=300, help_text=gettext_lazy("Den som planerar i regionen läser det.")
    )
