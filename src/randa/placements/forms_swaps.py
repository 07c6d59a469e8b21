"""What learners and planners fill in about swaps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.freetext import FreeTextField


class ProposeForm(forms.Form):
    """Whom to change places with; nobody named is anybody."""

    partner = forms.EmailField(
        label=_("Kollegans e-postadress"),
        required=False,
        help_text=_(
            "Lämna tomt för att fråga alla med en placering i samma område. De ser enhet och veckor, inget namn förrän båda har sagt ja."
        ),
    )


class AnswerForm(forms.Form):
    """A learner's answer; a no may say why."""

    reason = FreeTextField(
        label=_("Varför inte"), max_length=300, required=False, help_text=_("Du behöver inte skriva något.")
    )


class DecisionForm(forms.Form):
    """A planner's decision and its reason."""

    reason = FreeTextField(
        label=_("Skäl"),
        max_length=300,
        required=False,
        help_text=_("Behövs när du säger nej, och när något ändras med kort varsel. Båda läkarna får läsa det."),
    )
