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
from compliance.models.exemption import Exemption
from compliance.models.policy import Acknowledgement, Policy, PolicyVersion
from compliance.models.receipt import Receipt
from compliance.models.rule_change import ChangeState, PinnedExample, RuleChange
from compliance.models.watch import SourceStatus, WatchDuty, WatchItem, WatchKind

__all__ = [
    "Acknowledgement",
    "ChangeState",
    "CheckState",
    "Clause",
    "ClauseEffect",
    "ClientConsent",
    "Dossier",
    "DossierCheck",
    "DossierCounter",
    "DossierKind",
    "DossierState",
    "Exemption",
    "PinnedExample",
    "Policy",
    "PolicyVersion",
    "ProjectCondition",
    "ProjectEvidence",
    "Receipt",
    "Recipient",
    "RuleChange",
    "SealedForever",
    "SourceStatus",
    "WatchDuty",
    "WatchItem",
    "WatchKind",
]
