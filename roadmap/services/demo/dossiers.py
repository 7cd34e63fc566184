"""Two dossiers, asked for by the DPO: the worker prints and seals them after the start."""

from compliance.models import Dossier, Recipient
from etech_ai.audit.actors import reference_of
from roadmap.services.demo.stage import Stage
from usecases.models import UseCase
from usecases.services import dossiers

ASKED = (
    ("Présélection de CV pour le recrutement", Recipient.INTERNAL_AUDIT),
    ("Chatbot de la mutuelle", Recipient.CLIENT),
)


def load(stage: Stage) -> None:
    dpo = stage.person("Sophie Marchetti")
    for title, recipient in ASKED:
        use_case = UseCase.objects.select_related("owner").get(title=title)
        if Dossier.objects.filter(subject_ref=reference_of(use_case)).exists():
            continue
        dossiers.request(
            use_case, recipient=recipient.value, since=stage.ago(90), until=stage.today, by=dpo, now=stage.now
        )
        stage.count("dossiers")
