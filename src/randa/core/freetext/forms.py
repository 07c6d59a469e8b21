"""The form field of free text: refuses identity numbers, and asks once more before what looks like data about a patient.

The question stands inside the widget, so that every form that shows its fields one by one has it without a line of its own.
"""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from randa.core.freetext.errors import IdentityNumberInTextError
from randa.core.freetext.numbers import refuse_identity_numbers
from randa.core.freetext.patients import patient_data_warnings

CHECKED = "-checked"  # name of the answer's box, after the name of the field


class Typed(str):
    """What was typed, and whether the person has answered that no patient can be recognised."""

    __slots__ = ("is_checked",)
    is_checked: bool


class _AsksAboutPatients(forms.Widget):
    asks = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if not isinstance(value, str):
            return value
        typed = Typed(value)
        typed.is_checked = bool(data.get(f"{name}{CHECKED}"))
        return typed

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        box = super().render(name, value, attrs, renderer)
        if not self.asks or not isinstance(value, Typed) or not patient_data_warnings(value):
            return box
        mark = SafeString(" checked" if value.is_checked else "")
        return format_html(
            '{}<span class="field-check"><label for="{id}"><input type="checkbox" name="{name}" id="{id}" value="1"{mark}>'
            "<span>{words}</span></label></span>",
            box, id=f"id_{name}{CHECKED}", name=f"{name}{CHECKED}", mark=mark,
            words=_("Jag har kontrollerat att ingen patient kan kännas igen"),
        )  # fmt: skip


class FreeTextInput(_AsksAboutPatients, forms.TextInput):
    """One line of free text."""


class FreeTextArea(_AsksAboutPatients, forms.Textarea):
    """Several lines of free text."""


class FreeTextField(forms.CharField):
    """Use it for everything that people write in their own words: reasons, comments, messages, descriptions, titles.

    Args:
        widget: a TextInput or Textarea as for a CharField; it gets the question about patients.
        asks: whether to ask about patients; not where rows of figures are pasted.
    """

    def __init__(self, *, widget: Any = None, asks: bool = True, **kwargs: Any) -> None:
        self.asks = asks
        given = widget() if isinstance(widget, type) else widget
        kind = FreeTextArea if isinstance(given, forms.Textarea) else FreeTextInput
        super().__init__(widget=kind(attrs=given.attrs if given else None), **kwargs)
        self.widget.asks = asks

    def clean(self, value: Any) -> Any:
        """Return the text.

        Raises:
            ValidationError: it holds an identity number, or looks like data about a patient and the box is not ticked.
        """
        text = super().clean(value)
        try:
            refuse_identity_numbers(text)
        except IdentityNumberInTextError as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        warnings = patient_data_warnings(text) if self.asks else []
        if warnings and not getattr(value, "is_checked", False):
            more = _("Skriv om, eller kryssa i att du har kontrollerat texten.")
            raise forms.ValidationError(" ".join([*warnings, more]), code="patient_data")
        return text
