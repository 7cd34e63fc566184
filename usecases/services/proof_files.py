"""Where the files of proofs lie."""

from pathlib import Path

from etech_ai import documents
from usecases.models import ObligationProof

FOLDER = "proofs"
LARGEST = documents.LARGEST


def path_of(proof: ObligationProof) -> Path:
    return documents.path(FOLDER, proof.sha256)


def is_intact(proof: ObligationProof) -> bool:
    """Whether the file is still the one whose digest was recorded."""
    return documents.is_intact(FOLDER, proof.sha256)


def store(name: str, data: bytes) -> tuple[str, str]:
    """Keep the bytes; the file's own name and its digest. Raises Refused for what is no document."""
    kept = documents.keep(FOLDER, name, data)
    return kept.name, kept.sha256
