from usecases.models.classification import Classification, ClassificationDraft
from usecases.models.obligation import ObligationState
from usecases.models.usecase import UseCase, UseCasePlan, UseCaseQuerySet

__all__ = [
    "Classification",
    "ClassificationDraft",
    "ObligationState",
    "UseCase",
    "UseCasePlan",
    "UseCaseQuerySet",
]
