"""The build runs once, and only when something changed; the lock names no registry."""

from pathlib import Path

import pytest

from randa.core.ui import build as building

ROOT = Path(building.ROOT)


def test_nothing_is_built_when_nothing_changed(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(building, "_run", calls.append)
    monkeypatch.setattr(building, "_install_packages", lambda _node: None)
    monkeypatch.setattr(building, "STAMP", tmp_path / "stamp.txt")

    assert building.build() is True
    assert building.build() is False
    assert len(calls) == 1


def test_a_machine_without_node_is_told_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(building, "STAMP", tmp_path / "stamp.txt")
    monkeypatch.delenv("RANDA_NODE", raising=False)
    monkeypatch.setattr(building.shutil, "which", lambda _name: None)

    with pytest.raises(building.BuildError, match="RANDA_NODE"):
        building.build()


def test_the_npm_lock_names_no_registry():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
