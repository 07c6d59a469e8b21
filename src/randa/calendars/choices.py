"""The calendars that a person may follow, and the addresses they have."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from randa.calendars.models import Feed
from randa.calendars.permissions import can_follow_own, can_follow_supervised
from randa.people.models import User
from randa.training.models import Unit


@dataclass(frozen=True, slots=True)
class Calendar:
    """Something to follow, or to take as a file."""

    kind: str
    unit: Unit | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.unit.organisation.code}" if self.unit else self.kind

    @property
    def label(self) -> str:
        name = str(Feed.Kind(self.kind).label)
        return f"{name}: {self.unit}" if self.unit else name

    @property
    def file_url(self) -> str:
        if self.unit is not None:
            return reverse("calendars:unit_file", args=[self.unit.organisation.code])
        return reverse("calendars:own_file" if self.kind == Feed.Kind.OWN else "calendars:supervisor_file")


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An address with its state: "works", "unused" (opens nothing, nobody has asked for so long) or "withdrawn"."""

    feed: Feed
    state: str


def calendars_of(actor: User) -> list[Calendar]:
    """Return what the person may follow: their own, those they supervise, and units they keep by name. Four queries at any size."""
    found = []
    if can_follow_own(actor):
        found.append(Calendar(Feed.Kind.OWN))
    if can_follow_supervised(actor):
        found.append(Calendar(Feed.Kind.SUPERVISOR))
    if not actor.is_technical:
        found += [Calendar(Feed.Kind.UNIT, unit) for unit in _units_kept_by(actor)]
    return found


def feeds_of(actor: User, now: dt.datetime) -> list[FeedRow]:
    """Return the person's addresses, those that work first: one query."""
    rows = [
        FeedRow(one, _state(one, now))
        for one in Feed.objects.visible_to(actor).select_related("unit__organisation").order_by("-made_at", "pk")
    ]
    return sorted(rows, key=lambda row: row.state != "works")


def _units_kept_by(actor: User) -> list[Unit]:
    kept, seen = Q(pk__in=[]), Q(pk__in=[])
    for path in actor.paths_with("capacity.edit"):
        kept |= Q(organisation__path__startswith=path)
    for path in actor.paths_with("placements.view"):
        seen |= Q(organisation__path__startswith=path)
    rows = Unit.objects.filter(kept & seen).select_related("organisation")
    return list(rows.order_by("organisation__sort_name", "pk"))


def _state(feed: Feed, now: dt.datetime) -> str:
    if feed.withdrawn_at is not None:
        return "withdrawn"
    return "works" if feed.is_usable(now) else "unused"
