"""The charter, published and acknowledged by most; what projects have proven."""

from pathlib import Path

from compliance.models import Acknowledgement, PolicyVersion
from compliance.services import policies
from people.models import User
from people.services.demo import EMAILS
from roadmap.services.demo.stage import DATA, LOADER, Stage

CHARTER = Path(DATA).with_name("charter.md")
TITLE = "Charte d’usage de l’IA"


def load(stage: Stage) -> None:
    version = PolicyVersion.objects.filter(policy__title=TITLE).first()
    if version is None:
        text = CHARTER.read_text(encoding="utf-8").split("\n", 1)[1].strip()
        version = policies.publish(TITLE, body=text, effective_on=stage.today, by=LOADER)
    accepted = Acknowledgement.objects.filter(version=version).values("user_id")
    for user in User.objects.active().exclude(pk__in=accepted).exclude(email__in=EMAILS.values())[:40]:
        policies.acknowledge(version, by=user, today=stage.today)
        stage.count("acknowledgements")
