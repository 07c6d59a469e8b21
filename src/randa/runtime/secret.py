"""The installation's own secrets, made once when nobody has set them."""

import base64
import os
import secrets
import tempfile
from pathlib import Path

DATA_KEYS_FILE = "data_keys"


def secret_key(configured: str, home: Path) -> str:
    """Return `configured`, or the key kept in `home`, made on first use with owner-only rights."""
    return configured or _kept(home / "secret_key", secrets.token_urlsafe(50))


def data_keys(configured: str, home: Path) -> list[str]:
    """Return the keys of stored secrets, newest first: those of `configured` (commas), or those kept in `home`, one made on first use."""
    if configured:
        return [key.strip() for key in configured.split(",") if key.strip()]
    return _kept(home / DATA_KEYS_FILE, _data_key()).split()


def write_data_keys(home: Path, keys: list[str]) -> None:
    """Put `keys` in the place of those kept in `home`, whole or not at all, with owner-only rights."""
    os.replace(_written(home / DATA_KEYS_FILE, "\n".join(keys)), home / DATA_KEYS_FILE)  # noqa: PTH105 - one step


def _data_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


def _kept(path: Path, fresh: str) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = _written(path, fresh)
        try:
            os.link(made, path)  # fails when another process was first: then its secret is the one that counts
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text(encoding="utf-8")


def _written(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # readable by the owner only
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return Path(name)
