"""What Randa does not start with. `randa check` says it too, with all that is merely unwise."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from randa.settings import environment
from randa.settings.environment import SettingError


def refusals() -> Iterator[str]:
    """Yield a sentence for each setting that an installation must not run with."""
    if environment.yes("RANDA_HTTPS") and "x-forwarded-proto" not in environment.names("RANDA_PROXY_SETS"):
        yield (
            "RANDA_HTTPS=yes needs a proxy that always sets X-Forwarded-Proto, whatever it was sent. "
            "When yours does, set RANDA_PROXY_SETS=X-Forwarded-Proto."
        )
    if (
        not environment.yes("RANDA_DEMO")
        and not database_is_verified()
        and not environment.text("RANDA_UNVERIFIED_DATABASE")
    ):
        yield (
            "The database is on another machine and its certificate is not checked. End DATABASE_URL with ?sslmode=verify-full, "
            "or say why it need not be in RANDA_UNVERIFIED_DATABASE."
        )
    is_public = environment.text("RANDA_ADDRESS") not in {"127.0.0.1", "localhost", "::1"}
    if not environment.yes("RANDA_DEMO") and is_public and not environment.yes("RANDA_HTTPS"):
        yield "Randa listens on a public address without https. Put a proxy with a certificate in front and set RANDA_HTTPS=yes."
    if not environment.yes("RANDA_DEMO") and not mail_is_encrypted():
        yield "Mail would leave this machine in the clear. Set EMAIL_SECURITY=starttls or tls."


def mail_is_encrypted() -> bool:
    """Tell whether mail stays on this machine or leaves it encrypted."""
    here = environment.text("EMAIL_HOST") in {"", "localhost", "127.0.0.1", "::1"}
    return here or environment.text("EMAIL_SECURITY").lower() != "none"


def database_is_verified() -> bool:
    """Tell whether the database is on this machine, or shows a certificate that is checked with its name."""
    return all(_is_verified(environment.text(name)) for name in ("DATABASE_URL", "DATABASE_OWNER_URL"))


def _is_verified(address: str) -> bool:
    parts = urlsplit(address)
    hosts = {parts.hostname, *(value for name, value in parse_qsl(parts.query) if name in {"host", "hostaddr"})} - {
        None
    }
    here = all(host in {"localhost", "127.0.0.1", "::1"} or str(host).startswith("/") for host in hosts)
    return here or dict(parse_qsl(parts.query)).get("sslmode") == "verify-full"


def refuse_to_start() -> None:
    """Raise SettingError with every refusal, if there is one."""
    if found := list(refusals()):
        raise SettingError("\n".join(found))
