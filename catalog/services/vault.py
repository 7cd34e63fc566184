"""Vendors' credentials at rest: encrypted with the installation's keys, the newest first."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

TAIL = 4


class Closed(Exception):
    """What was stored does not open with this installation's keys."""


def lock(secret: str) -> str:
    """The text to store."""
    return _fernet().encrypt(secret.encode()).decode()


def unlock(stored: str) -> str:
    """The credential again. Raises Closed."""
    try:
        return _fernet().decrypt(stored.encode()).decode()
    except InvalidToken:
        raise Closed from None


def tail(secret: str) -> str:
    """The last four characters, which are all that is ever shown; "" of a secret too short to be cut."""
    return secret[-TAIL:] if len(secret) >= 2 * TAIL else ""


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CREDENTIAL_KEYS])
