"""What is filled in to ask for seats, to offer them, to answer with a counter-offer, and to say no."""

import re
import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.exchange.models import ASK, StudentGroup
from randa.exchange.queries.own import enrolments_by_number
from randa.exchange.services.requests import Wanted
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.queries.granting import organisations_under
from randa.supply.models import PlaceOffer
from randa.training.models import Enrolment, LearnerKind, PlacementArea, Unit

Kind = Organisation.Kind
MOST = 200


class KindChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted when the form is made
    """Kinds of learner, each with how they share a seat when they do."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.sharing})" if obj.sharing else str(obj)


class RequestForm(forms.Form):
    """Ask one or several other organisations for seats."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    group = forms.ModelChoiceField(
        queryset=StudentGroup.objects.none(), widget=forms.HiddenInput, required=False
    )  # the course occasion from whose page the request is made
    bank = forms.ModelChoiceField(queryset=PlaceOffer.objects.all(), widget=forms.HiddenInput, required=False)
    asker = forms.ModelChoiceField(label=_("Vi som frågar"), queryset=Organisation.objects.none(), to_field_name="code")
    kind = KindChoice(label=_("Platserna är för"), queryset=LearnerKind.objects.all(), empty_label=None)
    area = forms.ModelChoiceField(label=_("Område"), queryset=PlacementArea.objects.all())
    seats = forms.IntegerField(
        label=_("Antal platser"), min_value=1, max_value=MOST,
        help_text=_("En för varje person, även när de delar på en plats hos enheten."),
    )  # fmt: skip
    weeks = forms.IntegerField(label=_("Längd"), min_value=1, max_value=52)
    starts_on = DayField(
        label=_("Första vecka"), to_come=True, help_text=_("Välj en dag. Placeringen börjar på veckans måndag.")
    )
    second_start = DayField(label=_("Annan vecka som också går bra"), to_come=True, required=False)
    third_start = DayField(label=_("Ytterligare en"), to_come=True, required=False)
    reply_by = DayField(label=_("Svar senast"), to_come=True)
    recipients = forms.ModelMultipleChoiceField(
        label=_("Fråga regioner, sjukhus och kommuner"), queryset=Organisation.objects.none(), to_field_name="code",
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Var och en får en egen förfrågan och ser inte de andras svar."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label=_("Eller fråga en enhet direkt"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
    )
    posts = FreeTextField(
        label=_("Vilka platserna är för"), required=False, asks=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Utbildningstjänsternas nummer, ett per rad. Lämna tomt om det inte är bestämt."
            " Namnen visas för den som tar emot först när platserna är bekräftade."
        ),
    )  # fmt: skip
    wishes = FreeTextField(
        label=_("Önskemål"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Till exempel gärna samma sjukhus hela tiden. Skriv inget om enskilda personer."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        choices = {"asker": askers(actor), "recipients": askable(), "unit": askable_units()}
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.fields["group"].queryset = StudentGroup.objects.visible_to(actor)  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid.uuid4

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asker, own = data.get("asker"), data.get("asker") and data["asker"].path
        asked = [*(data.get("recipients") or []), *([data["unit"]] if data.get("unit") else [])]
        if not asked:
            self.add_error("recipients", _("Välj minst en att fråga."))
        if own and (inside := [str(one) for one in asked if one.path.startswith(own)]):
            words = _("%(names)s hör till er själva. Planera de platserna i er egen plan.") % {
                "names": ", ".join(inside)
            }
            self.add_error("recipients", words)
        group = data.get("group")
        if group is not None and group.organisation != asker:
            self.add_error("asker", _("Kurstillfället hör till %(place)s.") % {"place": group.organisation})
        data["asked"] = asked
        data["learners"] = self._learners(str(data.get("posts") or ""), asker)
        if data.get("seats") and len(data["learners"]) > data["seats"]:
            self.add_error("posts", _("Fler personer än platser. Be om fler platser eller ta bort någon."))
        return data

    def _learners(self, typed: str, asker: Organisation | None) -> list[Enrolment]:
        numbers = list(dict.fromkeys(re.split(r"[\s,;]+", typed.strip()))) if typed.strip() else []
        if not numbers or asker is None:
            return []
        found = enrolments_by_number(self.actor, asker, numbers)
        if missing := [number for number in numbers if number not in found]:
            words = _("Hos er finns ingen utbildningstjänst med numret %(numbers)s.") % {"numbers": ", ".join(missing)}
            self.add_error("posts", words)
        return [found[number] for number in numbers if number in found]

    def wanted(self) -> Wanted:
        """Return what is asked for."""
        data = self.cleaned_data
        others = [day for day in (data["second_start"], data["third_start"]) if day]
        return Wanted(
            kind=data["kind"], area=data["area"], seats=data["seats"], weeks=data["weeks"], starts_on=data["starts_on"],
            reply_by=data["reply_by"], alternatives=others, wishes=data["wishes"], learners=data["learners"],
            group=data["group"], bank_offer=data["bank"],
        )  # fmt: skip


class _UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted when the form is made
    """Units with how many seats are free in the weeks that were asked for."""

    free: dict[int, int]

    def label_from_instance(self, obj: Any) -> str:
        free = getattr(self, "free", {}).get(obj.pk)
        return str(obj) if free is None else _("%(unit)s, %(n)d fria") % {"unit": obj, "n": free}


class CounterForm(SeenForm, forms.Form):
    """Another number or other weeks, at the unit that is offered."""

    seats = forms.IntegerField(label=_("Antal platser"), min_value=1, max_value=MOST)
    starts_on = DayField(
        label=_("Första vecka"), to_come=True, help_text=_("Välj en dag. Placeringen börjar på veckans måndag.")
    )
    weeks = forms.IntegerField(label=_("Längd"), min_value=1, max_value=52)
    message = FreeTextField(
        label=_("Meddelande"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class OfferForm(CounterForm):
    """Seats at a unit, with how long they are promised."""

    unit = _UnitChoice(label=_("Enhet"), queryset=Unit.objects.none())
    promised_until = DayField(
        label=_("Platserna är lovade till och med"), to_come=True,
        help_text=_("Så länge erbjuds de ingen annan. Därefter gäller det som är ledigt."),
    )  # fmt: skip
    field_order = ("unit", "seats", "starts_on", "weeks", "promised_until", "message")

    def __init__(self, *args: Any, units: QuerySet[Unit], free: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, _UnitChoice):
            field.free = free
            field.queryset = units


class ReasonForm(forms.Form):
    """Why it is no."""

    reason = FreeTextField(
        label=_("Varför?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Den andra organisationen läser det."),
        error_messages={"required": _("Skriv varför. Den andra organisationen ska kunna läsa det.")},
    )  # fmt: skip


def askers(actor: User) -> QuerySet[Organisation]:
    """Return the organisations for which the actor asks for seats."""
    kinds = [Kind.REGION, Kind.HOSPITAL, Kind.UNIVERSITY, Kind.MUNICIPALITY]
    return organisations_under(actor, ASK).filter(kind__in=kinds)


def askable() -> QuerySet[Organisation]:
    """Return the organisations that have units, by the tree."""
    with_units = Organisation.objects.filter(kind=Kind.UNIT).values("parent")
    regions = Unit.objects.values("region")
    kinds = [Kind.REGION, Kind.HOSPITAL, Kind.MUNICIPALITY]
    return Organisation.objects.filter(Q(pk__in=with_units) | Q(pk__in=regions), kind__in=kinds).order_by("path")


def askable_units() -> QuerySet[Organisation]:
    """Return the units, by name."""
    return Organisation.objects.filter(kind=Kind.UNIT, unit__isnull=False).order_by("sort_name", "pk")
