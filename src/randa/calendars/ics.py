"""Events as an iCalendar file (RFC 5545, with the calendar's name and how often to ask from RFC 7986)."""

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar
from icalendar import Event as Component
from icalendar.prop import vDuration

from randa.calendars.contents import Event

CALENDAR_TYPE = "text/calendar"
ASK_AGAIN = dt.timedelta(hours=6)


def calendar_bytes(name: str, events: Iterable[Event], *, site: str) -> bytes:
    """Return the calendar; the same events give the same bytes. `site` is the address of Randa, without a slash at the end.

    There is no METHOD: a calendar that is followed is no invitation, and without it DTSTAMP is when the event last changed, not when the
    file was made.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Randa//Placeringar//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for key in ("name", "x-wr-calname"):  # RFC 7986, and what programmes read before it
        calendar.add(key, name)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    for event in sorted(events, key=lambda one: (one.starts_on, str(one.uid))):
        calendar.add_component(_component(event, site))
    return bytes(calendar.to_ical())


def _component(event: Event, site: str) -> Component:
    made = Component()
    made.add("uid", str(event.uid))
    made.add("sequence", event.sequence)
    moment = event.changed_at.astimezone(dt.UTC).replace(microsecond=0)
    for key in ("dtstamp", "last-modified"):
        made.add(key, moment)
    made.add("dtstart", event.starts_on)  # dates, so whole days: no time zone
    made.add("dtend", event.ends_before)  # the first day that does not belong to it, as in Randa
    made.add("summary", event.summary)
    made.add("location", event.place)
    if event.description:
        made.add("description", event.description)
    made.add("categories", [event.area])
    made.add("url", site + event.page)
    made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT")  # whoever is on a unit for weeks is not taken for busy every hour of them
    made.add("class", "PRIVATE")
    return made
