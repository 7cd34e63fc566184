"""Programs that run and stop together, shown with programs that do nothing."""

import os
import signal
import sys
import threading
import time

import pytest

from etech_ai.processes import Program, run_together

PYTHON = sys.executable
SLEEPER = Program("sleeper", (PYTHON, "-c", "import time; time.sleep(60)"))
QUITTER = Program("quitter", (PYTHON, "-c", "raise SystemExit(4)"))
STUBBORN = Program(
    "stubborn",
    (PYTHON, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"),
)


def _run(*programs: Program, **how: object) -> str:
    return run_together(programs, is_ready=lambda: True, on_ready=lambda: None, **how)  # type: ignore[arg-type]


def _signal_soon(number: signal.Signals, after: float = 0.3) -> None:
    threading.Timer(after, os.kill, (os.getpid(), number)).start()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_without_complaint(number: signal.Signals) -> None:
    _signal_soon(number)
    assert _run(SLEEPER, SLEEPER) == ""


def test_one_that_ends_stops_the_others_and_is_named() -> None:
    trouble = _run(SLEEPER, QUITTER)
    assert trouble.startswith("The quitter ended with exit code 4")


def test_one_that_does_not_listen_is_killed_after_the_grace() -> None:
    _signal_soon(signal.SIGTERM, after=0.6)
    start = time.monotonic()
    assert _run(STUBBORN, grace=0.5) == ""
    assert time.monotonic() - start < 10


def test_a_program_that_cannot_start_stops_those_that_did() -> None:
    with pytest.raises(FileNotFoundError):
        _run(SLEEPER, Program("nothing", ("/nowhere/nothing",)))


def test_readiness_is_told_once() -> None:
    told: list[str] = []
    _signal_soon(signal.SIGTERM, after=0.8)
    run_together([SLEEPER], is_ready=lambda: True, on_ready=lambda: told.append("ready"))
    assert told == ["ready"]


def test_signals_are_what_they_were_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    _run(QUITTER)
    assert signal.getsignal(signal.SIGTERM) is before
