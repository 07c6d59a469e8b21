"""What the frame around every page shows. Who the person is comes from outside: the interface knows no roles."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, Literal, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from randa.core.clock import today
from randa.core.cookies import host_cookie
from randa.core.logs import request_id
from randa.core.ui.navigation import NavLink, visible_links

Theme = Literal["light", "dark", ""]
THEME_COOKIE = "theme"
VERSION = version("randa")


def _nothing(_permission: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role at an organisation that the person can work as. `value` is posted back to `Viewer.role_url`."""

    value: str
    label: str
    organisation: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person in front of the page, in the words of the frame.

    Attributes:
        name: as shown in the user menu; empty for a person who is not signed in.
        may_open: whether a named permission opens a page.
        roles: choices of the role menu; the menu is a plain label when there is only one.
        role_url: where the chosen role is posted as `role`.
        unread: notifications not read yet; None hides the bell.
        notifications_url: the page of notifications.
        unread_url: where the bell asks for itself anew, once a minute; empty for never.
        account_links: (label, address) entries of the user menu.
        panel: markup that follows the person from page to page, above the content; empty for none.
    """

    name: str = ""
    may_open: Callable[[str], bool] = _nothing
    roles: Sequence[RoleChoice] = ()
    role_url: str = ""
    unread: int | None = None
    notifications_url: str = ""
    unread_url: str = ""
    account_links: Sequence[tuple[str, str]] = ()
    panel: SafeString | str = ""

    @property
    def current_role(self) -> RoleChoice | None:
        return next((role for role in self.roles if role.current), None)

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything base.html draws around the content."""

    theme: Theme
    viewer: Viewer
    links: list[NavLink]
    today: dt.date
    is_demo: bool
    version: str
    request_id: str
    bar_links: list[NavLink] = field(default_factory=list)


def theme_of(request: HttpRequest) -> Theme:
    """Return the theme the person chose; empty follows the system. An unknown cookie value counts as no choice."""
    chosen = request.COOKIES.get(host_cookie(THEME_COOKIE), "")
    return cast("Theme", chosen) if chosen in {"light", "dark"} else ""


def viewer_of(request: HttpRequest) -> Viewer:
    """Return the person as told by the function that the setting UI_VIEWER names, or by the account alone."""
    path = getattr(settings, "UI_VIEWER", "")
    if path:
        return cast("Viewer", import_string(path)(request))
    user = getattr(request, "user", None)
    return Viewer(name=str(user)) if user is not None and user.is_authenticated else Viewer()


def frame_for(request: HttpRequest) -> Frame:
    """Collect the frame of one page; called only when a template draws it."""
    viewer = viewer_of(request)
    links = visible_links(viewer.may_open) if viewer.name else []
    return Frame(
        theme=theme_of(request),
        viewer=viewer,
        links=links,
        today=today(),
        is_demo=bool(settings.RANDA_DEMO),
        version=VERSION,
        request_id=request_id.get(),
        bar_links=links[:4],
    )


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, made when a page first asks for it (parts swapped by htmx never do)."""
    return {"frame": SimpleLazyObject(lambda: frame_for(request))}
