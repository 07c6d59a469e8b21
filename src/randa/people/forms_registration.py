"""What is filled in to ask for an account, to answer, and to set the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.access.models import Role
from randa.core.access.row_security import as_system
from randa.core.day_fields import DayField, DaysInOrder
from randa.core.errors import DomainError
from randa.core.freetext import FreeTextField
from randa.core.freetext.numbers import refuse_identity_numbers
from randa.core.seen_forms import SeenForm
from randa.organisations.models import Organisation
from randa.people.forms_roles import after
from randa.people.queries.registrations import organisations_to_ask, roles_to_ask_for

ASKS_AS = "people.asks_as"  # what an identity provider said about somebody without an account, in the session


class AskForm(forms.Form):
    """Ask for an account."""

    given_name = forms.CharField(label=_("Förnamn"), max_length=80)
    family_name = forms.CharField(label=_("Efternamn"), max_length=80)
    email = forms.EmailField(label=_("E-postadress i tjänsten"), help_text=_("Dit kommer svaret."))
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    role = forms.ModelChoiceField(
        label=_("Roll"), queryset=Role.objects.none(), help_text=_("Den som svarar kan ge dig en annan.")
    )
    message = FreeTextField(
        label=_("Meddelande"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Till exempel var du arbetar och vem som känner dig. Skriv inga personnummer och inga patientuppgifter."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_to_ask()  # type: ignore[attr-defined]
        self.fields["role"].queryset = roles_to_ask_for()  # type: ignore[attr-defined]

    def clean_message(self) -> str:
        try:
            return refuse_identity_numbers(self.cleaned_data["message"])
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from None


class AnswerForm(DaysInOrder, forms.Form):
    """Answer somebody who has asked."""

    role = forms.ModelChoiceField(label=_("Roll"), queryset=Role.objects.all())
    starts_on = DayField(label=_("Första dag"), to_come=True)
    last_day = DayField(label=_("Sista dag"), required=False, help_text=_("Lämna tomt om rollen gäller tills vidare."))
    reason = FreeTextField(label=_("Skäl"), max_length=200, help_text=_("Den som frågade får läsa det i svaret."))

    def asked(self) -> dict[str, Any]:
        """Return the arguments of `approve_registration`."""
        data = dict(self.cleaned_data)
        return data | {"ends_before": after(data.pop("last_day"))}

    def is_valid_no(self) -> bool:
        """Tell whether a no can be sent: it needs its reason and nothing else, so what the other fields hold is forgotten."""
        for name in [name for name in self.errors if name != "reason"]:
            del self.errors[name]
        return not self.errors


class RulesForm(SeenForm, forms.Form):
    """An organisation's rules for accounts."""

    self_registration = forms.BooleanField(
        label=_("Låt människor be om ett konto"), required=False,
        help_text=_("De hamnar i en väntelista. Ingen kommer in utan ett ja från någon som får bjuda in."),
    )  # fmt: skip
    close_without_role = forms.BooleanField(
        label=_("Avsluta konton när ingen roll finns kvar"), required=False,
        help_text=_("Det sker natten efter att den sista rollen har upphört. Kontot kan öppnas igen."),
    )  # fmt: skip


def any_organisation_to_ask() -> bool:
    """Tell whether there is anybody to ask, also for whoever is not signed in."""
    with as_system("whoever asks for an account has none"):
        return organisations_to_ask().exists()
