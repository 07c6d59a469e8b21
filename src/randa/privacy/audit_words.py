"""What the audit log says about requests, exports, erasure and removal."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.organisations.history import remember
from randa.privacy.models import PrivacyRequest, RetentionClass
from randa.privacy.registry import all_rows, kinds

SENTENCES = {
    "privacy_request.made": _("En begäran om personuppgifter från %(subject)s togs emot: %(after_request_kind)s"),
    "privacy_request.extended": _("Svarstiden för en begäran från %(subject)s förlängdes till %(after_due_on)s"),
    "privacy_request.answered": _("En begäran från %(subject)s besvarades: %(after_state)s"),
    "privacy_request.withdrawn": _("%(subject)s återtog sin begäran"),
    "access_export.asked": _("Ett utdrag ur uppgifterna om %(subject)s begärdes"),
    "access_export.made": _("Utdraget ur uppgifterna om %(subject)s blev klart"),
    "access_export.fetched": _("%(subject)s hämtade sitt utdrag"),
    "access_export.expired": _("Filen med utdraget ur uppgifterna om %(subject)s togs bort"),
    "person.restricted": _("Användningen av uppgifterna om %(subject)s begränsades"),
    "person.restriction_lifted": _("Begränsningen av uppgifterna om %(subject)s hävdes"),
    "person.erased": _("Uppgifterna om en person raderades"),
    "legal_hold.placed": _("Ett undantag från gallring beslutades i %(object)s"),
    "legal_hold.lifted": _("Ett undantag från gallring hävdes i %(object)s"),
    "retention_period.set": _("Gallringsfristen för %(after_class)s sattes till %(after_months)s månader"),
    "controller.changed": _("Uppgifterna om den personuppgiftsansvariga ändrades: %(object)s"),
    "removal.proposed": _("Gallringen %(object)s föreslogs"),
    "removal.approved": _("Gallringen %(object)s godkändes"),
    "removal.rejected": _("Gallringen %(object)s avvisades"),
    "removal.begun": _("Gallringen %(object)s startades"),
    "removal.applied": _("Gallringen %(object)s genomfördes"),
    "removal.outdated": _("Gallringen %(object)s blev inaktuell"),
}
COUNTED = {"removal.proposed", "removal.applied"}  # rows of each declaration


def register_words() -> None:
    """Tell the log what it needs to know."""
    for action, sentence in SENTENCES.items():
        wording.register(action, sentence, changes=_counts if action in COUNTED else None)
    for label, name in (
        ("privacy.privacyrequest", _("Begäran om personuppgifter")),
        ("privacy.accessexport", _("Utdrag ur personuppgifter")),
        ("privacy.legalhold", _("Undantag från gallring")),
        ("privacy.retentionperiod", _("Gallringsfrist")),
        ("privacy.retentionrun", _("Gallring")),
        ("privacy.controllerdetails", _("Personuppgiftsansvarig")),
    ):
        wording.register_type(label, name)
    for label in ("legalhold", "retentionperiod", "retentionrun", "controllerdetails"):
        places.register_place(f"privacy.{label}", _of_organisation)
        remember(f"privacy.{label}", "privacy.manage", "retention.approve")
    for key, words in (
        ("contact", _("Kontakt")),
        ("protection_officer", _("Dataskyddsombud")),
        ("processors", _("Personuppgiftsbiträden")),
        ("measures", _("Skyddsåtgärder")),
        ("until", _("Gäller till och med")),
        ("plan", _("Planens kontrollsumma")),
        ("size", _("Storlek i byte")),
    ):
        wording.register_field(key, words)
    wording.register_field("kind", _("Uppgifter"), show=_kind, of="privacy.legalhold")
    wording.register_field("due_on", _("Svar senast"))
    wording.register_field("months", _("Månader"))
    wording.register_field("decision", _("Beslut"))
    wording.register_field("decided_on", _("Beslutat den"))
    wording.register_field("class", _("Gallringsklass"), names=_class_names)
    wording.register_field("request_kind", _("Slag av begäran"), show=wording.chosen(PrivacyRequest.Kind))
    wording.register_field("state", _("Läge"), show=wording.chosen(PrivacyRequest.State), of="privacy.privacyrequest")


def _of_organisation(obj: Any) -> list[str]:
    return [obj.organisation.path]


def _class_names(keys: Collection[str]) -> Mapping[str, str]:
    return {one.pk: str(one) for one in RetentionClass.objects.filter(pk__in=keys)}


def _kind(key: Any) -> str:
    return next((str(one.label) for one in kinds() if one.key == key), str(key))


def _counts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[wording.Change]:
    """Return how many rows a removal holds or took, by what they are."""
    names = {rows.key: f"{kind.label}: {rows.what}" for kind, rows in all_rows()}
    return [
        wording.Change(names.get(key, key), wording.plain(before.get(key)), wording.plain(count))
        for key, count in after.items()
    ]
