"""What is filled in about a healthcare region's order for its queues: proposing a version and deciding it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.exchange.models import OrderRule
from randa.exchange.services.queues.ruling import Order

FIGURES = ("deadline_weeks", "waiting_weeks", "account_weeks", "answer_days", "refusals_kept")
_NOTHING = ("", _("inget mer"))


class OrderForm(forms.Form):
    """A version: what decides first, then and last, and the figures."""

    first = forms.ChoiceField(label=_("Avgör först"), choices=OrderRule.Step.choices)
    second = forms.ChoiceField(label=_("Avgör sedan"), choices=[_NOTHING, *OrderRule.Step.choices], required=False)
    third = forms.ChoiceField(
        label=_("Avgör därefter"), choices=[_NOTHING, *OrderRule.Step.choices], required=False,
        help_text=_("Står två fortfarande lika går den före som ställdes i kö först."),
    )  # fmt: skip
    deadline_weeks = forms.IntegerField(
        label=_("Sista vecka att börja räknas när den är närmare än"), min_value=1, max_value=104
    )
    waiting_weeks = forms.IntegerField(label=_("Väntetid räknas i hela perioder om"), min_value=1, max_value=104)
    account_weeks = forms.IntegerField(label=_("Andelarna räknas så långt bakåt"), min_value=1, max_value=520)
    answer_days = forms.IntegerField(label=_("Ett erbjudande gäller i"), min_value=1, max_value=90)
    refusals_kept = forms.IntegerField(
        label=_("Så ofta får man säga nej eller inte svara och behålla sin plats"), min_value=0, max_value=20
    )
    valid_from = DayField(
        label=_("Gäller från"), to_come=True,
        help_text=_("Tidigast i morgon. Erbjudanden som redan är gjorda följer ordningen de gjordes efter."),
    )  # fmt: skip
    source = FreeTextField(
        label=_("Underlag"), max_length=300, asks=False, required=False, widget=forms.TextInput,
        help_text=_("Var förslaget står, om det är nedskrivet. Protokoll och paragraf anges när det beslutas."),
    )  # fmt: skip

    def __init__(self, *args: Any, now: OrderRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = dict(zip(("first", "second", "third"), now.steps, strict=False))
        for name, value in (steps | {name: getattr(now, name) for name in FIGURES}).items():
            self.fields[name].initial = value

    def order(self) -> Order:
        """Return what was filled in."""
        said = self.cleaned_data
        steps = [said[name] for name in ("first", "second", "third") if said[name]]
        return Order(said["valid_from"], steps, **{name: said[name] for name in FIGURES})


class DecideOrderForm(forms.Form):
    """Who decided, and where it is written."""

    decided_by = FreeTextField(
        label=_("Beslutad av"), max_length=120, asks=False, widget=forms.TextInput,
        help_text=_("Den nämnd eller det möte som har beslutat, till exempel samverkansnämnden."),
    )  # fmt: skip
    source = FreeTextField(
        label=_("Protokoll och paragraf"), max_length=300, asks=False, widget=forms.TextInput,
        help_text=_("Alla regioner läser det, till exempel Protokoll 2027-03-01 § 14."),
    )  # fmt: skip
