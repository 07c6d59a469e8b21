"""What is asked before a second factor is taken away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.freetext import FreeTextField
from randa.identity.reset.services import Check


class ResetForm(forms.Form):
    """How the identity was checked, and why."""

    check = forms.ChoiceField(
        label=_("Hur kontrollerade du vem personen är?"), choices=Check.choices, widget=forms.RadioSelect
    )
    how = FreeTextField(
        label=_("Hur gick det till?"),
        min_length=3,
        max_length=300,
        help_text=_(
            "Till exempel när, var och vilken sorts legitimation. Skriv inget personnummer och inget nummer på legitimationen."
        ),
    )
    reason = FreeTextField(
        label=_("Varför behöver det nollställas?"),
        min_length=3,
        max_length=200,
        help_text=_("Till exempel: telefonen är borta."),
    )
