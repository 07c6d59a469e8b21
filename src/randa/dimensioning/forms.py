"""What people choose and type on the plan pages, read with care: a wrong choice falls back, it never fails."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from randa.core.freetext import FreeTextField
from randa.core.uploads import SearchedFileField
from randa.dimensioning.models import PostType
from randa.dimensioning.plan.check import MAX_COMMENT, MAX_SOURCE
from randa.dimensioning.plan.figures import parse_year

DEFAULT_YEARS = (2026, 2030)
MAX_YEARS = 12
KINDS = ("BT", "AT", "ST")
_MAX_PASTE = 3_000_000


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """Which part of the plan is shown."""

    region: str
    kind: str
    first: int
    last: int

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.kind,) if self.kind else KINDS


def plan_choice(params: QueryDict | Mapping[str, str], regions: Iterable[str]) -> PlanChoice:
    """Read the choice from a query string."""
    region, kind = params.get("region", ""), params.get("typ", "")
    first = parse_year(params.get("fran", "")) or DEFAULT_YEARS[0]
    last = parse_year(params.get("till", "")) or DEFAULT_YEARS[1]
    first, last = min(first, last), max(first, last)
    return PlanChoice(
        region=region if region in set(regions) else "",
        kind=kind if kind in KINDS else "",
        first=first,
        last=min(last, first + MAX_YEARS - 1),
    )


class SaveForm(forms.Form):
    """What goes with the typed cells."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    source = FreeTextField(label=_("Källa för de nya värdena"), max_length=MAX_SOURCE, required=False)
    comment = FreeTextField(label=_("Varför"), max_length=300, required=False)


class CellForm(forms.Form):
    """All that a cell holds. The number is text: a wrong one comes back with its reason instead of being swallowed."""

    posts = forms.CharField(label=_("Antal tjänster"), required=False, max_length=40)
    status = forms.ChoiceField(label=_("Status"), choices=[("draft", _("utkast")), ("decided", _("beslutad"))])
    source = FreeTextField(label=_("Källa"), required=False, max_length=MAX_SOURCE)
    comment = FreeTextField(
        label=_("Kommentar"), required=False, max_length=MAX_COMMENT, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class InputForm(forms.Form):
    """A table, pasted or as a file."""

    text = FreeTextField(
        asks=False,  # rows of a table
        label=_("Klistra in från Excel"),
        required=False,
        strip=False,
        max_length=_MAX_PASTE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "number"}),
    )
    file = SearchedFileField(
        label=_("Eller välj en fil"), required=False, help_text=_("Excel (.xlsx) eller CSV, högst 5 MB.")
    )
    post_type = forms.ChoiceField(
        label=_("Tjänstetyp"),
        required=False,
        choices=[("", _("står i tabellen")), *PostType.choices],
        help_text=_("Behövs bara när tabellen själv inte säger vilken typ det är."),
    )

    def clean(self) -> dict[str, object]:
        values: dict[str, object] = super().clean() or {}
        if not values.get("file") and not str(values.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError(_("Klistra in rader eller välj en fil."))
        return values
