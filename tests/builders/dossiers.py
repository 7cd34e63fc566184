"""Dossiers that were asked for, through the services."""

from types import SimpleNamespace
from typing import Any

from builders.clock import NOW, TODAY
from compliance.models import Dossier
from usecases.models import UseCase
from usecases.services import dossiers


def a_queued_dossier(house: SimpleNamespace, use_case: UseCase, **changes: Any) -> Dossier:
    return dossiers.request(use_case, **{"until": TODAY, "by": house.dan, "now": NOW, **changes})
