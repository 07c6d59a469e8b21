"""What an administrator fills in about a provider."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from randa.core.errors import DomainError
from randa.core.freetext import FreeTextField
from randa.core.seen_forms import SeenForm
from randa.identity.models import IdentityProvider
from randa.identity.models.providers import PROVIDER_FIELDS
from randa.identity.providers.errors import InvalidProviderError, ProviderUnreachableError
from randa.identity.providers.services import ProviderSettings
from randa.organisations.models import Organisation
from randa.people.models import User


class WordsField(forms.CharField):
    """Several words or addresses, one a line or separated by commas."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return tuple(dict.fromkeys(word for word in re.split(r"[\s,;]+", text) if word))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(tuple(initial or ()), data)


def organisations_to_serve(actor: User) -> Any:
    """Return the regions, hospitals and universities whose sign-in the actor looks after."""
    kinds = ("region", "hospital", "university", "municipality")
    found = Organisation.objects.none()
    for path in actor.paths_with("identity.manage"):
        found = found | Organisation.objects.filter(path__startswith=path, kind__in=kinds)
    return found


class _RefusedForm(forms.Form):
    """A form that shows a refusal at the fields that it is about."""

    def show(self, refusal: DomainError) -> None:
        if isinstance(refusal, ProviderUnreachableError):
            self._at("metadata_url", refusal.advice or str(refusal))
        elif isinstance(refusal, InvalidProviderError):
            for setting, words in refusal.at:
                pasted = bool(self.cleaned_data.get("metadata_xml"))
                self._at(("metadata_xml" if pasted else "metadata_url") if setting == "metadata" else setting, words)
        else:
            self.add_error(None, str(refusal))

    def _at(self, name: str, words: str) -> None:
        self.add_error(name if name in self.fields else None, words)


