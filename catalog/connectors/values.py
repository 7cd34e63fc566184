"""Taking values out of a vendor's JSON: strict about types, exact about which field was wrong."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from catalog.connectors.base import FailureClass, VendorFailure
from etech_ai.enums import gettext_noop

LONGEST = 255
WRONG_FIELD = gettext_noop("La réponse de l’éditeur n’est pas celle prévue : champ « {field} ».")


def wrong(field: str) -> VendorFailure:
    """The contract is broken at this field."""
    return VendorFailure(FailureClass.CONTRACT, WRONG_FIELD, values={"field": field}, field=field)


def a_dict(value: Any, field: str) -> Mapping[str, Any]:
    """An object. Raises VendorFailure (CONTRACT) like everything here."""
    if not isinstance(value, dict):
        raise wrong(field)
    return value


def a_dict_or_null(value: Any, field: str) -> Mapping[str, Any] | None:
    return None if value is None else a_dict(value, field)


def a_list(value: Any, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise wrong(field)
    return value


def a_count(value: Any, field: str) -> int:
    """A whole number from 0 on; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise wrong(field)
    return value


def an_id(value: Any, field: str) -> str:
    """An identifier, a positive whole number or a text, as text."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    if isinstance(value, str) and value.strip():
        return a_text(value, field)
    raise wrong(field)


def a_text(value: Any, field: str) -> str:
    """A text that a database can keep; "" for null."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong(field)
    # JSON may carry NUL and halves of surrogate pairs, which no database column takes.
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in value)[:LONGEST]


def a_moment(value: Any, field: str) -> datetime | None:
    """An instant in UTC (RFC 3339); None for null. A time without a zone is UTC."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(a_text(value, field))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise wrong(field) from None


def a_day(value: Any, field: str) -> date | None:
    """A day, also when it comes with a time; None for null."""
    moment = a_moment(value, field)
    return moment.date() if moment else None
