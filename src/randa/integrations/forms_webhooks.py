"""What is filled in to set up a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.errors import DomainError
from randa.core.outbound import check_shape
from randa.integrations.events import KINDS
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.queries.granting import organisations_under


class WebhookForm(forms.Form):
    """An address, and what it is told."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code",
        help_text=_("Systemet får veta det som händer här och i allt som ligger under."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Systemets adress"), max_length=500,
        help_text=_("Börjar med https:// och måste kunna nås från Randa."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Systemet får veta när"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en sak som systemet får veta.")},
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_under(actor, "api.manage")  # type: ignore[attr-defined]
        self.fields["kinds"].choices = [(name, one.sentence) for name, one in KINDS.items()]  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            check_shape(address)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return address
