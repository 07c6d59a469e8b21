"""Choosing what the account that lives on is called and reached by."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.freetext.forms import FreeTextField
from randa.people.merges.services_choices import CHOICES, MERGED, SURVIVOR, usual_choice, value_of
from randa.people.models import User


class ReasonForm(forms.Form):
    """Why."""

    reason = FreeTextField(
        label=gettext_lazy("Varför?"), min_length=3, max_length=300,
        help_text=gettext_lazy("Till exempel hur du vet att det är samma person. Skälet sparas i ändringsloggen."),
    )  # fmt: skip


class UndoForm(ReasonForm):
    """Why the two are two after all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Till exempel hur du vet att det är två personer. Skälet sparas i ändringsloggen."
        )


class MergeForm(ReasonForm):
    """One choice for each value that differs between the accounts, and why."""

    def __init__(self, *args: Any, survivor: User, merged: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for choice, (label, _names) in CHOICES.items():
            sides = {SURVIVOR: value_of(survivor, choice), MERGED: value_of(merged, choice)}
            if sides[SURVIVOR] != sides[MERGED]:
                self.fields[choice] = forms.ChoiceField(
                    label=str(label), widget=forms.RadioSelect, initial=usual_choice(survivor, merged, choice),
                    choices=[(side, text or _("(inget)")) for side, text in sides.items()],
                )  # fmt: skip
        self.order_fields([*CHOICES, "reason"])

    def chosen(self) -> dict[str, str]:
        """Return choice -> whose value stays."""
        return {name: self.cleaned_data[name] for name in CHOICES if name in self.cleaned_data}

    @property
    def choices(self) -> list[Any]:
        return [self[name] for name in CHOICES if name in self.fields]
