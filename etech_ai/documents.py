"""Documents that people bring: admitted by their content, kept under their own digest, written once.

kept = documents.keep("proofs", "../DPA.pdf", data)     .name "DPA.pdf"   .sha256   .size
documents.path("proofs", kept.sha256)                   documents.is_intact("proofs", kept.sha256)
"""

import io
import zipfile
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import puremagic
from django.conf import settings
from django.utils.translation import gettext as _

from etech_ai import files
from etech_ai.verdicts import Refused

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
PLAIN = frozenset([".csv", ".txt", ".md"])
PICTURES = frozenset([".pdf", ".png", ".jpg", ".jpeg"])
OFFICE = {
    ".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/", ".odt": "content.xml", ".ods": "content.xml",
}  # fmt: skip
"""What each packed format holds: the start of one of its members."""

TYPES = PLAIN | PICTURES | OFFICE.keys()


class Kept(NamedTuple):
    """A document as it lies: its own name, its digest, its size in bytes."""

    name: str
    sha256: str
    size: int


def keep(folder: str, name: str, data: bytes) -> Kept:
    """Admit and keep the bytes. Raises Refused for what is no document, or not what its name says."""
    name = PurePath(name.replace("\\", "/")).name[-160:]
    _check(PurePath(name).suffix.lower(), data)
    digest = sha256(data).hexdigest()
    files.write_once(path(folder, digest), data)
    return Kept(name, digest, len(data))


def read(file: Any) -> bytes:
    """What was sent; one byte more than is admitted says enough of a larger file."""
    return bytes(file.read(LARGEST + 1))


def path(folder: str, digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / folder / digest


def is_intact(folder: str, digest: str) -> bool:
    """Whether the file is still the one whose digest was recorded."""
    lies = path(folder, digest)
    return lies.is_file() and sha256(lies.read_bytes()).hexdigest() == digest


def _check(suffix: str, data: bytes) -> None:
    if suffix not in TYPES:
        raise Refused(_("Déposez un document (PDF, image, bureautique ou texte) : ce type n’est pas admis."))
    if not data:
        raise Refused(_("Ce fichier est vide."))
    if len(data) > LARGEST:
        raise Refused(_("Ce fichier dépasse 10 Mo : déposez-en une version plus légère, ou un lien."))
    if not _is_what_it_says(suffix, data):
        raise Refused(
            _("Le contenu n’est pas celui d’un fichier %(suffix)s : déposez le document lui-même.")
            % {"suffix": suffix}
        )


def _is_what_it_says(suffix: str, data: bytes) -> bool:
    if suffix in PLAIN:
        return _is_text(data)
    if suffix in OFFICE:
        return _is_packed(OFFICE[suffix], data)
    return suffix in _kinds(data) and not zipfile.is_zipfile(io.BytesIO(data))


def _is_text(data: bytes) -> bool:
    """UTF-8 or Windows’ own, without control characters; a page or a script is no evidence."""
    if b"\0" in data or data.lstrip()[:1] == b"<":
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in data)
    return True


def _is_packed(member: str, data: bytes) -> bool:
    """A package that holds what its format holds, and unpacks to a bounded size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except zipfile.BadZipFile:
        return False
    unpacked = sum(info.file_size for info in infos)
    return unpacked <= LARGEST_UNPACKED and any(info.filename.startswith(member) for info in infos)


def _kinds(data: bytes) -> set[str]:
    """The extensions that the first bytes may belong to."""
    try:
        return {found.extension for found in puremagic.magic_string(data) if found.byte_match}
    except puremagic.PureError:
        return set()
