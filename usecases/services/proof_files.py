"""Where the files of proofs lie: each under its own digest, written once."""

from hashlib import sha256
from pathlib import Path, PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from etech_ai import files
from etech_ai.verdicts import Refused
from usecases.models import ObligationProof

LARGEST = 10 * 1024 * 1024
TYPES = frozenset(
    [".pdf", ".png", ".jpg", ".jpeg", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".csv", ".txt", ".md"]
)


def path_of(proof: ObligationProof) -> Path:
    return Path(settings.MEDIA_ROOT) / "proofs" / proof.sha256


def is_intact(proof: ObligationProof) -> bool:
    """Whether the file is still the one whose digest was recorded."""
    path = path_of(proof)
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == proof.sha256


def store(name: str, data: bytes) -> tuple[str, str]:
    """Keep the bytes; the file's own name and its digest. Raises Refused for what is no document."""
    name = PurePath(name.replace("\\", "/")).name[-160:]
    if PurePath(name).suffix.lower() not in TYPES:
        raise Refused(_("Déposez un document (PDF, image, bureautique ou texte) : ce type n’est pas admis."))
    if not data:
        raise Refused(_("Ce fichier est vide."))
    if len(data) > LARGEST:
        raise Refused(_("Ce fichier dépasse 10 Mo : déposez-en une version plus légère, ou un lien."))
    digest = sha256(data).hexdigest()
    files.write_once(Path(settings.MEDIA_ROOT) / "proofs" / digest, data)
    return name, digest
