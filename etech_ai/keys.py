"""The keys of an installation: sessions, vendor credentials, checkpoints and seals."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def new_keys() -> dict[str, str]:
    """A fresh key for each variable that settings read."""
    return {
        "ETECH_SECRET_KEY": secrets.token_urlsafe(50),
        "ETECH_CREDENTIAL_KEYS": Fernet.generate_key().decode(),
        "ETECH_SEAL_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def as_lines(keys: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in keys.items())


def write_new_keys(path: Path) -> None:
    """Write a fresh set, readable by its owner alone; FileExistsError rather than touch an existing file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(as_lines(new_keys()))