class _ProviderForm(SeenForm, _RefusedForm):
    name = forms.CharField(
        label=_("Namn på inloggningssidan"),
        max_length=80,
        help_text=_("Så att en anställd känner igen sig: Region Provlän, SITHS-kort."),
    )
    mail_domains = WordsField(
        label=_("E-postdomäner"), required=False,
        help_text=_("Den som skriver en sådan adress på inloggningssidan skickas hit. En på varje rad."),
    )  # fmt: skip
    owns_mail_domains = forms.BooleanField(
        label=_("Arbetsgivaren står för adresserna i domänerna"), required=False,
        help_text=_("Då kan ett konto utan administrativa roller kopplas på e-postadressen första gången. Annars behövs HSA-id."),
    )  # fmt: skip
    two_factor_values = WordsField(
        label=_("Tillitsnivåer som räknas som två faktorer"), required=False,
        help_text=_("Skickar tjänsten något av värdena frågar Randa inte efter kod. Lämna tomt om ni är osäkra."),
    )  # fmt: skip
    asks_for_level = forms.BooleanField(label=_("Begär någon av nivåerna vid inloggningen"), required=False)
    allows_new_accounts = forms.BooleanField(
        label=_("Den som saknar konto får ett, utan roller"), required=False,
        help_text=_("Annars måste kontot finnas innan någon loggar in."),
    )  # fmt: skip
    only_way_in = forms.BooleanField(
        label=_("Bara via arbetsgivarens inloggning"), required=False,
        help_text=_("Den som är kopplad hit kan inte längre logga in med lösenord."),
    )  # fmt: skip
    serves = forms.ModelMultipleChoiceField(
        label=_("Gäller även anställda i"), queryset=Organisation.objects.none(), required=False, to_field_name="code",
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Utöver organisationen som äger tjänsten och allt under den."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, provider: IdentityProvider | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        serves, others = self.fields["serves"], organisations_to_serve(actor)
        if isinstance(serves, forms.ModelMultipleChoiceField):
            serves.queryset = others.exclude(path__startswith=provider.organisation.path) if provider else others
            if serves.queryset.count() < (1 if provider else 2):  # nothing to choose beside the owner
                serves.widget = forms.MultipleHiddenInput()
        if provider is None:
            self.fields["organisation"] = forms.ModelChoiceField(
                label=_("Organisation"), queryset=organisations_to_serve(actor), to_field_name="code"
            )
            self.order_fields(["organisation"])
        else:
            self.fields["reason"] = FreeTextField(label=_("Skäl"), max_length=200, required=False)
            if provider.client_secret and "client_secret" in self.fields:
                self.fields["client_secret"].help_text = _(
                    "Förvaras krypterad och visas aldrig. Lämna tomt för att behålla den som finns."
                )

    def settings(self) -> ProviderSettings:
        names = ProviderSettings.__dataclass_fields__
        return ProviderSettings(**{name: value for name, value in self.cleaned_data.items() if name in names})


class OidcForm(_ProviderForm):
    """An OpenID Connect issuer."""

    issuer = forms.CharField(
        label=_("Utfärdare (issuer)"),
        max_length=300,
        help_text=_("Precis som tjänsten själv skriver den, till exempel https://idp.region.example."),
    )
    metadata_url = forms.CharField(
        label=_("Adress till konfigurationen"), max_length=500, required=False,
        help_text=_("Behövs bara när den inte ligger under utfärdarens adress, i /.well-known/openid-configuration."),
    )  # fmt: skip
    client_id = forms.CharField(label=_("Klient-id"), max_length=200)
    client_secret = forms.CharField(
        label=_("Klienthemlighet"), max_length=500, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Förvaras krypterad och visas aldrig."),
    )  # fmt: skip
    scopes = forms.CharField(label="Scope", max_length=500, required=False)
    field_order = ("organisation", "name", "issuer", "client_id", "client_secret", "scopes", "metadata_url")

    def ask_for_secret_again(self) -> None:
        """Say that the secret that was sent is gone: it never goes back to the page, and would be left out the next time."""
        if self.data.get(self.add_prefix("client_secret")) and "client_secret" not in self.errors:
            self.add_error("client_secret", _("Skriv hemligheten igen. Den skickas aldrig tillbaka till sidan."))


class SamlForm(_ProviderForm):
    """A SAML identity provider."""

    metadata_url = forms.CharField(
        label=_("Adress till metadata"),
        max_length=500,
        required=False,
        help_text=_("Härifrån läses adresser och certifikat."),
    )
    metadata_xml = forms.CharField(
        label=_("Eller klistra in metadata (XML)"), required=False, max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Det som står här går före adressen."),
    )  # fmt: skip
    issuer = forms.CharField(
        label="EntityID",
        max_length=300,
        required=False,
        help_text=_("Behövs när metadata beskriver flera inloggningstjänster."),
    )
    metadata_signed_by = forms.CharField(
        label=_("Federationens certifikat"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("Står det ett här tas bara metadata emot som är undertecknad med det."),
    )  # fmt: skip
    accepts_unasked = forms.BooleanField(
        label=_("Ta emot inloggningar som börjar hos tjänsten"), required=False,
        help_text=_("Gör det lättare för en angripare att logga in någon på fel konto. Använd det bara om er portal kräver det."),
    )  # fmt: skip
    field_order = ("organisation", "name", "metadata_url", "metadata_xml", "issuer", "metadata_signed_by")


def form_for(kind: str) -> type[OidcForm | SamlForm]:
    """Return the form of a kind of provider."""
    return SamlForm if kind == IdentityProvider.Kind.SAML else OidcForm


class MappingForm(SeenForm, _RefusedForm):
    """Which claim or attribute gives which field; the first that is delivered counts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in PROVIDER_FIELDS.items():
            self.fields[name] = WordsField(label=str(label), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def mapping(self) -> dict[str, list[str]]:
        return {name: list(self.cleaned_data[name]) for name in PROVIDER_FIELDS}
