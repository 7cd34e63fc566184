import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management import CommandError, call_command

from etech_ai import keys


def test_new_keys_are_of_the_kinds_that_settings_read() -> None:
    made = keys.new_keys()
    assert len(made["ETECH_SECRET_KEY"]) >= 50
    assert Fernet(made["ETECH_CREDENTIAL_KEYS"])
    assert len(base64.b64decode(made["ETECH_SEAL_KEYS"])) == 32


def test_two_sets_share_no_key() -> None:
    assert set(keys.new_keys().values()).isdisjoint(keys.new_keys().values())


def test_a_key_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "keys.env"
    keys.write_new_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys.env"
    path.write_text("precious")
    with pytest.raises(CommandError, match="never overwritten"):
        call_command("create_keys", output=path)
    assert path.read_text() == "precious"


def test_keys_are_printed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_keys")
    names = [line.partition("=")[0] for line in capsys.readouterr().out.splitlines()]
    assert names == ["ETECH_SECRET_KEY", "ETECH_CREDENTIAL_KEYS", "ETECH_SEAL_KEYS"]


def test_production_makes_keys_before_it_has_any_but_does_nothing_else(tmp_path: Path) -> None:
    assert _manage(tmp_path, "create_keys").stdout.startswith("ETECH_SECRET_KEY=")
    assert "ETECH_SECRET_KEY is not set" in _manage(tmp_path, "check").stderr


def _manage(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "ETECH_PRODUCTION": "1", "ETECH_DATA_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
