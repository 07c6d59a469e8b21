"""Writing a draft of a region's own rules: a field per rule, of the rule's kind."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.day_fields import DayField
from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.organisations.models import Organisation
from randa.regulations.labels import UNITS
from randa.regulations.models import RuleKey, RuleSet
from randa.regulations.queries_draft import Decidable, field_name, problems_with
from randa.regulations.services import ABOUT, Written
from randa.regulations.wording import rule_value, value_word

Kind = RuleKey.Kind
YES, NO = "yes", "no"


class NumbersField(forms.Field):
    """One whole number, or several with commas between: "18, 21"."""

    widget = forms.TextInput(attrs={"maxlength": 60})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if not (value or "").strip():
            return None
        try:
            numbers = [int(one) for one in value.split(",")]
        except ValueError as wrong:
            raise forms.ValidationError(
                _("Skriv ett heltal, eller flera med komma emellan, till exempel 18, 21."), code="numbers"
            ) from wrong
        return numbers[0] if len(numbers) == 1 else numbers


class AreasField(forms.Field):
    """Placements in order, one a line: "PSY 3"."""

    widget = forms.Textarea(attrs={"rows": 4, "maxlength": 200})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [" ".join(line.split()).replace(",", ".") for line in (value or "").splitlines()]
        return [line for line in lines if line] or None


class DraftForm(SeenForm, forms.Form):
    """What the draft says. A rule that is left empty follows the common one."""

    valid_from = DayField(
        label=gettext_lazy("Gäller från"),
        to_come=True,
        help_text=gettext_lazy("Tidigast i morgon. Planer som redan är gjorda behåller de regler de räknades med."),
    )
    decided_by = FreeTextField(
        label=gettext_lazy("Beslutad av"), max_length=120, asks=False, required=False, widget=forms.TextInput,
        help_text=gettext_lazy("Till exempel regionstyrelsen. Behövs först när versionen publiceras."),
    )  # fmt: skip
    source = FreeTextField(
        label=gettext_lazy("Beslut"), max_length=200, asks=False, required=False, widget=forms.TextInput,
        help_text=gettext_lazy("Protokoll, datum och diarienummer. Behövs först när versionen publiceras."),
    )  # fmt: skip
    paragraph = FreeTextField(
        label=gettext_lazy("Paragraf"), max_length=120, asks=False, required=False, widget=forms.TextInput
    )
    link = forms.URLField(
        label=gettext_lazy("Länk till beslutet"), max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, draft: RuleSet, region: Organisation, rules: Sequence[Decidable]) -> None:
        self._region, self._rules = region, rules
        about = {name: getattr(draft, name) for name in ABOUT}
        own = {field_name(one.key.key): _initial(one) for one in rules}
        super().__init__(*args, initial=about | own)
        for one in rules:
            field = _FIELDS[Kind(one.key.kind)](one.key)
            field.label, field.required, field.help_text = one.label, False, _otherwise(one)
            self.fields[field_name(one.key.key)] = field

    def groups(self) -> list[tuple[str, list[tuple[BoundField, str]]]]:
        """Return the fields of the rules by subject, each with its unit."""
        found: dict[str, list[tuple[BoundField, str]]] = {}
        for one in self._rules:
            unit = str(UNITS.get(one.key.unit, one.key.unit))
            found.setdefault(one.group, []).append((self[field_name(one.key.key)], unit))
        return list(found.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        keys, values = {one.key.key: one.key for one in self._rules}, self._values(cleaned)
        if "valid_from" in cleaned:
            for key, problem in problems_with(self._region, cleaned["valid_from"], values, keys).items():
                self.add_error(field_name(key), problem)
        return cleaned

    def written(self) -> Written:
        """Return what was filled in."""
        return Written(values=self._values(self.cleaned_data), **{name: self.cleaned_data[name] for name in ABOUT})

    def _values(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        found = {one.key.key: cleaned.get(field_name(one.key.key)) for one in self._rules}
        return {key: value for key, value in found.items() if value not in (None, "", [])}


def _initial(one: Decidable) -> Any:
    if one.own is None:
        return [] if one.key.kind == Kind.CHOICES else ""
    return (YES if one.own.value else NO) if one.key.kind == Kind.FLAG else one.own.value


def _otherwise(one: Decidable) -> str:
    if one.common is None:
        return _("Tomt: ingen regel.")
    words = {"value": rule_value(one.common), "rule_set": one.common.rule_set.name}
    return _("Tomt: %(value)s, enligt %(rule_set)s.") % words


def _number(key: RuleKey) -> forms.Field:
    return forms.IntegerField(min_value=key.minimum, max_value=key.maximum)


def _flag(_key: RuleKey) -> forms.Field:
    choices = [("", _("följer det gemensamma")), (YES, value_word(True)), (NO, value_word(False))]
    return forms.TypedChoiceField(choices=choices, coerce=lambda value: value == YES, empty_value=None)


def _choice(key: RuleKey) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("följer det gemensamma")), *_options(key)])


def _choices(key: RuleKey) -> forms.Field:
    return forms.MultipleChoiceField(choices=_options(key), widget=forms.CheckboxSelectMultiple)


def _options(key: RuleKey) -> list[tuple[str, str]]:
    return [(one, value_word(one)) for one in key.options]


_FIELDS: dict[Kind, Callable[[RuleKey], forms.Field]] = {
    Kind.NUMBER: _number,
    Kind.SHARE: _number,
    Kind.NUMBERS: lambda _key: NumbersField(),
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.AREAS: lambda _key: AreasField(),
}
