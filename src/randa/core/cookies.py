"""Names of cookies. Over https they begin with `__Host-`: no other host and no unencrypted page can then set them."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


def host_cookie(name: str) -> str:
    """Return the name that the cookie `name` has in this installation."""
    return f"__Host-{name}" if settings.HTTPS else name


class HostCookieStorage(CookieStorage):
    """Short messages between two pages, in a cookie of this host only."""

    cookie_name = host_cookie(CookieStorage.cookie_name)


class MessageStorage(FallbackStorage):
    """Django's own order: the cookie, and the session for what does not fit."""

    storage_classes = (HostCookieStorage, SessionStorage)
