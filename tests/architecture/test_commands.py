"""The script `./dev`: its verbs, and what it says when it cannot go on."""

import os
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
VERBS = ("run", "test", "check", "fix", "bench", "setup")


def _dev(
    *arguments: str, script: Path = ROOT / "dev", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", script, *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("path", ["dev", ".ci/run"])
def test_scripts_may_be_executed(path: str) -> None:
    assert os.access(ROOT / path, os.X_OK)


def test_help_names_every_verb() -> None:
    told = _dev("help").stdout
    assert [verb for verb in VERBS if f"./dev {verb}" not in told] == []


def test_an_unknown_verb_is_refused_with_the_known_ones() -> None:
    answer = _dev("dance")
    assert answer.returncode == 2
    assert "no such verb: dance" in answer.stderr
    assert "./dev run" in answer.stderr


def test_without_a_python_that_suits_one_line_says_what_to_type(tmp_path: Path) -> None:
    answer = _on_a_bare_machine(tmp_path, python_version="3.9")
    assert answer.returncode == 3
    assert "needs Python 3.11, 3.12 or 3.13" in answer.stderr
    assert "apt-get install -y --no-install-recommends python3.11 python3.11-venv" in answer.stderr


def test_without_the_venv_module_one_line_says_what_to_type(tmp_path: Path) -> None:
    answer = _on_a_bare_machine(tmp_path, python_version="3.12")
    assert answer.returncode == 3
    assert answer.stderr.rstrip().endswith("apt-get install -y --no-install-recommends python3.12-venv")


def _on_a_bare_machine(folder: Path, python_version: str) -> subprocess.CompletedProcess[str]:
    """Run `./dev setup` in an empty folder, as a plain user whose only Python has no venv module."""
    programs = folder / "bin"
    programs.mkdir()
    for name in ("sh", "cat", "dirname", "sha256sum", "cut", "flock"):
        (programs / name).symlink_to(f"/usr/bin/{name}")
    _program(programs / "id", 'echo 1000')  # fmt: skip
    major, minor = python_version.split(".")
    suits = "0" if int(minor) >= 11 else "1"
    _program(
        programs / "python3",
        f'case "$*" in --version) echo Python {python_version};; *ensurepip*) exit 1;;'
        f" *print*) echo {major}.{minor};; *) exit {suits};; esac",
    )
    script = folder / "dev"
    script.write_bytes((ROOT / "dev").read_bytes())
    return _dev("setup", script=script, PATH=str(programs), ETECH_PYTHON="")


def _program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_versions_of_python_agree() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert told == ">=3.11,<3.14"
    assert "(3, 11) <= sys.version_info < (3, 14)" in (ROOT / "dev").read_text()


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-dev.txt", "package-lock.json"])
def test_locks_hold_hashes_and_no_address(path: str) -> None:
    lock = (ROOT / path).read_text()
    assert "sha512-" in lock or "--hash=sha256:" in lock
    assert "resolved" not in lock
    assert "--index-url" not in lock and " @ http" not in lock
