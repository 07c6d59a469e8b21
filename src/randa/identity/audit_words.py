"""What the audit log says about identity providers and the identities that are linked to accounts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.organisations.audit_words import organisation_names
from randa.organisations.history import remember


def register_words() -> None:
    """Tell the log its sentences, and where a provider lies."""
    wording.register("identity_provider.created", _("Inloggningstjänsten %(object)s lades till"))
    wording.register("identity_provider.changed", _("Inloggningstjänsten %(object)s ändrades"))
    wording.register("identity_provider.key_published", _("En ny nyckel för %(object)s lades ut bredvid den gamla"))
    wording.register("identity_provider.key_changed", _("Randa bytte nyckel hos %(object)s"))
    wording.register("identity_provider.key_forgotten", _("Den nyckel för %(object)s som inte används kastades"))
    wording.register("identity.linked", _("En inloggning via %(after_provider)s kopplades till kontot för %(subject)s"))
    wording.register(
        "identity.confirmed",
        _("%(subject)s bekräftade att inloggningen via %(after_provider)s får öppna kontots alla roller"),
    )
    wording.register(
        "identity.unlinked", _("Inloggningen via %(before_provider)s kopplades bort från kontot för %(subject)s")
    )
    wording.register("second_factor.totp_added", _("%(subject)s kopplade en kodapp till sitt konto"))
    wording.register("second_factor.totp_removed", _("%(subject)s tog bort kodappen från sitt konto"))
    wording.register("second_factor.webauthn_added", _("%(subject)s skapade en passernyckel till sitt konto"))
    wording.register("second_factor.webauthn_removed", _("%(subject)s tog bort en passernyckel från sitt konto"))
    wording.register("second_factor.reset", _("Det andra steget vid inloggning för %(subject)s nollställdes"))
    wording.register("sessions.ended", _("%(subject)s loggades ut överallt av den som driver Randa"))
    wording.register_field("code_apps", _("Kodappar"))
    wording.register_field("passkeys", _("Passernycklar"))
    wording.register_field("recovery_codes", _("Reservkoder"))
    wording.register_field("identity_check", _("Så kontrollerades identiteten"), show=_check)
    wording.register_field("identity_check_how", _("Hur kontrollen gick till"))
    wording.register_field("sessions_ended", _("Avslutade inloggningar"))
    wording.register_type("identity.identityprovider", _("Inloggningstjänst"))
    wording.register_type("identity.linkedidentity", _("Kopplad inloggning"))
    wording.register_field("issuer", _("Utfärdare"))
    wording.register_field("mail_domains", _("E-postdomäner"), show=_joined)
    wording.register_field("two_factor_values", _("Tillitsnivåer som räknas som två faktorer"), show=_joined)
    wording.register_field("client_id", _("Klient-id"))
    wording.register_field("own_certificates", _("Randas certifikat"), show=_joined)
    wording.register_field("certificates", _("Certifikat"), show=_joined)
    places.register_place("identity.identityprovider", lambda provider: [provider.organisation.path])
    _register_settings()


def _register_settings() -> None:
    label = "identity.identityprovider"
    for key, words in (
        ("name", _("Namn")),
        ("metadata_url", _("Adress till metadata")),
        ("metadata_signed_by", _("Federationens certifikat")),
        ("sso_url", _("Adress för inloggning")),
        ("asks_for_level", _("Begär någon av nivåerna vid inloggningen")),
        ("owns_mail_domains", _("Arbetsgivaren står för adresserna i domänerna")),
        ("allows_new_accounts", _("Den som saknar konto får ett, utan roller")),
        ("only_way_in", _("Bara via arbetsgivarens inloggning")),
        ("accepts_unasked", _("Ta emot inloggningar som börjar hos tjänsten")),
        ("enabled", _("Påslagen")),
        ("version", _("Version")),
    ):
        wording.register_field(key, words, of=label)
    wording.register_field("serves", _("Gäller även anställda i"), names=organisation_names, of=label)
    wording.register_field("scopes", "Scope", of=label)
    wording.register_field("client_secret", _("Klienthemlighet"), show=lambda _value: str(_("ändrad")), of=label)
    wording.register_field("mapping", _("Fält"), show=_fields, of=label)
    remember(label, "identity.manage")
    for name in ("scimtoken", "grouprole"):
        remember(f"identity.{name}", "identity.manage")


def _check(value: Any) -> str:
    from randa.identity.reset.services import Check  # its module needs the models

    return str(Check(value).label) if value in Check.values else str(value)


def _fields(value: Any) -> str:
    """Return the fields by the names that the page gives them: they are stored as "hsa_id: employeeHsaId"."""
    from randa.identity.models.providers import PROVIDER_FIELDS  # its module needs the models

    pairs = [str(one).partition(": ") for one in value]
    return "; ".join(f"{PROVIDER_FIELDS.get(name, name)}: {claims}" for name, _colon, claims in pairs)


def _joined(value: Any) -> str:
    return ", ".join(str(one) for one in value)
