"""Who pays for seats of others: the framework agreement that covers a thread, as it was when it was confirmed where that is kept."""

from dataclasses import dataclass, field

from randa.exchange.models import Inquiry, QueueOffer
from randa.supply.models import FrameworkAgreement
from randa.supply.queries.agreements import covering

PAYS = ("salary", "travel", "insurance")


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement, or None when none covers the seats, with who pays what in words."""

    agreement: FrameworkAgreement | None
    reference: str = ""
    payers: dict[str, str] = field(default_factory=dict)


def codes_of(agreement: FrameworkAgreement | None) -> dict[str, str]:
    """Return what an agreement says, as it is kept with a confirmed place; nothing when none covers it."""
    if agreement is None:
        return {}
    return {name: getattr(agreement, name) for name in PAYS} | {"reference": agreement.reference}


def terms_of(offer: QueueOffer) -> Terms:
    """Return the terms of a confirmed place from a queue, as they were that day."""
    return _terms(offer.agreement, offer.terms)


def terms_now(inquiry: Inquiry) -> Terms | None:
    """Return the terms of the seats on the table, or of those that were confirmed; None when no seats are on it."""
    if inquiry.unit is None or inquiry.starts_on is None or inquiry.ends_before is None:
        return None
    kept = QueueOffer.objects.filter(inquiry=inquiry).select_related("agreement__home", "agreement__host").first()
    if kept is not None and inquiry.state == Inquiry.State.CONFIRMED:
        return terms_of(kept)
    host, kind = inquiry.unit.organisation, inquiry.request.kind
    found = covering(inquiry.asker, host, kind, inquiry.starts_on, inquiry.ends_before)
    return _terms(found, codes_of(found))


def _terms(agreement: FrameworkAgreement | None, codes: dict[str, str]) -> Terms:
    words = {key: str(label) for key, label in FrameworkAgreement.Payer.choices}
    return Terms(agreement, codes.get("reference", ""), {name: words.get(codes.get(name, ""), "") for name in PAYS})
