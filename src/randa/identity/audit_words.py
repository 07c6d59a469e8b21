"""What the audit log says about identity providers and the identities that are linked to accounts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording


def register_words() -> None:
    """Tell the log its sentences, and where a provider lies."""
    wording.register("identity_provider.created", _("Inloggningstjänsten %(object)s lades till"))
    wording.register("identity_provider.changed", _("Inloggningstjänsten %(object)s ändrades"))
    wording.register("identity.linked", _("En inloggning via %(after_provider)s kopplades till kontot för %(subject)s"))
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
    wording.register_field("certificates", _("Certifikat"), show=_joined)
    places.register_place("identity.identityprovider", lambda provider: [provider.organisation.path])


def _check(value: Any) -> str:
    from randa.identity.reset.services import Check  # its module needs the models

    return str(Check(value).label) if value in Check.values else str(value)


def _joined(value: Any) -> str:
    return ", ".join(str(one) for one in value)
