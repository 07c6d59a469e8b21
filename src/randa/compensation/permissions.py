"""Who reads the basis of compensation, and who registers what a week is paid with."""

from randa.people.models import User
from randa.supply.models import FrameworkAgreement


def can_view_basis(actor: User) -> bool:
    """The basis is for those who handle compensation somewhere; it holds the placements at and from there."""
    return actor.has("compensation.view")


def can_register_rates(actor: User) -> bool:
    """The form is for those who register rates somewhere."""
    return actor.has("compensation.edit")


def can_register_rate(actor: User, agreement: FrameworkAgreement) -> bool:
    """Either side of an agreement registers what it says of money."""
    return actor.has("compensation.edit", agreement.home) or actor.has("compensation.edit", agreement.host)
