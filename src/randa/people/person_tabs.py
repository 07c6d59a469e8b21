"""The tabs of a person's page. Other apps add theirs in `AppConfig.ready()`; people know none of them."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.people.models import User
from randa.people.permissions import can_see_identity_number, can_see_who_has_looked

Tab = dict[str, Any]  # key, label, url, count
TabMaker = Callable[[User, User], Tab | None]  # (viewer, person) -> a tab, or nothing
_MAKERS: dict[str, TabMaker] = {}


def register_tab(key: str, maker: TabMaker) -> None:
    """Add a tab, or replace the one with the same key; tabs stand in the order of their keys, after roles and details."""
    _MAKERS[key] = maker


def person_tabs(viewer: User, person: User) -> list[Tab]:
    """Return the tabs that the viewer may open."""
    own = [
        _tab("roles", _("Roller"), person.get_absolute_url()),
        _tab("details", _("Uppgifter"), reverse("people:person_details", args=[person.pk])),
    ]
    if can_see_identity_number(viewer, person):
        own.append(_tab("number", _("Personnummer"), reverse("people:identity_number", args=[person.pk])))
    more = [tab for key in sorted(_MAKERS) if (tab := _MAKERS[key](viewer, person)) is not None]
    log = [_tab("history", _("Historik"), reverse("people:person_history", args=[person.pk]))]
    if can_see_who_has_looked(viewer, person):
        log.append(_tab("seen", _("Vem har sett"), reverse("people:person_seen", args=[person.pk])))
    return own + more + log


def _tab(key: str, label: str, url: str) -> Tab:
    return {"key": key, "label": label, "url": url, "count": None}
