"""What is filled in to invite, and to accept."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from randa.core.access.models import Role
from randa.core.day_fields import DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.organisations.models import Organisation
from randa.people.forms_roles import after
from randa.people.models import User
from randa.people.queries.granting import organisations_under


class InviteForm(DaysInOrder, forms.Form):
    """Invite somebody by mail."""

    email = forms.EmailField(label=_("E-postadress"))
    role = forms.ModelChoiceField(label=_("Roll"), queryset=Role.objects.all())
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    starts_on = DayField(label=_("Första dag"), to_come=True)
    last_day = DayField(label=_("Sista dag"), required=False, help_text=_("Lämna tomt om rollen gäller tills vidare."))
    language = forms.ChoiceField(label=_("Mejlets språk"), choices=settings.LANGUAGES)
    message = FreeTextField(
        label=_("Hälsning"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Står i mejlet. Skriv inga personnummer och inga patientuppgifter."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_under(actor, "people.invite")  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """Return the arguments of `invite`."""
        data = dict(self.cleaned_data)
        return data | {"ends_before": after(data.pop("last_day"))}


class AcceptForm(forms.Form):
    """Confirm one's name and choose a password."""

    given_name = forms.CharField(label=_("Förnamn"), max_length=80)
    family_name = forms.CharField(label=_("Efternamn"), max_length=80)
    password = forms.CharField(
        label=_("Lösenord"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=128,
        help_text=_("Minst tolv tecken, gärna en hel mening."),
    )  # fmt: skip
    repeated = forms.CharField(
        label=_("Lösenordet en gång till"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=128
    )  # fmt: skip

    def clean_repeated(self) -> str:
        if self.cleaned_data["repeated"] != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("Lösenorden är inte lika."))
        return str(self.cleaned_data["repeated"])
