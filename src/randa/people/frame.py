"""Who is in front of the page, in the words of the interface's frame."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.ui.context import RoleChoice, Viewer
from randa.people.models import User


def viewer(request: HttpRequest) -> Viewer:
    """Return the signed-in person with today's roles; an empty viewer otherwise."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return Viewer()
    roles = [
        RoleChoice(value=str(one.pk), label=one.title, organisation=str(one.organisation), current=index == 0)
        for index, one in enumerate(user.current_roles())
    ]
    links = [(_("Min profil"), reverse("people:profile"))]
    if not user.is_demo:  # a fictional person has no password to look after
        links.append((_("Lösenord och säkerhet"), reverse("mfa_index")))
    links.append((_("Mina API-nycklar"), reverse("integrations:keys")))
    links.append((_("Vad får jag göra, och varför"), reverse("people:my_access")))
    return Viewer(name=str(user), may_open=user.has, roles=roles, account_links=links)
