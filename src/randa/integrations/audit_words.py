"""What the log says about keys and webhooks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.integrations.scopes import SCOPES


def register_words() -> None:
    """Tell the log its sentences, and where a key lies."""
    wording.register("api_key.made", _("API-nyckeln %(object)s skapades"))
    wording.register("api_key.revoked", _("API-nyckeln %(object)s återkallades"))
    wording.register("technical_account.created", _("Systemkontot %(object)s skapades"))
    wording.register("technical_account.closed", _("Systemkontot %(object)s avslutades"))
    wording.register_type("integrations.apikey", _("API-nyckel"))
    wording.register_field("scopes", _("Får användas till"), show=_sentences)
    wording.register_field("prefix", _("Börjar med"))
    places.register_place("integrations.apikey", _of_organisation)


def _of_organisation(obj: Any) -> list[str]:
    return [obj.organisation.path] if obj.organisation_id else []


def _sentences(names: Any) -> str:
    return "; ".join(str(SCOPES[name].sentence) if name in SCOPES else str(name) for name in names)
