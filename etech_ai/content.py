"""Whether the content that commands load is in this database already, told by a mark in the data folder."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

PACKAGES = ("people", "catalog", "compliance", "usecases", "approvals", "roadmap")
FOLDERS = {"content", "demo", "management", "rulesets"}


def loaded_mark(commands: Sequence[str]) -> Path:
    """The file that is there once these commands, as they are today, have run on this database."""
    database = settings.DATABASES["default"]
    digest = hashlib.sha256(repr(([*commands], database["NAME"], database.get("HOST", ""))).encode())
    for path in _content_files():
        digest.update(path.read_bytes())
    return Path(settings.DATA_DIR) / "loaded" / digest.hexdigest()[:16]


def _content_files() -> Iterator[Path]:
    """What the loaded content is made of: the load commands, and the texts and tables they read."""
    for package in PACKAGES:
        for path in sorted((settings.BASE_DIR / package).rglob("*.*")):
            if FOLDERS & set(path.parts) and path.suffix != ".pyc":
                yield path
