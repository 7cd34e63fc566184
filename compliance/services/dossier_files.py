"""Where sealed files lie: written once, whole, and never over another."""

from pathlib import Path

from django.conf import settings

from compliance.models import Dossier
from etech_ai import files


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "dossiers"


def path_of(dossier: Dossier) -> Path:
    return folder() / dossier.file_name


def name_of(number: str, sha256: str) -> str:
    """The seal is part of the name: a second run, with other bytes, never meets the first one's file."""
    return f"{number}-{sha256[:16]}.pdf"


def store(name: str, data: bytes) -> None:
    """Write the file whole or not at all, to the disk. FileExistsError when other bytes have that name."""
    files.write_once(folder() / name, data)


def read(dossier: Dossier) -> bytes:
    """The sealed file as it lies on the disk; FileNotFoundError when it is gone."""
    return path_of(dossier).read_bytes()
