"""The frame's person with what this floor knows: the guided look, and the way back to "try as …"."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from randa.core.notifications.queries import unread_count
from randa.core.ui.context import Viewer
from randa.home.tour import panel
from randa.identity.kept.panel import kept_panel
from randa.identity.sessions.panel import session_panel
from randa.people import frame
from randa.people.middleware import DEMO_SESSION
from randa.people.models import User


def viewer(request: HttpRequest) -> Viewer:
    """Return who is in front of the page, with the guided look's panel while it is on."""
    person = frame.viewer(request)
    user = getattr(request, "user", None)  # a request that is refused for its host has no user at all
    if not isinstance(user, User):
        return person
    links = [(_("Rundtur på två minuter"), reverse("home:tour")), *person.account_links]
    if settings.RANDA_DEMO and request.session.get(DEMO_SESSION):
        links.insert(0, (_("Prova en annan roll"), reverse("home:try_as")))
    parts = (kept_panel(request, user), panel(request, user), session_panel(request, user))
    return replace(
        person,
        unread=unread_count(user),
        notifications_url=reverse("notifications:list"),
        unread_url=reverse("notifications:bell"),
        account_links=links,
        role_url=reverse("home:choose_role"),
        panel=format_html_join("", "{}", ((part,) for part in parts)),
    )
