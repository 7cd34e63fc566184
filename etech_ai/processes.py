"""Programs that run and stop together: the web server and the worker of `manage.py portal`.

Each program gets a session of its own, so a Ctrl-C reaches only us and we stop them in order. Nothing
outlives us: on a signal they are asked to end, after `GRACE` seconds their whole groups are killed; and the
kernel asks them to end when we are killed ourselves. When one ends by itself, the others are stopped too.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

GRACE = 15.0
TICK = 0.1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Program:
    """A program to keep running: the name that messages call it by, and its command line."""

    name: str
    command: tuple[str, ...]


Running = tuple[Program, subprocess.Popen[bytes]]


@dataclass(slots=True)
class _Asked:
    """How often we were asked to stop: once is a wish, twice is impatience."""

    times: int = 0

    def note(self, _signal: int, _frame: FrameType | None) -> None:
        self.times += 1


def run_together(
    programs: Sequence[Program],
    *,
    is_ready: Callable[[], bool],
    on_ready: Callable[[], None],
    grace: float = GRACE,
) -> str:
    """Start the programs and wait until a signal asks to stop or one of them ends; then stop them all.

    `on_ready` is called once, when `is_ready` first holds. Returns "" after a signal, else a sentence that
    says which program ended, and how.
    """
    asked = _Asked()
    previous = {number: signal.signal(number, asked.note) for number in STOPPING}
    running: list[Running] = []
    try:
        for program in programs:
            running.append((program, _start(program)))
        return _watch(running, asked, is_ready, on_ready)
    finally:
        _stop(running, asked, grace)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _start(program: Program) -> subprocess.Popen[bytes]:
    parent = os.getpid()

    def die_with_parent() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it was killed between the fork and the line above
                os._exit(1)

    return subprocess.Popen(
        program.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_parent
    )


def _watch(
    running: list[Running],
    asked: _Asked,
    is_ready: Callable[[], bool],
    on_ready: Callable[[], None],
) -> str:
    announced = False
    while not asked.times:
        for program, process in running:
            if process.poll() is not None:
                return _ending(program, process.returncode)
        if not announced and is_ready():
            on_ready()
            announced = True
        time.sleep(TICK)
    return ""


def _ending(program: Program, code: int) -> str:
    how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    return f"The {program.name} {how}; what runs with it was stopped too. The lines above say more."


def _stop(running: list[Running], asked: _Asked, grace: float) -> None:
    for _, process in running:
        with suppress(ProcessLookupError):
            process.terminate()
    patience = asked.times
    deadline = time.monotonic() + grace
    while any(process.poll() is None for _, process in running):
        if time.monotonic() > deadline or asked.times > max(patience, 1):
            break
        time.sleep(TICK)
    for _, process in running:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # whatever of its group is still there
        process.wait()
