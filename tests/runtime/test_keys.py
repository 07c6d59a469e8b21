"""The installation's own secrets: made once, readable by the owner only, replaced whole."""

import stat
import threading
from pathlib import Path

import pytest

from randa.cli.main import main
from randa.core.secrets_at_rest.cipher import key_bytes
from randa.runtime.checks import problems
from randa.runtime.secret import data_keys, secret_key, write_data_keys


def test_a_data_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    made = data_keys("", tmp_path)

    assert data_keys("", tmp_path) == made
    assert len(key_bytes(made[0])) == 32
    assert stat.S_IMODE((tmp_path / "data_keys").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data_keys").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["data_keys"]


def test_processes_that_start_together_agree_on_one_secret(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(secret_key("", tmp_path))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_new_key_comes_first_and_the_old_ones_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RANDA_HOME", str(tmp_path))
    old = data_keys("", tmp_path)

    assert main(["keys", "new"]) == 0

    assert data_keys("", tmp_path)[1:] == old
    assert data_keys("", tmp_path)[0] not in capsys.readouterr().out


def test_a_short_key_and_a_key_file_that_others_may_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from randa.runtime import checks

    monkeypatch.setattr(checks, "_installation", list)
    monkeypatch.setenv("RANDA_HOME", str(tmp_path))
    write_data_keys(tmp_path, ["kort"])
    (tmp_path / "data_keys").chmod(0o644)

    said = problems()

    assert any("key 1: a data key holds" in line or "key 1: a data key is not" in line for line in said)
    assert any("chmod 600" in line for line in said)
    assert not any("kort" in line for line in said)
