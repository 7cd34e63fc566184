"""Dossiers in the archive: sealed with the installation's key, not printed."""

from types import SimpleNamespace
from typing import Any

from builders.clock import NOW
from builders.dossiers import a_queued_dossier
from compliance.dossiers.sealing import seal
from compliance.models import Dossier
from compliance.services import dossiers
from usecases.models import UseCase


def a_sealed_dossier(house: SimpleNamespace, use_case: UseCase, **changes: Any) -> Dossier:
    """A line of text stands for its PDF: the seal covers any bytes."""
    dossier = a_queued_dossier(house, use_case, **changes)
    cover = dossiers.cover_of(dossier, NOW)
    sealed = seal(f"%PDF-1.7 {dossier.number}\n%%EOF\n".encode())
    return dossiers.close(dossier, cover=cover, sealed=sealed, pages=24, now=NOW)
