"""The charter, published and acknowledged by most; what projects have proven."""

from pathlib import Path

from compliance.models import PolicyVersion
from compliance.services import policies
from people.access import Role
from people.models import User
from people.services.demo import EMAILS
from roadmap.services.demo.stage import DATA, LOADER, Stage

CHARTER = Path(DATA).with_name("charter.md")
NOT_YET = (EMAILS[Role.DIRECTION], EMAILS[Role.FINANCE])
TITLE = "Charte d’usage de l’IA"


def load(stage: Stage) -> None:
    if PolicyVersion.objects.filter(policy__title=TITLE).exists():
        return
    text = CHARTER.read_text(encoding="utf-8").split("\n", 1)[1].strip()
    version = policies.publish(TITLE, body=text, effective_on=stage.today, by=LOADER)
    for user in User.objects.active().exclude(email__in=NOT_YET).order_by("pk")[:46]:
        policies.acknowledge(version, by=user, today=stage.today)
        stage.count("acknowledgements")
