"""The tabs of a person's page. Other apps add theirs in `AppConfig.ready()`; people know none of them."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.people.models import User

Tab = dict[str, Any]  # key, label, url, count
TabMaker = Callable[[User, User], Tab | None]  # (viewer, person) -> a tab, or nothing
_MAKERS: dict[str, TabMaker] = {}


def register_tab(key: str, maker: TabMaker) -> None:
    """Add a tab, or replace the one with the same key; tabs stand in the order of their keys, after roles and details."""
    _MAKERS[key] = maker


def person_tabs(viewer: User, person: User) -> list[Tab]:
    """Return the tabs that the viewer may open."""
    own = [
        {"key": "roles", "label": _("Roller"), "url": person.get_absolute_url(), "count": None},
        {
            "key": "details",
            "label": _("Uppgifter"),
            "url": reverse("people:person_details", args=[person.pk]),
            "count": None,
        },
    ]
    more = (_MAKERS[key](viewer, person) for key in sorted(_MAKERS))
    return own + [tab for tab in more if tab is not None]
