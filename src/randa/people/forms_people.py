"""What is filled in about a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.people.models import User
from randa.people.models.user import HSA_ID
from randa.people.services.details import CORRECTABLE


class DetailsForm(SeenForm, forms.Form):
    """Correct what a colleague may know. Identity numbers have a page of their own."""

    given_name = forms.CharField(label=_("Förnamn"), max_length=80)
    family_name = forms.CharField(label=_("Efternamn"), max_length=80)
    title = FreeTextField(label=_("Titel"), max_length=120, required=False)
    work_phone = forms.CharField(label=_("Telefon i tjänsten"), max_length=30, required=False)
    email = forms.EmailField(
        label=_("E-postadress"), help_text=_("Personen loggar in med adressen. En ny adress gäller direkt.")
    )
    hsa_id = forms.CharField(
        label=_("HSA-id"),
        max_length=31,
        required=False,
        validators=[HSA_ID],
        help_text=_("Lämna tomt om personen inte har något."),
    )
    reason = FreeTextField(
        label=_("Skäl"),
        max_length=200,
        required=False,
        help_text=_("Till exempel ”nytt efternamn”. Står i historiken."),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_hsa_id(self) -> str | None:
        return self.cleaned_data["hsa_id"].strip() or None

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CORRECTABLE}


def details_of(person: User) -> dict[str, Any]:
    """Return what the form shows first."""
    return {name: getattr(person, name) for name in CORRECTABLE}
