"""What is filled in about a queue: opening it, putting somebody in it, leaving a seat to it, and the regions' shares."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.exchange.forms import KindChoice, askers
from randa.exchange.models import ANSWER, QueueShare, SeatQueue, healthcare_regions_of, root_of
from randa.exchange.queries.own import enrolments_by_number
from randa.exchange.services.queues.opening import About
from randa.exchange.services.queues.waiting import Wish
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.queries.granting import organisations_under
from randa.training.models import LearnerKind, PlacementArea, Unit

Kind = Organisation.Kind
MOST_WEEKS = 52


class QueueForm(forms.Form):
    """Open a queue."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    healthcare_region = forms.ModelChoiceField(
        label=_("Sjukvårdsregion"), queryset=Organisation.objects.none(), to_field_name="code", empty_label=None
    )
    keeper = forms.ModelChoiceField(
        label=_("Vi som sköter kön"), queryset=Organisation.objects.none(), to_field_name="code", empty_label=None
    )
    name = FreeTextField(
        label=_("Namn"), max_length=120, asks=False, widget=forms.TextInput,
        help_text=_("Det alla regioner känner igen, till exempel Barnpsykiatri, sidotjänstgöring."),
    )  # fmt: skip
    area = forms.ModelChoiceField(label=_("Område"), queryset=PlacementArea.objects.all(), empty_label=None)
    unit = forms.ModelChoiceField(
        label=_("Bara en enhet"), queryset=Unit.objects.none(), required=False, empty_label=_("Alla enheter i området"),
        help_text=_("Välj en enhet om platserna bara finns där."),
    )  # fmt: skip
    weeks = forms.IntegerField(label=_("Vanlig längd"), min_value=1, max_value=MOST_WEEKS)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Organisation.objects.filter(pk__in=healthcare_regions_of(actor))
        keepers = organisations_under(actor, ANSWER).filter(kind__in=[Kind.REGION, Kind.HOSPITAL])
        members = regions.values("member_regions__region")
        units = (
            Unit.objects.filter(region__in=members).select_related("organisation").order_by("organisation__sort_name")
        )
        for name, queryset in {"healthcare_region": regions, "keeper": keepers, "unit": units}.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid.uuid4

    def about(self) -> About:
        """Return what was filled in."""
        data = self.cleaned_data
        return About(data["healthcare_region"], data["name"], data["area"], data["weeks"], data["unit"])


class WishForm(SeenForm, forms.Form):
    """When somebody can come."""

    weeks = forms.IntegerField(label=_("Längd"), min_value=1, max_value=MOST_WEEKS)
    first_start = DayField(
        label=_("Vill börja"), help_text=_("Välj en dag. Placeringen börjar tidigast på veckans måndag.")
    )
    last_start = DayField(
        label=_("Måste ha börjat"), to_come=True, help_text=_("Den sista vecka då placeringen kan börja.")
    )
    training_ends_on = DayField(
        label=_("Utbildningens sista dag"), to_come=True, required=False,
        help_text=_("Lämna tomt om den inte är bestämd. Annars räknas sista veckan att börja om så att allt hinns med."),
    )  # fmt: skip

    def wish(self) -> Wish:
        """Return what was filled in."""
        data = self.cleaned_data
        return Wish(data["weeks"], data["first_start"], data["last_start"], data["training_ends_on"])


class JoinForm(WishForm):
    """Put somebody in a queue."""

    organisation = forms.ModelChoiceField(
        label=_("Vi som frågar"), queryset=Organisation.objects.none(), to_field_name="code", empty_label=None
    )
    post = FreeTextField(
        label=_("Utbildningstjänstens nummer"), max_length=30, asks=False, widget=forms.TextInput,
        help_text=_("Den som står på tjänsten ställs i kö. Andra regioner ser inte namnet."),
    )  # fmt: skip
    kind = KindChoice(label=_("Platsen är för"), queryset=LearnerKind.objects.all(), empty_label=None)
    field_order = ("organisation", "post", "kind", "first_start", "last_start", "weeks", "training_ends_on")

    def __init__(self, *args: Any, actor: User, queue: SeatQueue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["organisation"].queryset = homes_for(actor, queue)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        organisation, number = data.get("organisation"), str(data.get("post") or "").strip()
        if organisation is not None and number:
            data["enrolment"] = enrolments_by_number(self.actor, organisation, [number]).get(number)
            if data["enrolment"] is None:
                words = _("Hos er finns ingen utbildningstjänst med numret %(numbers)s.") % {"numbers": number}
                self.add_error("post", words)
        return data


class LeaveSeatForm(forms.Form):
    """Leave one seat to a queue."""

    unit = forms.ModelChoiceField(label=_("Enhet"), queryset=Unit.objects.none(), empty_label=None)
    starts_on = DayField(
        label=_("Första vecka"), to_come=True, help_text=_("Välj en dag. Placeringen börjar på veckans måndag.")
    )
    weeks = forms.IntegerField(label=_("Längd"), min_value=1, max_value=MOST_WEEKS)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.filter(pk__in=[one.pk for one in units]).select_related("organisation")
        self.fields["unit"].queryset = rows.order_by("organisation__sort_name")  # type: ignore[attr-defined]


class SharesForm(forms.Form):
    """How large a part each region is to have."""

    source = FreeTextField(
        label=_("Var det är överenskommet"), max_length=300, asks=False, widget=forms.TextInput,
        help_text=_("Till exempel ett protokoll och en paragraf. Alla regioner läser det."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, regions: Sequence[Organisation], shares: Sequence[QueueShare], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = {one.region_id: one.parts for one in shares}
        self.fields["source"].initial = shares[0].source if shares else ""
        self.regions = {f"region_{one.pk}": one for one in regions}
        for name, region in self.regions.items():
            self.fields[name] = forms.IntegerField(
                label=str(region), min_value=0, max_value=1000, required=False, initial=known.get(region.pk, 0)
            )
        self.order_fields([*self.regions, "source"])

    def parts(self) -> dict[Organisation, int]:
        """Return region -> parts."""
        return {region: self.cleaned_data[name] or 0 for name, region in self.regions.items()}


class LeaveQueueForm(forms.Form):
    """Why somebody is taken out, or a queue closed."""

    reason = FreeTextField(
        label=_("Varför?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Skriv varför. Den som berörs ska kunna läsa det.")},
    )  # fmt: skip


def homes_for(actor: User, queue: SeatQueue) -> Any:
    """Return the organisations for which the actor may put somebody in the queue: those of its healthcare region."""
    roots = queue.healthcare_region.member_regions.values_list("region__path", flat=True)
    inside = Q(pk__in=[])
    for path in roots:
        inside |= Q(path__startswith=root_of(path))
    return askers(actor).filter(inside)
