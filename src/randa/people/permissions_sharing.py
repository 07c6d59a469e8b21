"""Who may agree on sharing with another organisation."""

from randa.organisations.models import Organisation
from randa.people.models import SharingAgreement, User


def can_see_sharing(actor: User) -> bool:
    """Whoever looks after sharing somewhere sees that organisation's agreements."""
    return actor.has("sharing.manage")


def can_propose_sharing(actor: User, giver: Organisation, receiver: Organisation) -> bool:
    """Either side may propose: one asks to see, or offers to show."""
    return giver.pk != receiver.pk and (actor.has("sharing.manage", giver) or actor.has("sharing.manage", receiver))


def can_answer_sharing(actor: User, agreement: SharingAgreement) -> bool:
    """The side that was asked answers, through somebody else than the one who proposed."""
    return actor.pk != agreement.proposed_by_id and actor.has("sharing.manage", agreement.answering_side)


def can_end_sharing(actor: User, agreement: SharingAgreement) -> bool:
    """Nobody is held to sharing: either side may end it at any time."""
    return actor.has("sharing.manage", agreement.giver) or actor.has("sharing.manage", agreement.receiver)
