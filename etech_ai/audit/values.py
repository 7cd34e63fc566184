"""Values as the trail keeps them: canonical JSON, and salted commitments for what is personal."""

import hashlib
import json
import secrets
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Field, Model


def canonical(data: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, UTF-8. What is hashed is this text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(16)


def commit(text: str, salt: str) -> str:
    """A commitment to a text: whoever holds text and salt can prove it, nobody else can guess it."""
    return sha256(f"{salt}:{text}")


def plain(value: Any) -> Any:
    """A field's value as JSON can hold it, the same before saving and after reading back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return sha256(bytes(value).hex())
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def recorded_value(instance: Model, field: Field) -> Any:
    """What the trail writes for a field of an instance: raw foreign keys, cleaned Python values."""
    return plain(field.to_python(getattr(instance, field.attname)))
