"""Forms of the register."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.core.uploads import SearchedFileField
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.records.models import RegisteredDocument
from randa.records.queries import authorities_of
from randa.records.sections import sections

MOST_MASKS = 8
_ROWS = {"rows": 4}


def _section_choices(*, optional: bool = False) -> list[tuple[str, Any]]:
    own = [(one.name, one.label) for one in sections()]
    return [("", _("Välj lagrum") if not optional else _("ingen")), *own]


class LineForm(forms.Form):
    """What the register says about a document."""

    direction = forms.ChoiceField(label=_("Slag"), choices=RegisteredDocument.Direction.choices)
    on = DayField(
        label=_("Datum"),
        has_been=True,
        earliest=dt.date(1900, 1, 1),
        help_text=_("När handlingen kom in, upprättades eller skickades."),
    )
    concerns = FreeTextField(label=_("Ärendemening"), max_length=300, help_text=_("I korthet vad handlingen rör."))
    concerns_apart = forms.BooleanField(
        label=_("Håll ärendemeningen avskild från det offentliga registret"), required=False
    )
    concerns_public = FreeTextField(
        label=_("Ärendemening i det offentliga registret"), max_length=200, required=False,
        help_text=_("Används när ärendemeningen hålls avskild. Inga hemliga uppgifter här."),
    )  # fmt: skip
    counterpart = FreeTextField(label=_("Avsändare eller mottagare"), max_length=200, required=False)
    counterpart_apart = forms.BooleanField(
        label=_("Håll avsändare eller mottagare avskild från det offentliga registret"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (
            cleaned.get("concerns_apart")
            and not cleaned.get("concerns_public")
            and "concerns_public" not in self.errors
        ):
            self.add_error(
                "concerns_public",
                _("Skriv vad som ska stå i det offentliga registret när ärendemeningen hålls avskild."),
            )
        return cleaned


class NewForm(LineForm):
    """A new document: whose register, its line, and its file."""

    organisation = forms.ModelChoiceField(
        label=_("Myndighet"), queryset=Organisation.objects.none(), to_field_name="code", empty_label=None,
        help_text=_("Varje handling registreras hos en enda myndighet."),
    )  # fmt: skip
    file = SearchedFileField(
        label=_("Fil"), required=False, help_text=_("PDF, PNG, JPEG, Word, Excel eller text, högst 10 MB.")
    )
    field_order = ("organisation",)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = authorities_of(actor)


class CorrectForm(SeenForm, LineForm):
    """A corrected line, and why."""

    reason = FreeTextField(label=_("Varför rättas uppgifterna?"), max_length=300)


class VersionForm(forms.Form):
    """A further version of the content."""

    file = SearchedFileField(label=_("Fil"), help_text=_("PDF, PNG, JPEG, Word, Excel eller text, högst 10 MB."))
    note = FreeTextField(label=_("Vad är nytt?"), max_length=200, required=False)


class MarkForm(forms.Form):
    """A secrecy marking."""

    section = forms.ChoiceField(label=_("Lagrum"))
    note = FreeTextField(label=_("Anteckning"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        if isinstance(field, forms.ChoiceField):
            field.choices = _section_choices()


class RefuseForm(MarkForm):
    """A decision not to release."""

    requested_on = DayField(label=_("När kom begäran in?"), has_been=True)
    reason = FreeTextField(label=_("Skäl"), max_length=2000, widget=forms.Textarea(attrs=_ROWS))
    appeal = FreeTextField(label=_("Så överklagar man"), max_length=2000, widget=forms.Textarea(attrs=_ROWS))
    field_order = ("requested_on", "section", "reason", "appeal")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]


class ReleaseForm(forms.Form):
    """What a copy for release shows, and what is masked under which section."""

    concerns = forms.BooleanField(label=_("Maska ärendemeningen"), required=False)
    counterpart = forms.BooleanField(label=_("Maska avsändare eller mottagare"), required=False)
    section = forms.ChoiceField(label=_("Lagrum för det som maskas i registret"), required=False)
    content = forms.CharField(
        label=_("Handlingens text"), required=False, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_("Lämna tomt om bara uppgifterna ur registret ska lämnas ut."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _section_choices(optional=True)
        for number in range(1, MOST_MASKS + 1):
            self.fields[f"passage_{number}"] = forms.CharField(
                label=_("Passage %(number)d") % {"number": number}, required=False, max_length=2000
            )
            self.fields[f"section_{number}"] = forms.ChoiceField(
                label=_("Lagrum för passage %(number)d") % {"number": number}, required=False, choices=choices
            )
        field = self.fields["section"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the passages, two and two."""
        return [(self[f"passage_{number}"], self[f"section_{number}"]) for number in range(1, MOST_MASKS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        missing = _("Välj lagrum för det som maskas.")
        if (cleaned.get("concerns") or cleaned.get("counterpart")) and not cleaned.get("section"):
            self.add_error("section", missing)
        for number in range(1, MOST_MASKS + 1):
            if cleaned.get(f"passage_{number}") and not cleaned.get(f"section_{number}"):
                self.add_error(f"section_{number}", missing)
        return cleaned
