"""`manage.py portal` as a person runs it: embedded, on an empty data folder, stopped in rough ways."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from servers.children import free_port

pytestmark = [pytest.mark.servers, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]


Portal = tuple[subprocess.Popen[str], int, Path]


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """A portal to stop in some way: its process, its port and its data folder."""
    with _running(tmp_path / "data") as portal:
        yield portal


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal that no test stops."""
    with _running(tmp_path_factory.mktemp("standing") / "data") as portal:
        yield portal


def test_one_signal_stops_everything_and_leaves_no_process(portal: Portal) -> None:
    process, _, data_folder = portal
    assert len(_processes_on(data_folder)) > 3
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output
    assert output.endswith("Stopped.\n")
    assert _processes_on(data_folder) == []


def test_killing_the_portal_leaves_no_process(portal: Portal) -> None:
    process, _, data_folder = portal
    process.kill()
    assert _comes_to(lambda: not _processes_on(data_folder)), _processes_on(data_folder)


def test_a_worker_that_dies_stops_the_portal_with_a_sentence(portal: Portal) -> None:
    process, _, data_folder = portal
    worker = next(pid for pid in _children_of(process.pid) if "celery" in _command_of(pid))
    os.kill(worker, signal.SIGKILL)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "The worker was killed by SIGKILL" in output
    assert _processes_on(data_folder) == []


def test_a_second_portal_on_the_same_folder_is_refused(standing: Portal) -> None:
    _, _, data_folder = standing
    with _start(data_folder, free_port()) as second:
        output, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert "already runs" in output


def test_a_taken_port_is_named(standing: Portal, tmp_path: Path) -> None:
    _, port, _ = standing
    with _start(tmp_path / "other", port) as second:
        output, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"Port {port} cannot be used" in output


def test_keys_are_made_once_and_only_their_owner_reads_them(standing: Portal) -> None:
    keys = standing[2] / "keys.env"
    assert keys.stat().st_mode & 0o777 == 0o600
    assert [line.split("=")[0] for line in keys.read_text().splitlines()] == [
        "ETECH_SECRET_KEY",
        "ETECH_CREDENTIAL_KEYS",
        "ETECH_SEAL_KEYS",
    ]


@contextmanager
def _running(data_folder: Path) -> Iterator[Portal]:
    port = free_port()
    with _start(data_folder, port) as process:
        _wait_until_ready(port, process)
        yield process, port, data_folder
        process.kill()
    assert _comes_to(lambda: not _processes_on(data_folder)), _processes_on(data_folder)


def _start(data_folder: Path, port: int) -> subprocess.Popen[str]:
    ours = {"ETECH_DATA_DIR": str(data_folder)}
    unwanted = ("DATABASE_URL", "REDIS_URL", "ETECH_SECRET_KEY", "ETECH_CREDENTIAL_KEYS", "ETECH_SEAL_KEYS")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    return subprocess.Popen(
        [sys.executable, "manage.py", "portal", "--no-content", "--port", str(port)],
        cwd=settings.BASE_DIR,
        env={**environment, **ours},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _wait_until_ready(port: int, process: subprocess.Popen[str]) -> None:
    """Ready means that a sweep of the beat came back through the broker and the worker."""
    answer: object = None
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            answer = json.load(error)
        except urllib.error.URLError as error:
            answer = error.reason
        time.sleep(0.2)
    process.kill()
    pytest.fail(f"{answer}\n{process.communicate()[0]}")


def _processes_on(data_folder: Path) -> list[str]:
    """Command lines of the living processes that were started on this data folder."""
    mark = f"ETECH_DATA_DIR={data_folder}".encode()
    return [_command_of(pid) for pid in _pids() if mark in _read(pid, "environ").split(b"\0")]


def _children_of(parent: int) -> list[int]:
    return [pid for pid in _pids() if f"PPid:\t{parent}\n".encode() in _read(pid, "status")]


def _command_of(pid: int) -> str:
    return _read(pid, "cmdline").replace(b"\0", b" ").decode()


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it ended meanwhile
        return b""


def _comes_to(question: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False
