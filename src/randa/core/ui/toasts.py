"""Tell a person what just happened, with a way back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

from randa.core.ui.components import UNDO_TAG

_LEVELS = {"success": messages.SUCCESS, "info": messages.INFO, "warning": messages.WARNING, "error": messages.ERROR}


def toast(request: HttpRequest, text: str, *, tone: str = "success", undo_url: str = "") -> None:
    """Show `text` on the next page; with `undo_url` it has an Ångra button that posts there."""
    messages.add_message(request, _LEVELS[tone], text, extra_tags=f"{UNDO_TAG}{undo_url}" if undo_url else "")


def toast_now(response: HttpResponse, text: str, *, tone: str = "success", undo_url: str = "") -> HttpResponse:
    """Show `text` when htmx receives this response (a part of a page, where no next page comes)."""
    if tone not in _LEVELS:
        raise ValueError(f"tone {tone!r}; expected one of {', '.join(_LEVELS)}")
    return trigger_client_event(response, "toast", {"text": text, "tone": tone, "undoUrl": undo_url})
