"""What one wrote, shown above the page where it was written."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from randa.identity.kept.queries import kept_form
from randa.people.models import User

KEPT_QUERY = "kvar"


def kept_panel(request: HttpRequest, user: User) -> SafeString | str:
    """Return the kept form that the address asks for, if it is the person's own; empty otherwise."""
    try:
        pk = UUID(request.GET.get(KEPT_QUERY, ""))
    except ValueError:
        return ""
    form = kept_form(viewer=user, pk=pk)
    return render_to_string("identity/_kept.html", {"kept": form}, request) if form else ""
