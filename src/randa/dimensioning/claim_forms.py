"""The form for a table of one's own: pasted or uploaded, read here, kept nowhere."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.errors import InvalidInputError
from randa.core.freetext import FreeTextField
from randa.core.imports.tables import read_text, read_upload
from randa.core.uploads import SearchedFileField

MAX_ROWS = 10_000
MAX_PASTED = 2_000_000  # letters; Django itself refuses a form over 2.5 MB


class OwnTableForm(forms.Form):
    """A table pasted from a spreadsheet, or a file; after validation `rows` holds its cells."""

    text = FreeTextField(
        asks=False,  # rows of a table
        label=gettext_lazy("Klistra in tabellen"),
        help_text=gettext_lazy("Kopiera cellerna i Excel med rubrikraden, eller skriv med semikolon mellan cellerna."),
        required=False,
        strip=False,
        max_length=MAX_PASTED,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    file = SearchedFileField(
        label=gettext_lazy("Eller välj en fil"),
        help_text=gettext_lazy("Excel (.xlsx) eller csv, högst 10 000 rader och 5 MB. Filen sparas inte."),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    counted_on = forms.ChoiceField(label=gettext_lazy("Folkmängd per"))

    def __init__(self, *args: Any, days: Sequence[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["counted_on"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what is declared above
        field.choices = [(day.isoformat(), day.isoformat()) for day in days]
        self.rows: list[list[str]] = []

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text, upload = values.get("text", ""), values.get("file")
        if "text" in self.errors or "file" in self.errors:
            return values
        if upload and text.strip():
            self.add_error("file", _("Välj ett sätt: ta bort texten eller filen."))
        elif upload:
            self._read("file", lambda: read_upload(upload, upload.name))
        elif text.strip():
            self._read("text", lambda: read_text(text))
        else:
            self.add_error("text", _("Klistra in en tabell eller välj en fil."))
        return values

    def _read(self, field: str, read: Any) -> None:
        """Keep the rows, or say at the field why they cannot be read."""
        try:
            rows = read()
        except InvalidInputError as refusal:
            self.add_error(field, str(refusal))
            return
        if len(rows) > MAX_ROWS:
            self.add_error(
                field,
                _("Tabellen har %(rows)d rader. Högst %(limit)d kan granskas på en gång.")
                % {"rows": len(rows), "limit": MAX_ROWS},
            )
            return
        self.rows = rows
