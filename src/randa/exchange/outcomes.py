"""Where a part of this app says that it goes on when a thread ends: a queue offers the seat to the next.

outcomes.register(follow)
"""

import datetime as dt
from collections.abc import Callable

from randa.exchange.models import Inquiry
from randa.people.models import User

Follow = Callable[[Inquiry, User | None, bool, dt.date], None]
_FOLLOW: list[Follow] = []


def register(follow: Follow) -> None:
    """Call `follow(inquiry, actor, by_asker, today)` in the transaction in which a thread is confirmed or ends; the thread is locked."""
    if follow not in _FOLLOW:
        _FOLLOW.append(follow)


def ended(inquiry: Inquiry, *, actor: User | None, by_asker: bool, today: dt.date) -> None:
    """Tell all that have asked to know. `by_asker`: the side that asked did it; `actor` None is Randa itself."""
    for follow in _FOLLOW:
        follow(inquiry, actor, by_asker, today)
