"""Every setting that an installation can choose, with its default and what it means.

`docs/operations.md` prints this list and `randa check` explains what is wrong with the values found; both read `SETTINGS`.
"""

import datetime as dt
import ipaddress
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class SettingError(ValueError):
    """A value in the environment cannot be read; the sentence says which and what is expected."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice of an installation: environment variable, default as text, and one sentence for the person who runs it."""

    name: str
    default: str
    meaning: str
    is_secret: bool = False  # may also be given as NAME_FILE, a file that holds it


SETTINGS = (
    Setting(
        "DATABASE_URL",
        "",
        "postgresql://user:password@host:port/name. Empty: Randa starts a private PostgreSQL under RANDA_HOME.",
        is_secret=True,
    ),
    Setting(
        "DATABASE_OWNER_URL",
        "",
        "The same database as a role that owns the tables, for migrations only; it lets that of DATABASE_URL in. Empty: one role.",
        is_secret=True,
    ),
    Setting(
        "RANDA_UNVERIFIED_DATABASE",
        "",
        "Why a database on another machine is reached without checking its certificate. Empty: only the demo world starts so.",
    ),
    Setting(
        "RANDA_HOME",
        "var",
        "Folder for the private database, logs and built files; relative to the working directory.",
    ),
    Setting(
        "RANDA_SECRET_KEY",
        "",
        "Secret for sessions and signatures, at least 50 characters. Empty: made once and kept in RANDA_HOME.",
        is_secret=True,
    ),
    Setting(
        "RANDA_EARLIER_SECRET_KEYS",
        "",
        "What RANDA_SECRET_KEY was before, by commas: what they signed and sealed still opens. Empty a day after `randa keys rotate`.",
        is_secret=True,
    ),
    Setting(
        "RANDA_DATA_KEYS",
        "",
        "Keys of encrypted data, newest first, separated by commas; `randa keys new` makes one. Empty: made once and kept in RANDA_HOME.",
        is_secret=True,
    ),
    Setting("RANDA_HOSTS", "localhost,127.0.0.1,[::1]", "Host names that Randa answers to, separated by commas."),
    Setting("RANDA_HTTPS", "no", "yes when Randa is reached over https: secure cookies, redirect and HSTS."),
    Setting(
        "RANDA_DEMO",
        "yes",
        "yes shows the demo world with its 'try as' page. Must be no where real people are registered.",
    ),
    Setting(
        "RANDA_TODAY",
        "",
        "A date that Randa takes as today. Empty: 2027-01-11 in the demo world, else the real date.",
    ),
    Setting("RANDA_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR. Logs are JSON lines on standard error."),
    Setting("RANDA_WORKERS", "1", "Number of web server processes; each takes about 200 MB."),
    Setting(
        "RANDA_PROXIES",
        "0",
        "Number of own proxies in front that add to X-Forwarded-For; the log, the sessions and the limits then note people, not proxies.",
    ),
    Setting(
        "RANDA_PROXY_SETS",
        "",
        "Headers that the proxy in front always sets anew, by commas: X-Forwarded-Proto (needed with RANDA_HTTPS=yes), X-Request-ID.",
    ),
    Setting(
        "RANDA_SESSION_IDLE_MINUTES", "30", "Minutes without use before a person is signed out; a warning comes first."
    ),
    Setting("RANDA_SESSION_HOURS", "12", "Hours after which everybody signs in again, used or not."),
    Setting("RANDA_FRESH_MINUTES", "15", "Minutes after signing in before signing and role changes ask who you are."),
    Setting(
        "RANDA_MAY_CALL",
        "*",
        "What identity providers and webhooks may be, by commas: a host (idp.region.example), all below a domain (.region.example), "
        "a network (10.20.0.0/16), * for every public host. Private addresses only by name or network; http only on 127.0.0.1.",
    ),
    Setting(
        "RANDA_PAGES_PER_MINUTE", "600", "Pages and actions a minute that one account may ask for, per web process."
    ),
    Setting(
        "RANDA_API_PER_MINUTE",
        "300",
        "Calls to the application interface per minute that one key, or one session, may make.",
    ),
    Setting(
        "RANDA_API_REFUSED_PER_MINUTE",
        "60",
        "Calls per minute and address that may be refused for want of a working key; then all from there wait.",
    ),
    Setting(
        "RANDA_VIRUS_SCANNER",
        "",
        "Where clamd listens on this machine: /run/clamav/clamd.ctl or 127.0.0.1:3310. Empty: files that people send are not searched.",
    ),
    Setting("PORT", "8000", "Port of the web server."),
    Setting(
        "RANDA_CERTIFICATE",
        "",
        "File with the web server's own certificate and those above it, for a proxy on another machine. Empty: plain HTTP to the proxy.",
    ),
    Setting(
        "RANDA_CERTIFICATE_KEY", "", "File with the private key of RANDA_CERTIFICATE (PKCS#8), for the owner only."
    ),
    Setting("RANDA_ADDRESS", "127.0.0.1", "Address that the web server listens on. 0.0.0.0 behind a proxy."),
    Setting(
        "RANDA_SHARING_WEEKS",
        "8",
        "Weeks before a placement from which the unit of another organisation sees the learner.",
    ),
    Setting(
        "RANDA_SCIM_PER_MINUTE", "1200", "Requests a minute that one directory (SCIM) key may make, per web process."
    ),
    Setting("RANDA_INVITATION_DAYS", "14", "Days that the link of an invitation works."),
    Setting(
        "RANDA_ACCOUNT_REQUESTS_PER_HOUR",
        "10",
        "Requests for an account an hour from one network address; a ward may share one.",
    ),
    Setting(
        "RANDA_ACCOUNT_REQUESTS_PER_DAY",
        "3",
        "Requests for an account a day with one e-mail address, so that others fill nobody's inbox.",
    ),
    Setting("EMAIL_HOST", "", "SMTP server. Empty: mail is written to RANDA_HOME/mail."),
    Setting("EMAIL_PORT", "25", "Port of the SMTP server."),
    Setting(
        "EMAIL_SECURITY",
        "starttls",
        "starttls, tls (from the first byte, port 465) or none (a mail server on the same machine only).",
    ),
    Setting("EMAIL_USER", "", "User name at the SMTP server. Empty: no sign-in."),
    Setting("EMAIL_PASSWORD", "", "Password at the SMTP server.", is_secret=True),
    Setting("EMAIL_FROM", "randa@localhost", "Sender of mail."),
    Setting(
        "EMAIL_RETURNS",
        "",
        "Address that mail which cannot be delivered comes back to, with +token before the @. Empty: EMAIL_FROM, without token.",
    ),
    Setting(
        "EMAIL_RETURNS_FOLDER",
        "",
        "Maildir folder or mbox file where that mail arrives; read every ten minutes. Empty: only refusals at once are seen.",
    ),
    Setting("EMAIL_MAX_RETURNS", "3", "Nothing more is sent to an address after this many returned mails."),
    Setting(
        "RANDA_URL",
        "http://localhost:8000",
        "Address that people reach Randa at, such as https://randa.example.se; links in mail begin with it.",
    ),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}
