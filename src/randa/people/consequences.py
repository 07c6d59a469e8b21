"""What else is touched when somebody leaves: apps above say it in `AppConfig.ready()`; people know none of it."""

import datetime as dt
from collections.abc import Callable, Iterable

from randa.organisations.models import Organisation
from randa.people.models import User

Teller = Callable[
    [User, Organisation, dt.date], Iterable[str]
]  # (person, organisation, first day without roles) -> sentences
_TELLERS: dict[str, Teller] = {}


def register_consequence(key: str, teller: Teller) -> None:
    """Add a teller, or replace the one with the same key; a fixed number of queries each. They speak in the order of their keys."""
    _TELLERS[key] = teller


def consequences(person: User, organisation: Organisation, on: dt.date) -> list[str]:
    """Return what somebody has to take care of when the person leaves, as sentences."""
    return [text for key in sorted(_TELLERS) for text in _TELLERS[key](person, organisation, on)]
