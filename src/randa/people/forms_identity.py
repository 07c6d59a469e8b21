"""What is asked for when an identity number is recorded or shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.freetext import FreeTextField
from randa.people.identity_numbers import IdentityLevel, NumberKind


class IdentityNumberForm(forms.Form):
    """A new number. The rules of the number itself are the service's."""

    kind = forms.ChoiceField(label=_("Vad har personen?"), choices=NumberKind.choices)
    number = forms.CharField(
        label=_("Nummer"),
        required=False,
        max_length=40,
        help_text=_("Lämna tomt om personen saknar svenskt nummer."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    level = forms.ChoiceField(
        label=_("Hur säker är identiteten?"),
        choices=[("", _("inte angivet")), *IdentityLevel.choices],
        required=False,
        help_text=_("Bara för samordningsnummer. Nivån står i beskedet från Skatteverket."),
    )
    reason = FreeTextField(label=_("Varför?"), min_length=3, max_length=200)


class ReasonForm(forms.Form):
    """Why something protected is shown."""

    reason = FreeTextField(
        label=_("Varför behöver du se det?"),
        min_length=3,
        max_length=200,
        help_text=_("Skälet sparas, och personen kan läsa det."),
    )
