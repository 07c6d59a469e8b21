"""What calendar programmes fetch: no session, no cookies, only the secret in the address."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.calendars.contents import events_of
from randa.calendars.ics import CALENDAR_TYPE, calendar_bytes
from randa.calendars.models import Feed
from randa.calendars.permissions import can_follow
from randa.calendars.services.feeds import feed_of, note_fetch
from randa.core.access.row_security import become
from randa.core.call_counts import Count, count
from randa.core.client_address import client_address
from randa.core.clock import today
from randa.core.protection import FILES_ONLY

PER_MINUTE = 12  # by one address; programmes ask some times a day
FRESH_SECONDS = 900


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, as its owner may see it now. 404: there never was such an address; 410: it is over, do not ask again.

    From the look-up on the database answers for the owner, whoever's session the request may carry.
    """
    who = f"calendar-refused:{client_address(request) or 'unknown'}"
    refused = count(who, settings.RANDA_API_REFUSED_PER_MINUTE, add=0)
    if refused.used >= refused.limit:
        return _too_many(refused)
    feed = feed_of(token)
    if feed is None:
        count(who, settings.RANDA_API_REFUSED_PER_MINUTE)
        return _plain(404, _("Adressen finns inte."))
    own = count(f"calendar:{feed.pk}", PER_MINUTE)
    if own.is_over:
        return _too_many(own)
    become(feed.owner_id)
    with translation.override(feed.owner.language):
        if not _opens(feed):
            return _plain(410, _("Adressen gäller inte längre. Skapa en ny i Randa, under Mina kalendrar."))
        note_fetch(feed=feed)
        return _answer(request, feed)


def site_of(request: HttpRequest) -> str:
    """Return where Randa is reached, without a slash at the end."""
    return str(settings.RANDA_URL or request.build_absolute_uri("/")).rstrip("/")


def _opens(feed: Feed) -> bool:
    owner = feed.owner
    works = owner.is_active and owner.merged_into_id is None and feed.is_usable(timezone.now())
    return works and can_follow(owner, feed.kind, feed.unit)


def _answer(request: HttpRequest, feed: Feed) -> HttpResponse:
    content = calendar_bytes(f"Randa: {feed}", events_of(feed, today()), site=site_of(request))
    mark = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=f"{CALENDAR_TYPE}; charset=utf-8")
    response["Cache-Control"] = f"private, max-age={FRESH_SECONDS}"
    response["ETag"] = mark
    response["Content-Disposition"] = 'attachment; filename="randa.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    found = get_conditional_response(request, etag=mark, response=response)
    assert isinstance(found, HttpResponse)  # noqa: S101 - a safe method with a response gets one back
    return found


def _plain(status: int, sentence: str) -> HttpResponse:
    answer = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    answer["Content-Security-Policy"] = FILES_ONLY  # no page of ours
    return answer


def _too_many(counted: Count) -> HttpResponse:
    answer = _plain(429, _("För många hämtningar. Vänta en stund."))
    answer["Retry-After"] = str(counted.seconds_left)
    return answer
