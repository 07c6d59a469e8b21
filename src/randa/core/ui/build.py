"""Build the interface's static files with Node; the packages' built files are never committed."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

UI = Path(__file__).resolve().parent
PACKAGE = UI.parents[1]
ROOT = PACKAGE.parents[1]
DIST = UI / "static" / "ui" / "dist"
STAMP = DIST / "stamp.txt"


class BuildError(RuntimeError):
    """The static files cannot be built; the sentence says what is missing."""


def build(*, force: bool = False) -> bool:
    """Build what changed since the last time; return whether anything was built. Takes well under a second when nothing changed.

    The environment variable RANDA_NODE may name the Node program to use, for a machine without one of its own.

    Raises:
        BuildError: Node or npm is missing, or one of them failed; its own words are in the message.
    """
    stamp = _digest(_sources())
    if not force and STAMP.is_file() and STAMP.read_text() == stamp:
        return False
    node = _node()
    _install_packages(node)
    _run([str(node), str(UI / "assets" / "build.mjs")])
    STAMP.write_text(stamp)
    return True


def _sources() -> list[Path]:
    assets = (path for folder in PACKAGE.rglob("assets") for path in folder.rglob("*") if path.is_file())
    return sorted([ROOT / "package-lock.json", *assets])


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _node() -> Path:
    found = os.environ.get("RANDA_NODE") or shutil.which("node")
    if not found:
        raise BuildError("Node is missing; install it or let RANDA_NODE name the program")
    return Path(found).resolve()


def _npm_command(node: Path) -> list[str]:
    """Run npm with the same Node: the npm beside it if there is one, because a bare machine has no other."""
    for folder in (node.parent.parent / "lib", node.parent):
        script = folder / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if script.is_file():
            return [str(node), str(script)]
    npm = shutil.which("npm")
    if not npm:
        raise BuildError(f"npm is missing beside {node.name}")
    return [npm]


def _install_packages(node: Path) -> None:
    """Install the packages of the lock file, only when they are not the ones installed already."""
    lock_digest = _digest([ROOT / "package-lock.json"])
    installed = ROOT / "node_modules" / ".randa-lock"
    if installed.is_file() and installed.read_text() == lock_digest:
        return
    _run([*_npm_command(node), "ci"])
    installed.write_text(lock_digest)


def _run(command: list[str]) -> None:
    # A fixed command on our own files; nothing a user typed reaches it.
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode != 0:
        raise BuildError(f"{Path(command[-1]).name} failed:\n{result.stderr.strip()[-2000:]}")


if __name__ == "__main__":
    build()
