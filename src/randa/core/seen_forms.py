"""For a form that changes what exists: what somebody else has saved in the meantime is shown before it is overwritten."""

import hashlib
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _

if TYPE_CHECKING:
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
        if seen and seen != self._mark():
            words = _(
                "Uppgifterna har ändrats sedan du öppnade sidan. Nu står det: %(now)s. Spara igen om ditt ska gälla."
            )
            self.add_error(None, forms.ValidationError(words % {"now": self._now(cleaned)}, code="changed_meanwhile"))
            data = cast("QueryDict", self.data).copy()
            data[self.add_prefix("seen")] = self._mark()  # whoever saves again knows what stands there
            self.data = data
        return cleaned

    def _mark(self) -> str:
        values = sorted((name, str(value)) for name, value in self.initial.items())
        return hashlib.sha256(repr(values).encode()).hexdigest()[:32]

    def _now(self, cleaned: dict[str, Any]) -> str:
        other = [(name, value) for name, value in self.initial.items() if name in cleaned and cleaned[name] != value]
        return "; ".join(f"{self.fields[name].label}: {'–' if value in {None, ''} else value}" for name, value in other)
