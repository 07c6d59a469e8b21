"""The side navigation. Each app adds its own entries in `AppConfig.ready()`; the interface knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

MayOpen = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry.

    Attributes:
        key: what a view puts in the context as `nav` to mark the entry as current.
        label: lazily translated, in Swedish.
        url_name: name of a route without arguments.
        icon: name in assets/icons.json.
        order: low first; the four lowest a person may open fill the bottom bar of a phone.
        permission: needed to see the entry; None for everybody who is signed in.
        group: heading that the entry stands under; empty for the main group.
    """

    key: str
    label: str | Promise
    url_name: str
    icon: str
    order: int = 100
    permission: str | None = None
    group: str | Promise = ""


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry as the page draws it."""

    key: str
    label: str
    url: str
    icon: str
    group: str


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add an entry, or replace the one with the same key (a reloaded app registers again)."""
    _items[item.key] = item


def visible_links(may_open: MayOpen) -> list[NavLink]:
    """Return the entries that the person may open, in order. An entry whose page is not installed is left out."""
    links = []
    for item in sorted(_items.values(), key=lambda item: (item.order, item.key)):
        if item.permission is not None and not may_open(item.permission):
            continue
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        links.append(NavLink(item.key, str(item.label), url, item.icon, str(item.group)))
    return links
