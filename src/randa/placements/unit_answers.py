"""What units have said about a plan that is to be published, told by an app above, and what that app does when it has been."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from randa.people.models import User
from randa.placements.models import Plan


@dataclass(frozen=True, slots=True)
class NotAgreed:
    """A unit that has not said yes to all that the plan lays there: `words` say what is open, in a sentence that names the unit."""

    unit: int
    words: str


Asked = Callable[[Plan], list[NotAgreed]]
Follow = Callable[[User, Plan], None]
_ASKED: list[Asked] = []
_FOLLOW: list[Follow] = []


def register(asked: Asked, follow: Follow) -> None:
    """Add who knows what units have said about a plan, and what is to happen in the transaction that publishes it."""
    if asked not in _ASKED:
        _ASKED.append(asked)
        _FOLLOW.append(follow)


def not_agreed(plan: Plan) -> list[NotAgreed]:
    """Return the units that were asked about the plan and have not said yes to all of it: a constant number of queries."""
    return [one for asked in _ASKED for one in asked(plan)]


def mark_of(units: Sequence[NotAgreed]) -> str:
    """Return a mark of what somebody has read and wants to publish in spite of; empty when there is nothing."""
    if not units:
        return ""
    return hashlib.sha256(repr([(one.unit, one.words) for one in units]).encode()).hexdigest()[:32]


def follow_publication(actor: User, plan: Plan) -> None:
    """Let whoever has asked the units make what follows of their answers."""
    for follow in _FOLLOW:
        follow(actor, plan)
