"""Files that the portal keeps: written whole or not at all, to the disk, and never over another."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_once(target: Path, data: bytes) -> None:
    """Write the file and its name to the disk. FileExistsError when other bytes have that name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".part") as part:
        part.write(data)
        part.flush()
        os.fchmod(part.fileno(), 0o440)
        os.fsync(part.fileno())
        _name(Path(part.name), target, data)
    _sync(target.parent)


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
