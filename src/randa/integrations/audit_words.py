"""What the log says about keys and webhooks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.integrations.events import KINDS
from randa.integrations.scopes import SCOPES
from randa.organisations.history import remember


def register_words() -> None:
    """Tell the log its sentences, and where a key lies."""
    wording.register("api_key.made", _("API-nyckeln %(object)s skapades"))
    wording.register("api_key.revoked", _("API-nyckeln %(object)s återkallades"))
    wording.register("technical_account.created", _("Systemkontot %(object)s skapades"))
    wording.register("technical_account.closed", _("Systemkontot %(object)s avslutades"))
    wording.register("webhook.made", _("Webhooken %(object)s kopplades"))
    wording.register("webhook.removed", _("Webhooken %(object)s togs bort"))
    wording.register("webhook.paused", _("Webhooken %(object)s pausades"))
    wording.register("webhook.resumed", _("Webhooken %(object)s slogs på"))
    wording.register("webhook.tested", _("Ett provmeddelande skickades till %(object)s"))
    wording.register("webhook.replayed", _("Ett meddelande skickades igen till %(object)s"))
    wording.register_type("integrations.webhook", _("Webhook"))
    wording.register_field("kinds", _("Får veta när"), show=_kinds)
    wording.register_field("message_id", _("Meddelande"))
    places.register_place("integrations.webhook", _of_organisation)
    wording.register_type("integrations.apikey", _("API-nyckel"))
    wording.register_field("scopes", _("Det här gör nyckeln"), show=_sentences)
    wording.register_field("prefix", _("Börjar med"))
    places.register_place("integrations.apikey", _of_organisation)
    wording.register_field("address", _("Adress"), of="integrations.webhook")
    for label in ("integrations.webhook", "integrations.apikey"):
        remember(label, "api.manage")


def _of_organisation(obj: Any) -> list[str]:
    return [obj.organisation.path] if obj.organisation_id else []


def _sentences(names: Any) -> str:
    return "; ".join(str(SCOPES[name].sentence) if name in SCOPES else str(name) for name in names)


def _kinds(names: Any) -> str:
    return "; ".join(str(KINDS[name].sentence) if name in KINDS else str(name) for name in names)
