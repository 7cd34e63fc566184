"""Dossiers at a state, driven through the services."""

import hashlib
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from builders.clock import NOW, TODAY
from compliance.models import Dossier
from compliance.services import dossiers
from usecases.models import UseCase
from usecases.services import dossiers as asking


@dataclass(frozen=True, slots=True)
class StandIn:
    """A sealed file for tests that need one in the archive, and do not read it."""

    data: bytes
    sha256: str
    signer: str = "f" * 64


def stand_in(data: bytes = b"%PDF-1.7 test") -> StandIn:
    return StandIn(data, hashlib.sha256(data).hexdigest())


def a_queued_dossier(house: SimpleNamespace, use_case: UseCase, **changes: Any) -> Dossier:
    return asking.request(use_case, **{"until": TODAY, "by": house.dan, "now": NOW, **changes})


def a_sealed_dossier(house: SimpleNamespace, use_case: UseCase, **changes: Any) -> Dossier:
    """Archived with a stand-in for its PDF; the number makes its bytes its own."""
    dossier = a_queued_dossier(house, use_case, **changes)
    cover = dossiers.cover_of(dossier, NOW)
    return dossiers.close(dossier, cover=cover, sealed=stand_in(dossier.number.encode()), pages=24, now=NOW)
