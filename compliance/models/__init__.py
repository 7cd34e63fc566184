from compliance.models.clause import Clause, ClauseEffect
from compliance.models.consent import ClientConsent
from compliance.models.dossier import (
    CheckState,
    Dossier,
    DossierCheck,
    DossierCounter,
    DossierKind,
    DossierState,
    Recipient,
    SealedForever,
)
from compliance.models.evidence import ProjectCondition, ProjectEvidence
from compliance.models.policy import Acknowledgement, Policy, PolicyVersion
from compliance.models.watch import SourceStatus, WatchDuty, WatchItem, WatchKind

__all__ = [
    "Acknowledgement",
    "CheckState",
    "Clause",
    "ClauseEffect",
    "ClientConsent",
    "Dossier",
    "DossierCheck",
    "DossierCounter",
    "DossierKind",
    "DossierState",
    "Policy",
    "PolicyVersion",
    "ProjectCondition",
    "ProjectEvidence",
    "Recipient",
    "SealedForever",
    "SourceStatus",
    "WatchDuty",
    "WatchItem",
    "WatchKind",
]
