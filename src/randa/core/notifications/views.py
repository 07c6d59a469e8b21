"""The bell, the list, the choices, and how sending has gone."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.addresses import own_address
from randa.core.clock import today
from randa.core.notifications import queries
from randa.core.notifications.forms import ChoicesForm
from randa.core.notifications.models import Notification
from randa.core.notifications.permissions import can_view_mail_status
from randa.core.notifications.services.choices import choose, put_off, take_up
from randa.core.notifications.services.notices import mark_all, mark_done, mark_read
from randa.core.notifications.services.returns import use_again
from randa.core.ui.toasts import toast


@login_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """What one has been told, with filters."""
    asked = request.GET
    found = queries.notification_list(
        request.user, shown=asked.get("visa", ""), kind=asked.get("sort", ""), page=asked.get("sida", "1")
    )
    base = reverse("notifications:list")
    tabs = [
        {"key": "open", "label": _("Alla"), "url": base, "count": found.open},
        {"key": "unread", "label": _("Olästa"), "url": f"{base}?visa=unread", "count": found.unread},
        {"key": "done", "label": _("Klara"), "url": f"{base}?visa=done", "count": None},
    ]
    return render(request, "notifications/list.html", {"found": found, "tabs": tabs})


@login_required
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The bell of the frame, asked for once a minute. It is no sign of a person at work: `identity` lets it not keep a session."""
    return render(request, "ui/bell.html")


@login_required
@require_safe
def open_one(request: HttpRequest, pk: str) -> HttpResponse:
    """Go to what a notification is about, and remember that it has been seen. Links in mail come here."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    if request.method == "GET":
        mark_read(actor=request.user, notification=notification)
    return redirect(notification.url or reverse("notifications:list"))


@login_required
@require_POST
def done(request: HttpRequest, pk: str) -> HttpResponse:
    """Put one away, or take it back with `undo`."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    undo = bool(request.GET.get("undo"))
    mark_done(actor=request.user, notification=notification, done=not undo)
    if not undo:
        toast(request, _("Klart."), undo_url=reverse("notifications:done", args=[pk]) + "?undo=1")
    return redirect(_back(request))


@login_required
@require_POST
def read(request: HttpRequest, pk: str) -> HttpResponse:
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    mark_read(actor=request.user, notification=notification)
    return redirect(_back(request))


@login_required
@require_POST
def everything(request: HttpRequest) -> HttpResponse:
    """Mark everything that is shown as read or as done."""
    as_done = request.POST.get("as") == "done"
    count = mark_all(actor=request.user, kind=request.POST.get("kind", ""), done=as_done)
    toast(request, (_("%(count)d är klara.") if as_done else _("%(count)d är lästa.")) % {"count": count})
    return redirect(_back(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """What one gets mail about, and when."""
    person: Any = request.user  # core does not know what a person is, but that it may or may not
    form = ChoicesForm(
        request.POST if request.method == "POST" else None,
        wishes=queries.mail_settings_of(person),
        chosen=queries.choices_of(person),
        may=person.has,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        quiet = (data["quiet_from"], data["quiet_until"]) if data["has_quiet"] else None
        choose(
            actor=person,
            channels=form.channels(),
            digest_hour=data["digest_hour"],
            weekday=data["weekday"],
            quiet=quiet,
        )
        toast(request, _("Dina val är sparade."))
        return redirect("notifications:choices")
    context = {"form": form, "returned": queries.returned_addresses(person)}
    return render(request, "notifications/choices.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def address_works(request: HttpRequest) -> HttpResponse:
    """Send to one's own address again."""
    if use_again(actor=request.user, address=request.POST.get("address", "")):
        toast(request, _("Vi skickar till adressen igen."))
    return redirect("notifications:choices")


@login_required
@require_POST
def later(request: HttpRequest) -> HttpResponse:
    """Put a task of Min dag off until tomorrow, or take it up again with `undo`."""
    task = request.POST.get("task") or request.GET.get("task", "")
    if request.GET.get("undo"):
        take_up(actor=request.user, task=task)
    elif task:
        put_off(actor=request.user, task=task, until=today() + dt.timedelta(days=1))
        toast(request, _("Du ser det igen i morgon."), undo_url=_undo_later(task))
    return redirect("/")


@login_required
@require_safe
def mail_status(request: HttpRequest) -> HttpResponse:
    """How sending mail has gone, for whoever runs Randa."""
    require(can_view_mail_status, request.user)
    return render(request, "notifications/mail_status.html", {"nav": "mail", "status": queries.mail_status()})


def _undo_later(task: str) -> str:
    return reverse("notifications:later") + "?" + urlencode({"undo": 1, "task": task})


def _back(request: HttpRequest) -> str:
    """Return the list as it was filtered; nothing outside Randa."""
    return own_address(request, request.POST.get("next", ""), otherwise=reverse("notifications:list"))
