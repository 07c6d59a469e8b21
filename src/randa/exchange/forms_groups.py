"""What is filled in about a course occasion and its list of students."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.core.uploads import SearchedFileField
from randa.exchange.forms import KindChoice, askers
from randa.exchange.imports.fields import FIELDS
from randa.exchange.models import GroupMember, SpecialReasonKind
from randa.exchange.services.groups import Occasion
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import LearnerKind, PlacementArea, Unit


class GroupForm(forms.Form):
    """A course occasion whose students need seats."""

    organisation = forms.ModelChoiceField(
        label=_("Lärosäte"), queryset=Organisation.objects.none(), to_field_name="code", empty_label=None
    )
    course = forms.CharField(label=_("Kurs"), max_length=80, help_text=_("Som den heter i studentlistan."))
    term = forms.CharField(label=_("Termin"), max_length=20, help_text=_("Till exempel VT 2027."))
    programme = forms.CharField(label=_("Program"), max_length=120, help_text=_("Som det heter i studentlistan."))
    kind = KindChoice(
        label=_("Studenterna är"), queryset=LearnerKind.objects.filter(pk__in=["MED", "SSK", "SPE"]), empty_label=None
    )
    area = forms.ModelChoiceField(label=_("Område"), queryset=PlacementArea.objects.all(), empty_label=None)
    starts_on = DayField(
        label=_("Första vecka"), to_come=True, help_text=_("Välj en dag. Placeringen börjar på veckans måndag.")
    )
    weeks = forms.IntegerField(label=_("Längd"), min_value=1, max_value=52)
    wishes_until = DayField(
        label=_("Önskemål senast"), to_come=True, required=False,
        help_text=_("Till och med den dagen kan studenterna rangordna enheter. Lämna tomt om ni inte tar emot önskemål."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = universities(actor)  # type: ignore[attr-defined]

    def occasion(self) -> Occasion:
        """Return what was filled in."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "organisation"}
        return Occasion(**data)


class ListForm(forms.Form):
    """The university's list of students."""

    file = SearchedFileField(
        label=_("Studentlista"),
        help_text=_(
            "Excel (.xlsx) eller CSV med rubriker på första raden. Personnummer behövs inte, och sparas aldrig."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


class ListColumnsForm(forms.Form):
    """Which column of the list holds what."""

    def __init__(self, *args: Any, headings: list[str], guess: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("läs inte in")), *((str(number), heading or "–") for number, heading in enumerate(headings))]
        for one in FIELDS:
            self.fields[one.key] = forms.ChoiceField(
                label=str(one.label), choices=choices, required=False, initial=str(guess.get(one.key, ""))
            )

    def clean(self) -> dict[str, Any]:
        chosen = [value for value in self.cleaned_data.values() if value]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("Samma kolumn är vald två gånger. Välj en kolumn för varje uppgift."))
        if not self.cleaned_data.get("email"):
            self.add_error("email", _("Välj vilken kolumn som har studenternas e-post."))
        return self.cleaned_data

    def columns(self) -> dict[str, int]:
        """Return field -> column of what was chosen."""
        return {key: int(value) for key, value in self.cleaned_data.items() if value}


class _Seated(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted when the form is made
    """A student with where they are."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, {obj.seat.inquiry.unit}"


class SwapForm(forms.Form):
    """Two students who change seats."""

    one = _Seated(label=_("Student"), queryset=GroupMember.objects.none())
    other = _Seated(label=_("Byter plats med"), queryset=GroupMember.objects.none())

    def __init__(self, *args: Any, members: QuerySet[GroupMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.fields[name].queryset = members  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """Yes or no to a special reason."""

    grant = forms.ChoiceField(
        label=_("Beslut"), widget=forms.RadioSelect,
        choices=[("yes", _("Bevilja: jag har sett intyget")), ("no", _("Avslå"))],
    )  # fmt: skip
    reason = FreeTextField(
        label=_("Varför?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Studenten läser det. Skriv inget om hälsa."),
    )  # fmt: skip


class HousingForm(forms.Form):
    """How far it has come with somewhere to live."""

    housing = forms.ChoiceField(label=_("Läge"), widget=forms.RadioSelect, choices=GroupMember.Housing.choices)
    note = FreeTextField(
        label=_("Till studenten"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Till exempel var, från när, och vem studenten vänder sig till. Skriv varför om det inte gick."),
    )  # fmt: skip


class ReasonKindForm(forms.Form):
    """The category of a special reason; there is no field for more."""

    kind = forms.ModelChoiceField(
        label=_("Skäl"), queryset=SpecialReasonKind.objects.all(), empty_label=None, widget=forms.RadioSelect,
        help_text=_("Bara vilket slags skäl det är sparas. Intyget visar du för lärosätet, och det sparas inte."),
    )  # fmt: skip


class WishForm(forms.Form):
    """Units in order, best first."""

    def __init__(self, *args: Any, units: Sequence[Unit], most: int, wished: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in units}
        choices = [("", "–"), *((key, _where(one)) for key, one in self.by_key.items())]
        for rank in range(1, min(most, len(units)) + 1):
            self.fields[f"wish_{rank}"] = forms.ChoiceField(
                label=_("Val %(rank)d") % {"rank": rank}, choices=choices, required=False,
                initial=str(wished[rank - 1]) if rank <= len(wished) else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: set[str] = set()
        for name, value in list(data.items()):  # a fault takes its value out
            if value and value in seen:
                self.add_error(name, _("Du har redan valt den enheten. Välj en annan, eller ingen."))
            seen.add(value)
        return data

    def units(self) -> list[Unit]:
        """Return what was chosen, best first; a gap in the order is closed."""
        return [self.by_key[value] for value in self.cleaned_data.values() if value]


def _where(unit: Unit) -> str:
    """Return the unit with its town, unless its name says that."""
    return str(unit) if unit.site in str(unit) else f"{unit}, {unit.site}"


def universities(actor: User) -> QuerySet[Organisation]:
    """Return the universities for which the actor asks for seats."""
    return askers(actor).filter(kind=Organisation.Kind.UNIVERSITY).order_by("sort_name")
