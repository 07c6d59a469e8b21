"""What stands beside a dump: what it holds, by which version, and which keys read it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
DUMP, MANIFEST = "database.dump", "manifest.json"


class BackupError(Exception):
    """A back-up cannot be made or put back; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A back-up in figures. It holds no secret: keys are named by what cannot be turned back into a key.

    Attributes:
        made_at: moment of the dump, ISO with time zone.
        version: Randa's.
        postgresql: major version of the server.
        migrations: `app.name` of all that the database had been through.
        rows: table -> rows, counted in the dump's own snapshot.
        head: the last link of the audit chain, for `randa audit verify --expect`.
        data_keys: ids of the keys that encrypted values need, as `randa keys status` names them.
        secret_key: fingerprint of RANDA_SECRET_KEY, which the secrets of code apps are sealed with.
        bytes, sha256: of the dump.
    """

    made_at: str
    version: str
    postgresql: int
    migrations: tuple[str, ...]
    rows: dict[str, int]
    head: str
    data_keys: tuple[str, ...]
    secret_key: str
    bytes: int
    sha256: str

    def write(self, folder: Path) -> None:
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest in `folder`.

    Raises:
        BackupError: there is none, it cannot be read, or it is of another format.
    """
    try:
        data: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT:
            raise BackupError(f"{folder} was made by a newer Randa. Restore it with that version.")
        return Manifest(**data | {"migrations": tuple(data["migrations"]), "data_keys": tuple(data["data_keys"])})
    except FileNotFoundError:
        raise BackupError(
            f"{folder} holds no {MANIFEST}: it is not a back-up, or one that was never finished."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder / MANIFEST} cannot be read: {error}") from error


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
