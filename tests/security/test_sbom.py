"""The bill of materials names everything that the locks name."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_locked_package_stands_once_in_the_bill_with_its_version() -> None:
    made = subprocess.run([sys.executable, ROOT / "tools" / "sbom"], capture_output=True, check=True, text=True)  # noqa: S603 - our own tool
    bill = json.loads(made.stdout)
    locked = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line]
    python = [part for part in bill["components"] if part["purl"].startswith("pkg:pypi/")]

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert len(python) == len(locked)
    assert all(part["hashes"] for part in python)
    assert {part["name"]: part["version"] for part in python}["django"] == version("django")
    assert any(part["name"] == "bootstrap" for part in bill["components"])
