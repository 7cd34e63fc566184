"""Where sealed files lie: written once, whole, and never over another."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from compliance.models import Dossier


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "dossiers"


def path_of(dossier: Dossier) -> Path:
    return folder() / dossier.file_name


def name_of(number: str, sha256: str) -> str:
    """The seal is part of the name: a second run, with other bytes, never meets the first one's file."""
    return f"{number}-{sha256[:16]}.pdf"


def store(name: str, data: bytes) -> None:
    """Write the file whole or not at all, to the disk. FileExistsError when other bytes have that name."""
    target = folder() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".part") as part:
        part.write(data)
        part.flush()
        os.fchmod(part.fileno(), 0o440)
        os.fsync(part.fileno())
        _name(Path(part.name), target, data)
    _sync(target.parent)


def read(dossier: Dossier) -> bytes:
    """The sealed file as it lies on the disk; FileNotFoundError when it is gone."""
    return path_of(dossier).read_bytes()


def _name(part: Path, target: Path, data: bytes) -> None:
    """A hard link, unlike a rename, never takes the place of a file that exists."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        if target.read_bytes() != data:
            raise


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
