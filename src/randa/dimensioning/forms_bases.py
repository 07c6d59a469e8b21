"""What ceilings are counted by: patients per learner, and a year's budget."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.dimensioning.forecasting import AREAS
from randa.dimensioning.permissions import can_decide_bases_of
from randa.dimensioning.queries.ceilings import YEARS
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supply.models import PatientMeasure
from randa.training.models import LearnerKind, PlacementArea


class BaseForm(forms.Form):
    """A region where the person decides, and an area."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Organisation.objects.none(), empty_label=None)
    area = forms.ModelChoiceField(label=_("Område"), queryset=PlacementArea.objects.none(), empty_label=None)
    source = FreeTextField(
        label=_("Var det är beslutat"), max_length=300, help_text=_("Till exempel beslutets diarienummer."),
    )  # fmt: skip
    field_order: tuple[str, ...] = ("region", "area")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [one.pk for one in Organisation.objects.in_mellansverige() if can_decide_bases_of(actor, one)]
        self.fields["region"].queryset = Organisation.objects.filter(pk__in=own)  # type: ignore[attr-defined]
        self.fields["area"].queryset = PlacementArea.objects.filter(code__in=AREAS)  # type: ignore[attr-defined]


class NeedForm(BaseForm):
    """How many patients one learner needs."""

    measure = forms.ModelChoiceField(
        label=_("Räknat i"), queryset=PatientMeasure.objects.order_by("sort_order"), empty_label=None
    )
    kind = forms.ModelChoiceField(
        label=_("Gäller"), queryset=LearnerKind.objects.order_by("sort_order"), required=False, empty_label=_("alla"),
        help_text=_("En egen regel för till exempel studenter går före den för alla."),
    )  # fmt: skip
    amount = forms.DecimalField(
        label=_("Så många behöver en person"), required=False, min_value=0, max_digits=9, decimal_places=2, localize=True,
        help_text=_("För den som är på enheten hela året. Lämna tomt om inget ska räknas från den dagen."),
    )  # fmt: skip
    starts_on = DayField(label=_("Från och med"))
    field_order = ("region", "area", "measure", "kind", "amount", "starts_on", "source")


class BudgetForm(BaseForm):
    """A year's money, and what a seat-week costs."""

    year = forms.TypedChoiceField(label=_("År"), coerce=int, choices=[(year, year) for year in YEARS])
    amount = forms.IntegerField(
        label=_("Budget, kronor"), required=False, min_value=0, max_value=10**12,
        help_text=_("Hela årets pengar till platserna i området. Lämna båda beloppen tomma om året inte har någon budget."),
    )  # fmt: skip
    week_cost = forms.DecimalField(
        label=_("Kostnad per platsvecka, kronor"), required=False, min_value=0, max_digits=9, decimal_places=2, localize=True,
    )  # fmt: skip
    covers = FreeTextField(
        label=_("Vad kostnaden täcker"), max_length=300, required=False,
        help_text=_("Till exempel handledarnas tid och lokaler, men inte lön till den som utbildas."),
    )  # fmt: skip
    field_order = ("region", "area", "year", "amount", "week_cost", "covers", "source")
