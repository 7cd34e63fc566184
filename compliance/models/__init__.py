from compliance.models.clause import Clause, ClauseEffect
from compliance.models.consent import ClientConsent
from compliance.models.evidence import ProjectCondition, ProjectEvidence
from compliance.models.policy import Acknowledgement, Policy, PolicyVersion

__all__ = [
    "Acknowledgement",
    "Clause",
    "ClauseEffect",
    "ClientConsent",
    "Policy",
    "PolicyVersion",
    "ProjectCondition",
    "ProjectEvidence",
]
