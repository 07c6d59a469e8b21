"""What people are told about: each kind with its default way out and whether it may be switched off. Apps register theirs in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """How a notification leaves by mail. In the application it is always shown at once."""

    INSTANT = "instant", _("Direkt")
    DAILY = "daily", _("En gång om dagen")
    WEEKLY = "weekly", _("En gång i veckan")
    OFF = "off", pgettext_lazy("mail", "Aldrig")


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of news.

    Attributes:
        key: stable, with the app first: "people.role_granted".
        label: what a person reads on the page of choices, as a noun: "Nya roller".
        default: how it is mailed when the person has chosen nothing. Digest, unless it is an offer, safety or about the same day.
        mandatory: may not be switched off: security, safety and what the law says must be told.
        breaks_quiet: is mailed also in quiet hours.
        private: the mail shows the label instead of the title, which may name somebody or something that mail must not carry.
        permission: without it nobody is told, so that the choice is not shown; empty for everybody.
        remind_days: days until a notification that nobody has dealt with stands in a digest again; 0 for never.
    """

    key: str
    label: str | Promise
    default: Channel = Channel.DAILY
    mandatory: bool = False
    breaks_quiet: bool = False
    private: bool = False
    remind_days: int = 0
    permission: str = ""


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind. Registering the same again is harmless; another kind with the same key is a ValueError."""
    if kind.mandatory and kind.default == Channel.OFF:
        raise ValueError(f"the kind {kind.key!r} is mandatory and cannot be off")
    if _KINDS.setdefault(kind.key, kind) != kind:
        raise ValueError(f"the kind {kind.key!r} is registered already, with other values")
    return kind


def get(key: str) -> Kind:
    """Return the kind `key`. Raises KeyError for a name that no app has registered."""
    return _KINDS[key]


def known(key: str) -> Kind:
    """Return the kind `key`, or a plain one with the same key when its app is gone: old rows must still be shown."""
    return _KINDS.get(key) or Kind(key, key)


def all_kinds() -> list[Kind]:
    """Return every kind in the order of their keys, so that those of one app stand together."""
    return sorted(_KINDS.values(), key=lambda kind: kind.key)


def kinds_for(may: Callable[[str], bool]) -> list[Kind]:
    """Return the kinds that somebody with `may(permission)` can be told about."""
    return [kind for kind in all_kinds() if not kind.permission or may(kind.permission)]


SECURITY = Kind(
    "security.account", _("Säkerhet på ditt konto"), Channel.INSTANT, mandatory=True, breaks_quiet=True
)  # sign-in methods, addresses and roles that changed: whoever did not do it must know at once
MAIL_RETURNED = Kind("mail.returned", _("Mejl som inte når fram"), Channel.OFF)
