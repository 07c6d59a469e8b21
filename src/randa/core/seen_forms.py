"""For a form that changes what exists: what somebody else has saved in the meantime is shown before it is overwritten."""

import hashlib
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    Form = forms.Form
else:
    Form = object  # a form's metaclass would take the mixin for a form of its own


class SeenForm(Form):
    """Carries a mark of the values it opened with (its `initial`), in a hidden field that the page draws as `{{ form.seen }}`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self._mark())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen = cleaned.pop("seen", "")
        if seen and seen != self._mark() and (now := self._now()):
            words = _(
                "Uppgifterna har ändrats sedan du öppnade sidan. Nu står det: %(now)s. Spara igen om ditt ska gälla."
            )
            self.add_error(None, forms.ValidationError(words % {"now": now}, code="changed_meanwhile"))
            data = cast("QueryDict", self.data).copy()
            data[self.add_prefix("seen")] = self._mark()  # whoever saves again knows what stands there
            self.data = data
        return cleaned

    def _mark(self) -> str:
        values = sorted((name, str(value)) for name, value in self.initial.items())
        return hashlib.sha256(repr(values).encode()).hexdigest()[:32]

    def _now(self) -> str:
        """Return what stands there and is not what was sent, in words; empty when both have written the same."""
        other = [name for name in self.initial if name in self.changed_data]
        return "; ".join(
            f"{self.fields[name].label}: {_in_words(self.fields[name], self.initial[name])}" for name in other
        )


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    values = [str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one not in {None, ""}]
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in cast("Iterable[tuple[Any, Any]]", field.choices)}
        values = [labels.get(one, one) for one in values]
    return Truncator(", ".join(values)).chars(200) or "–"
