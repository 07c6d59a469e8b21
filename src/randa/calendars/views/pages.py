"""One's own calendars: what can be followed or taken as a file, and the addresses one has."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.calendars.choices import calendars_of, feeds_of
from randa.calendars.contents import CANCELLED_KEPT
from randa.calendars.forms import FeedForm
from randa.calendars.models import UNUSED, Feed
from randa.calendars.services.feeds import make_feed, renew_feed, withdraw_feed
from randa.calendars.views.follow import site_of
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.people.http import AuthedRequest


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """What one may follow, and one's addresses with when each was last fetched."""
    context = {
        "nav": "",
        "calendars": calendars_of(request.user),
        "rows": feeds_of(request.user, timezone.now()),
        "unused_days": UNUSED.days,
        "cancelled_days": CANCELLED_KEPT.days,
    }
    return render(request, "calendars/index.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
@never_cache
def new(request: AuthedRequest) -> HttpResponse:
    """Make an address; the answer to the form is the only page that shows it."""
    form = FeedForm(request.POST or None, actor=request.user, initial={"calendar": request.GET.get("kalender", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made, token = make_feed(actor=request.user, **form.asked())
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            return _shown_once(request, made, token)
    context = {"nav": "", "form": form, "unused_days": UNUSED.days}
    return render(request, "calendars/new.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@fresh_sign_in_required
@never_cache
def renew(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Give a calendar another address; the answer is the only page that shows it."""
    feed = get_object_or_404(Feed.objects.visible_to(request.user), pk=pk)
    return _shown_once(request, *renew_feed(actor=request.user, feed=feed))


@login_required
@require_POST
def withdraw(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Let an address open nothing any more. Needs no fresh sign-in: taking away must be easy."""
    feed = get_object_or_404(Feed.objects.visible_to(request.user), pk=pk)
    withdraw_feed(actor=request.user, feed=feed)
    toast(request, _("Adressen är borttagen och öppnar inget längre. Ta bort kalendern i kalenderprogrammet också."))
    return redirect("calendars:index")


def _shown_once(request: AuthedRequest, feed: Feed, token: str) -> HttpResponse:
    address = site_of(request) + reverse("calendars:follow", args=[token])
    return render(request, "calendars/made.html", {"nav": "", "feed": feed, "address": address})
