"""GitHub Copilot Business and Enterprise (reference: vendor-apis section 3)."""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from catalog.connectors.base import Capability, Facts, Health, SeatRow
from catalog.connectors.clock import Clock
from catalog.connectors.guard import Guard


class GithubCopilot:
    """Reads the seats of one organisation."""

    kind = "github_copilot"
    capabilities = frozenset({Capability.SEATS_PURCHASED, Capability.SEATS, Capability.LAST_USED})

    @classmethod
    def open(
        cls, *, guard: Guard, base_url: str, organisation: str, secret: str, clock: Clock
    ) -> "GithubCopilot":
        raise NotImplementedError

    @property
    def facts(self) -> Facts:
        raise NotImplementedError

    def check(self) -> Health:
        raise NotImplementedError

    def fetch_purchased(self) -> int | None:
        raise NotImplementedError

    def fetch_seats(self) -> Iterator[SeatRow]:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
