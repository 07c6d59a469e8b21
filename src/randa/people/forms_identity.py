"""What is asked for when an identity number is recorded or shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.people.identity_numbers import IdentityLevel, NumberKind
from randa.people.queries.identity_numbers import CoveredNumber


class IdentityNumberForm(SeenForm, forms.Form):
    """A new number. The rules of the number itself are the service's."""

    kind = forms.ChoiceField(label=_("Vad har personen?"), choices=NumberKind.choices)
    number = forms.CharField(
        label=_("Nummer"),
        required=False,
        max_length=40,
        help_text=_("10 eller 12 siffror, eller ett reservnummer. Tomt bara om personen saknar svenskt nummer."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    level = forms.ChoiceField(
        label=_("Hur säker är identiteten?"),
        choices=[("", _("inte angivet")), *IdentityLevel.choices],
        required=False,
        help_text=_("Bara för samordningsnummer. Nivån står i beskedet från Skatteverket."),
    )
    reason = FreeTextField(label=_("Varför?"), min_length=3, max_length=200)

    def __init__(self, *args: Any, held: CoveredNumber | None, **kwargs: Any) -> None:
        self.held = held
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("level") and cleaned.get("kind") != NumberKind.COORDINATION:
            self.add_error("level", _("Bara ett samordningsnummer har en nivå. Välj ”inte angivet”, eller byt sort."))
        return cleaned

    def _mark(self) -> str:
        return str(self.held.key) if self.held else "-"

    def _now(self) -> str:
        return self.held.words if self.held else ""


class ReasonForm(forms.Form):
    """Why something protected is shown."""

    reason = FreeTextField(
        label=_("Varför behöver du se det?"),
        min_length=3,
        max_length=200,
        help_text=_("Skälet sparas, och personen kan läsa det."),
    )
