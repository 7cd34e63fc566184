"""Several people at once, on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from etech_ai.verdicts import Refused


def at_once(*acts: Callable[[], Any], refused: tuple[type[Exception], ...] = (Refused,)) -> list[Any]:
    """Run the acts together; what each returned, or its refusal, of one of these kinds."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        except refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[Any]) -> list[str]:
    return [str(result) for result in results if isinstance(result, Refused)]
