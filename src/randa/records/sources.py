"""What in Randa can be registered: other apps offer it, and their pages get a button "Registrera handlingen".

sources.register(Source("removal", _("Gallringsprotokoll"), offer=removal_offer))
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from randa.people.models import User


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to be registered.

    Attributes:
        label: the thing's name, for the link back to it.
        url: its page.
        concerns: a first proposal of what the document concerns, free of secrets.
        organisation_code: the authority that has drawn it up.
        file_name, file: makes the first version of the content.
    """

    label: str
    url: str
    concerns: str
    on: dt.date
    organisation_code: str
    file_name: str
    file: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing. `offer` returns None for what the actor may not see or what is not finished."""

    key: str
    label: str | Promise
    offer: Callable[[User, str], Offer | None]


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source, or replace the one with the same key."""
    _SOURCES[source.key] = source


def offer_of(actor: User, key: str, object_id: str) -> Offer | None:
    """Return what `actor` may register of this kind and id, None when there is nothing such."""
    source = _SOURCES.get(key)
    return source.offer(actor, object_id) if source else None
