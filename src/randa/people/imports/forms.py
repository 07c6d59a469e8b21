"""Choosing a file, and what its columns are."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from randa.core.uploads import SearchedFileField
from randa.organisations.models import Organisation
from randa.people.imports.fields import FIELDS
from randa.people.models import User


class UploadForm(forms.Form):
    """A file, and the organisation that it is about."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    file = SearchedFileField(
        label=_("Fil"),
        help_text=_("Excel (.xlsx) eller CSV med rubriker på första raden, högst 20 000 rader."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = Organisation.objects.none()
        for path in actor.paths_with("people.import"):
            below = below | Organisation.objects.filter(path__startswith=path)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = below.order_by("sort_name")


SILENT, INVITE = "silent", "invite"


def _letters() -> list[tuple[str, str]]:
    silent = _("Lägg till tyst: inga brev. De loggar in via sin arbetsgivare eller väljer lösenord med Glömt lösenord.")
    days = settings.RANDA_INVITATION_DAYS
    invite = ngettext(
        "Bjud in nu: varje ny person med en roll får ett brev med en länk som gäller i %(days)d dag.",
        "Bjud in nu: varje ny person med en roll får ett brev med en länk som gäller i %(days)d dagar.",
        days,
    )
    return [(SILENT, str(silent)), (INVITE, invite % {"days": days})]


class ColumnsForm(forms.Form):
    """Which column holds what, and whether new people are told."""

    def __init__(
        self, *args: Any, headings: list[str], guess: dict[str, int], may_invite: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("läs inte in")), *((str(number), heading or "–") for number, heading in enumerate(headings))]
        for one in FIELDS:
            self.fields[one.key] = forms.ChoiceField(
                label=str(one.label), choices=choices, required=False, initial=str(guess.get(one.key, ""))
            )
        if may_invite:
            self.fields["letters"] = forms.ChoiceField(
                label=_("Brev till nya personer"),
                choices=_letters(),
                initial=SILENT,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        chosen = [value for key, value in self.cleaned_data.items() if value and key != "letters"]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("Samma kolumn är vald två gånger. Välj en kolumn för varje uppgift."))
        if not any(self.cleaned_data.get(key) for key in ("email", "hsa_id", "external_id")):
            raise forms.ValidationError(_("Välj vilken kolumn som har e-post, HSA-id eller id i källsystemet."))
        return self.cleaned_data

    def columns(self) -> dict[str, int]:
        """Return field -> column of what was chosen."""
        return {key: int(value) for key, value in self.cleaned_data.items() if value and key != "letters"}

    def invites(self) -> bool:
        """Tell whether new people are invited by mail."""
        return self.cleaned_data.get("letters") == INVITE
