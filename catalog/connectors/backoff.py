"""How long to wait before the same request may be sent again, as the vendor says or as is polite."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=31).total_seconds()
JITTER = 0.25


def told_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait that the answer names: Retry-After in either form, else the reset of a spent limit.

    A moment is counted from the answer's own Date (RFC 9110, 6.6.1), so that two clocks that disagree change
    nothing; from `now` when it has none. None when it names no wait, or nothing that can be read. Never
    negative, never over 31 days.
    """
    now = _moment(headers.get("date", "")) or now
    seconds = _retry_after(headers.get("retry-after", ""), now)
    if seconds is None and headers.get("x-ratelimit-remaining", "0").strip() == "0":
        seconds = _until_epoch(headers.get("x-ratelimit-reset", ""), now)
    return None if seconds is None else min(max(seconds, 0.0), LONGEST)


def polite_wait(attempt: int, first: float, chance: float) -> float:
    """1, 2, 4, 8 … times `first`, and up to a quarter more so that clients do not come back together."""
    return float(first * 2 ** (attempt - 1) * (1 + JITTER * chance))


def _retry_after(text: str, now: datetime) -> float | None:
    text = text.strip()
    if text.isascii() and text.isdigit():
        return _number(text)
    moment = _moment(text)
    return None if moment is None else (moment - now).total_seconds()


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _until_epoch(text: str, now: datetime) -> float | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return _number(text) - now.timestamp()


def _number(digits: str) -> float:
    return float(digits[:18])
