"""What may be wrong with an installation, in sentences that say what to do."""

import stat
from collections.abc import Iterator
from pathlib import Path

from randa.runtime.roles import owns_tables
from randa.runtime.secret import DATA_KEYS_FILE, data_keys
from randa.settings import environment
from randa.settings.environment import SETTINGS, SettingError
from randa.settings.unsafe import database_is_verified, mail_is_encrypted, refusals


def problems() -> list[str]:
    """Return one sentence per thing to mend; empty when all is well. Needs neither Django nor a running database to begin."""
    found = list(_unreadable_settings())
    return found or [*(refused := list(refusals())), *_unsafe_settings(), *(() if refused else _installation())]


def _unreadable_settings() -> Iterator[str]:
    try:
        for setting in SETTINGS:
            environment.text(setting.name)
    except SettingError as error:
        yield f"{error}."
        return
    readers = (
        (environment.yes, ("RANDA_DEMO", "RANDA_HTTPS")),
        (
            environment.number,
            ("PORT", "RANDA_WORKERS", "EMAIL_PORT", "EMAIL_MAX_RETURNS", "RANDA_PROXIES", "RANDA_PAGES_PER_MINUTE"),
        ),
        (
            environment.at_least_one,
            ("RANDA_INVITATION_DAYS", "RANDA_ACCOUNT_REQUESTS_PER_HOUR", "RANDA_ACCOUNT_REQUESTS_PER_DAY"),
        ),
        (environment.date_or_none, ("RANDA_TODAY",)),
        (environment.callable_hosts, ("RANDA_MAY_CALL",)),
        (environment.scanner, ("RANDA_VIRUS_SCANNER",)),
    )
    for reader, names in readers:
        for name in names:
            try:
                reader(name)
            except SettingError as error:
                yield f"{error}."
    try:
        environment.one_of("EMAIL_SECURITY", "starttls", "tls", "none")
    except SettingError as error:
        yield f"{error}."
    url = environment.text("DATABASE_URL")
    if url and not url.startswith(("postgresql://", "postgres://")):
        yield "DATABASE_URL does not begin with postgresql://. Give postgresql://user:password@host:port/name or leave it empty."


def _unsafe_settings() -> Iterator[str]:
    if environment.text("RANDA_SECRET_KEY") and len(environment.text("RANDA_SECRET_KEY")) < 50:
        yield "RANDA_SECRET_KEY is shorter than 50 characters. Make a longer one, or leave it empty to have one made."
    yield from _unsafe_data_keys()
    is_public = environment.text("RANDA_ADDRESS") not in {"127.0.0.1", "localhost", "::1"}
    if is_public and environment.yes("RANDA_DEMO") and not environment.yes("RANDA_HTTPS"):
        yield "Randa listens on a public address without https. Put a proxy with a certificate in front and set RANDA_HTTPS=yes."
    if environment.yes("RANDA_DEMO") and not database_is_verified():
        yield "The database is on another machine and its certificate is not checked. End DATABASE_URL with ?sslmode=verify-full."
    if is_public and not environment.text("RANDA_CERTIFICATE"):
        yield "What goes between the proxy and Randa is not encrypted. Set RANDA_CERTIFICATE, or listen on 127.0.0.1 with the proxy here."
    yield from _unsafe_mail(is_public=is_public)
    if "*" in environment.callable_hosts("RANDA_MAY_CALL") and not environment.yes("RANDA_DEMO"):
        yield "RANDA_MAY_CALL lets Randa call every public host. Name the identity providers and webhooks that are used."
    if not environment.text("RANDA_VIRUS_SCANNER") and not environment.yes("RANDA_DEMO"):
        yield "Files that people send are not searched for viruses. Set RANDA_VIRUS_SCANNER to the region's clamd."
    if is_public and environment.yes("RANDA_DEMO"):
        yield "The demo world is open on a public address: anybody can sign in. Set RANDA_DEMO=no."


def _unsafe_data_keys() -> Iterator[str]:
    from randa.core.secrets_at_rest.cipher import key_bytes

    configured = environment.text("RANDA_DATA_KEYS")
    kept = environment.home() / DATA_KEYS_FILE
    if not configured and kept.exists() and stat.S_IMODE(kept.stat().st_mode) & 0o077:
        yield f"{kept} can be read by others than its owner. Run: chmod 600 {kept}."
    if not configured and not environment.yes("RANDA_DEMO"):
        yield f"RANDA_DATA_KEYS is empty: the keys of encrypted data lie in {kept}. Keep a copy of them elsewhere."
    for place, key in enumerate(data_keys(configured, environment.home()), start=1):
        try:
            key_bytes(key)
        except ValueError as error:
            yield f"RANDA_DATA_KEYS, key {place}: {error}."


def _unsafe_mail(*, is_public: bool) -> Iterator[str]:
    if not environment.text("EMAIL_HOST"):
        return
    in_the_clear = environment.text("EMAIL_SECURITY").lower() == "none"
    if in_the_clear and environment.text("EMAIL_USER"):
        yield "The password of the mail server would be sent in the clear. Set EMAIL_SECURITY=starttls or tls."
    elif environment.yes("RANDA_DEMO") and not mail_is_encrypted():
        yield "Mail leaves this machine in the clear. Set EMAIL_SECURITY=starttls or tls."
    if "@" in environment.text("EMAIL_RETURNS") and not environment.text("EMAIL_RETURNS_FOLDER"):
        yield "EMAIL_RETURNS is set but nobody reads what comes back. Set EMAIL_RETURNS_FOLDER to its Maildir or mbox."
    if is_public and "localhost" in environment.text("RANDA_URL"):
        yield "Links in mail would begin with http://localhost. Set RANDA_URL to the address people use."


def _installation() -> Iterator[str]:
    from django.db import DatabaseError, connection

    from randa.runtime.supervisor import database, set_up_django

    home = environment.home()
    if home.exists() and not _is_writable(home):
        yield f"{home} cannot be written. Give the user that runs Randa the right to write there, or set RANDA_HOME."
        return
    with database():
        set_up_django()
        from randa.home.health import readiness

        try:
            connection.ensure_connection()
        except DatabaseError as error:
            yield f"The database does not answer: {error}. Check DATABASE_URL and that the server is running."
            return
        from randa.core import uploads

        if environment.text("RANDA_VIRUS_SCANNER") and not uploads.answers():
            yield "The virus scanner does not answer at RANDA_VIRUS_SCANNER; until it does, no file is taken."
        parts = readiness()
        if parts["migrations"] != "ok":
            yield f"The database is older than this version ({parts['migrations']}). Run: randa migrate."
        if parts["disk"] != "ok":
            yield f"Disk: {parts['disk']} under {home}. Make room before it is full."
        with connection.cursor() as cursor:
            cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
            if cursor.fetchone()[0]:
                yield "The database role is a superuser or bypasses row-level security. Use a plain role."
        if environment.text("DATABASE_URL") and not environment.yes("RANDA_DEMO") and owns_tables():
            yield (
                "The role of web and worker owns the tables, and could switch row-level security off. "
                "Give migrations a role of their own: DATABASE_OWNER_URL, see docs/operations.md."
            )


def _is_writable(folder: Path) -> bool:
    probe = folder / ".writable"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
