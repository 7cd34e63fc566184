from usecases.models.adoption import RulesetAdoption
from usecases.models.applicability import ApplicabilitySheet
from usecases.models.classification import Classification, ClassificationDraft
from usecases.models.obligation import ObligationState
from usecases.models.proof import ObligationProof
from usecases.models.register_import import RegisterImport
from usecases.models.risk import BiasReview, Risk
from usecases.models.usecase import UseCase, UseCasePlan, UseCaseQuerySet

__all__ = [
    "ApplicabilitySheet",
    "BiasReview",
    "Classification",
    "ClassificationDraft",
    "ObligationProof",
    "ObligationState",
    "RegisterImport",
    "Risk",
    "RulesetAdoption",
    "UseCase",
    "UseCasePlan",
    "UseCaseQuerySet",
]
