"""Where the database is: a given address, or the private server under the installation's folder."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PRIVATE_ROLE = "randa"
PRIVATE_NAME = "randa"
_process = {"is_web": False}


def mark_as_web() -> None:
    """Say, before settings are read, that this process answers the web: its connections see no personal data by themselves.

    The middleware lets each request see what its person may (ADR 0006). Every other process is Randa's own work and sees all.
    """
    _process["is_web"] = True


def private_url(home: Path) -> str:
    """Return the address of the private server; port 5432 and no password until it has been started once."""
    port, password = (_kept(home / "postgres" / name) for name in ("port", "password"))
    return f"postgresql://{PRIVATE_ROLE}:{password}@127.0.0.1:{port or 5432}/{PRIVATE_NAME}"


def _kept(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Return Django's settings for `url`, or for the private server when `url` is empty.

    Raises:
        ValueError: `url` is not a PostgreSQL address.
    """
    parts = urlsplit(url or private_url(home))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"DATABASE_URL begins with {parts.scheme!r}; expected postgresql://")
    options = dict(parse_qsl(parts.query))
    # The conditions of the policies make PostgreSQL think that machine code pays; it costs half a second and saves nothing.
    mode = "" if _process["is_web"] else " -c randa.mode=system"
    options["options"] = f"{options.get('options', '')} -c jit=off{mode}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 0, "max_size": 8, "timeout": 10}, **options},
    }
