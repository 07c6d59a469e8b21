"""Choosing two rule sets to compare."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.regulations.models import RuleSet


class CompareForm(forms.Form):
    """Two different rule sets."""

    left = forms.ModelChoiceField(RuleSet.objects.order_by("name", "-version"), label=gettext_lazy("Regelverk"))
    right = forms.ModelChoiceField(RuleSet.objects.order_by("name", "-version"), label=gettext_lazy("Jämför med"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("left") and values.get("left") == values.get("right"):
            self.add_error("right", _("Välj två olika regelverk."))
        return values
