"""The time and the number of requests that one run may take."""

from collections import deque
from dataclasses import dataclass

import httpcore

from catalog.connectors.body import MAX_BYTES
from catalog.connectors.clock import Clock

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts. The defaults are the contract's; a vendor may only lower them."""

    connect: float = 5.0
    read: float = 30.0
    response: float = 120.0
    run: float = 900.0
    waiting: float = 600.0
    redirects: int = 3
    max_bytes: int = MAX_BYTES
    per_minute: int = 60
    first_wait: float = 1.0  # before the second try when the vendor names no time
    first_limited_wait: float = 1.0  # the same, after a rate limit


class RunBudget:
    """What is left of a run: time, waiting, requests of this minute, and the answer's deadline."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._run_ends = clock.monotonic() + limits.run
        self._answer_ends = self._run_ends
        self._waited = 0.0
        self._sent: deque[float] = deque()

    @property
    def is_over(self) -> bool:
        """Whether the time of the run has passed."""
        return self._clock.monotonic() >= self._run_ends

    def begin(self) -> None:
        """Start the clock of one answer, which also ends with the run."""
        self._answer_ends = min(self._clock.monotonic() + self._limits.response, self._run_ends)

    def cut(self, timeout: float | None) -> float:
        """The time-out of one step, within what is left. Raises httpcore.ReadTimeout when nothing is."""
        left = self._answer_ends - self._clock.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took too long")
        return left if timeout is None else min(timeout, left)

    def may_wait(self, seconds: float) -> bool:
        """Whether this wait fits into the waiting and the time of the run."""
        fits_run = self._clock.monotonic() + seconds < self._run_ends
        return fits_run and self._waited + seconds <= self._limits.waiting

    def wait(self, seconds: float) -> None:
        """Wait before another try."""
        self._waited += seconds
        self._clock.sleep(seconds)

    def take_turn(self) -> None:
        """Wait until the minute has room for one more request, and count it."""
        while len(self._sent) >= self._limits.per_minute:
            pause = self._sent[0] + MINUTE - self._clock.monotonic()
            if pause > 0:
                self._clock.sleep(pause)
            self._sent.popleft()
        self._sent.append(self._clock.monotonic())
