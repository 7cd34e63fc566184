"""A change of the data rules that waits for a second person: what the DPO proposes after October."""

from compliance.data_rules import Change, ChangeKind
from compliance.models import RuleChange
from compliance.services import rule_changes
from people.access import Role
from people.models import User
from people.services.demo import EMAILS
from roadmap.services.demo.stage import Stage

TITLE = "Confidentiel hors des offres sans conservation bornée"
REASON = (
    "Les offres de classe T1 ne bornent pas la conservation des invites. "
    "Nos offres et nos prix n’y ont pas leur place."
)
NOTICE_DAYS = 14


def load(stage: Stage) -> None:
    if RuleChange.objects.exists():
        return
    rule_changes.propose(
        title=TITLE, reason=REASON,
        changes=[Change(ChangeKind.LEVEL_VALUE, "confidential", "t1", "forbidden")],
        effective_on=stage.ahead(NOTICE_DAYS), by=User.objects.get(email=EMAILS[Role.DPO]), now=stage.now,
    )  # fmt: skip
    stage.count("rule changes")
