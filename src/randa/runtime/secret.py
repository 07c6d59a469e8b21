"""The installation's secret key, made once when nobody has set one."""

import secrets
from pathlib import Path


def secret_key(configured: str, home: Path) -> str:
    """Return `configured`, or the key kept in `home`, made on first use with owner-only rights."""
    if configured:
        return configured
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
