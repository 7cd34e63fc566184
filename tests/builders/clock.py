"""The day on which every test happens, unless it says otherwise."""

from datetime import UTC, date, datetime

TODAY = date(2026, 11, 24)  # a Tuesday
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
