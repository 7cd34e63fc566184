"""Time that passes only when somebody waits, for everything that speaks to a vendor."""

from datetime import datetime, timedelta

from builders.clock import NOW
from catalog.connectors.clock import Clock


class Hourglass:
    """`clock` is what to hand in; `waits` every wait that was asked for; nothing really waits.

    Each look at the time costs `per_look` seconds, so that a loop without waits can grow old too.
    """

    def __init__(self, now: datetime = NOW, *, chance: float = 0.0, per_look: float = 0.0) -> None:
        self.start = now
        self.passed = 0.0
        self.waits: list[float] = []
        self.per_look = per_look
        self.clock = Clock(
            monotonic=self._look,
            now=lambda: self.start + timedelta(seconds=self.passed),
            sleep=self._wait,
            chance=lambda: chance,
        )

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def _look(self) -> float:
        self.passed += self.per_look
        return self.passed

    def _wait(self, seconds: float) -> None:
        assert seconds > 0
        self.waits.append(seconds)
        self.passed += seconds
