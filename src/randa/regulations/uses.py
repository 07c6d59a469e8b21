"""What counts with a rule: apps above say so here, and a draft tells its writer before it is published."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from randa.organisations.models import Organisation
from randa.people.models import User


@dataclass(frozen=True, slots=True)
class Touched:
    """A page that will show, or a plan that was counted with, another value."""

    label: str
    url: str


PagesOf = Callable[[User, Organisation, dt.date], Sequence[Touched]]  # (who looks, region, first day)


@dataclass(frozen=True, slots=True)
class Use:
    """Something that counts with some rules: what becomes of it in a sentence, and the pages it concerns."""

    keys: frozenset[str]
    sentence: str | Promise
    pages: PagesOf


@dataclass(frozen=True, slots=True)
class TouchedUse:
    """A use as a page shows it."""

    sentence: str
    pages: Sequence[Touched]


_USES: dict[str, Use] = {}


def register(name: str, use: Use) -> None:
    """Add a use, or replace the one with the same name."""
    _USES[name] = use


def touched_by(actor: User, region: Organisation, day: dt.date, keys: Collection[str]) -> list[TouchedUse]:
    """Return what counts with any of the rules."""
    concerned = [use for _name, use in sorted(_USES.items()) if use.keys & set(keys)]
    return [TouchedUse(str(use.sentence), use.pages(actor, region, day)) for use in concerned]


def is_used(key: str) -> bool:
    """Tell whether anything in Randa counts with the rule."""
    return any(key in use.keys for use in _USES.values())