_HOST = re.compile(r"^\.?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$")
DEMO_TODAY = dt.date(2027, 1, 11)


def text(name: str) -> str:
    """Return the value of the setting `name`, or its documented default. KeyError for an undocumented name.

    Raises:
        SettingError: a secret is given both as itself and as a file, or its file cannot be read.
    """
    setting = _BY_NAME[name]
    given = os.environ.get(name, "")
    path = os.environ.get(f"{name}_FILE", "") if setting.is_secret else ""
    if given and path:
        raise SettingError(f"{name} and {name}_FILE are both set; expected one of them")
    return given or (_content(name, path) if path else "") or setting.default


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise SettingError(f"{name}_FILE is {path!r}, which cannot be read ({type(error).__name__})") from error


def _read(name: str, parse: Callable[[str], T], expected: str) -> T:
    value = text(name)
    try:
        return parse(value)
    except ValueError as error:
        raise SettingError(f"{name} is {value!r}; expected {expected}") from error


def number(name: str) -> int:
    """Return the setting `name` as a whole number. Raises SettingError."""
    return _read(name, int, "a whole number")


def at_least_one(name: str) -> int:
    """Return the setting `name` as a whole number from 1. Raises SettingError."""
    return _read(name, _counted, "a whole number from 1")


def _counted(value: str) -> int:
    if (found := int(value)) < 1:
        raise ValueError(value)
    return found


def one_of(name: str, *values: str) -> str:
    """Return the setting `name`, which must be one of `values`. Raises SettingError."""
    value = text(name).lower()
    if value not in values:
        raise SettingError(f"{name} is {value!r}; expected {', '.join(values[:-1])} or {values[-1]}")
    return value


def yes(name: str) -> bool:
    """Return the setting `name` as a yes/no choice. Raises SettingError."""
    value = text(name).lower()
    if value not in {"yes", "no", "1", "0", "true", "false"}:
        raise SettingError(f"{name} is {value!r}; expected yes or no")
    return value in {"yes", "1", "true"}


def scanner(name: str) -> str:
    """Return the setting `name` as the path of a socket, or a port of this machine; "" for none. Raises SettingError."""
    value = text(name)
    if value and not value.startswith("/") and not re.match(r"^(127\.0\.0\.1|localhost):\d{1,5}$", value):
        raise SettingError(
            f"{name} is {value!r}; expected a path or 127.0.0.1:port, for files are not sent in the clear"
        )
    return value


def names(name: str) -> frozenset[str]:
    """Return the setting `name` as names separated by commas, in small letters."""
    return frozenset(entry.strip().lower() for entry in text(name).split(",") if entry.strip())


def callable_hosts(name: str) -> list[str]:
    """Return the setting `name` as hosts, domains, networks and `*`. Raises SettingError."""
    entries = [entry.strip().lower() for entry in text(name).split(",") if entry.strip()]
    for entry in entries:
        if entry != "*" and not _HOST.match(entry):
            try:
                ipaddress.ip_network(entry, strict=False)
            except ValueError as error:
                raise SettingError(f"{name} has {entry!r}; expected a host, .domain, network or *") from error
    return entries


def date_or_none(name: str) -> dt.date | None:
    """Return the setting `name` as an ISO date, None when empty. Raises SettingError."""
    return _read(name, dt.date.fromisoformat, "a date such as 2027-01-11") if text(name) else None


def home() -> Path:
    """Return the folder of everything this installation keeps on disk."""
    return Path(text("RANDA_HOME")).resolve()
