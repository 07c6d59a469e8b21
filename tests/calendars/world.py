"""Calendars as a calendar programme reads them."""

from typing import Any

import icalendar
from django.http import HttpResponse
from django.test import Client

from randa.calendars.models import Feed
from randa.calendars.services.feeds import make_feed
from randa.people.models import User
from randa.training.models import Unit


def address_of(owner: User, kind: str = Feed.Kind.OWN, unit: Unit | None = None, *, with_names: bool = False) -> str:
    """Return the path of a new address of the calendar."""
    _feed, token = make_feed(actor=owner, kind=kind, unit=unit, with_names=with_names)
    return f"/kalender/folj/{token}.ics"


def fetch(address: str, **headers: str) -> HttpResponse:
    """Fetch as a programme does: no cookies."""
    return Client(headers={name.replace("_", "-"): value for name, value in headers.items()}).get(address)


def events(content: bytes) -> list[icalendar.Event]:
    """Return the events of a calendar, read by the same library in its strict way."""
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def said(event: icalendar.Event, *names: str) -> tuple[Any, ...]:
    """Return values of the event: days as days, everything else as text."""
    return tuple(
        event[name].dt if name in {"DTSTART", "DTEND", "LAST-MODIFIED", "DTSTAMP"} else str(event[name])
        for name in names
    )
