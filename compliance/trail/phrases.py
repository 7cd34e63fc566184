"""What each event says in a sentence: « … a attribué un siège ». An event without a phrase shows its name."""

from django.utils.translation import gettext as _

from etech_ai.enums import gettext_noop

PHRASES = {
    "api_token.created": gettext_noop("a créé un jeton d’accès à l’API"),
    "api_token.revoked": gettext_noop("a révoqué un jeton d’accès à l’API"),
    "clause.added": gettext_noop("a enregistré une clause"),
    "clause.retired": gettext_noop("a retiré une clause"),
    "client.created": gettext_noop("a créé le client"),
    "client.policy_recorded": gettext_noop("a noté la position du client sur l’IA"),
    "consent.granted": gettext_noop("a enregistré l’accord d’un client"),
    "consent.withdrawn": gettext_noop("a noté le retrait d’un accord"),
    "decision.decided": gettext_noop("a tranché la décision"),
    "decision.edited": gettext_noop("a modifié la décision"),
    "decision.opened": gettext_noop("a ouvert la décision"),
    "decision.reopened": gettext_noop("a rouvert la décision"),
    "decision.superseded": gettext_noop("a remplacé la décision"),
    "dossier.abandoned": gettext_noop("a arrêté la préparation d’un dossier"),
    "dossier.checked_different": gettext_noop("a trouvé un dossier qui ne se vérifie plus"),
    "dossier.checked_intact": gettext_noop("a retrouvé un dossier intact"),
    "dossier.downloaded": gettext_noop("a téléchargé un dossier"),
    "dossier.failed": gettext_noop("n’a pas pu produire un dossier"),
    "dossier.requested": gettext_noop("a demandé un dossier"),
    "dossier.retried": gettext_noop("a relancé la production d’un dossier"),
    "dossier.sealed": gettext_noop("a scellé un dossier"),
    "obligation.marked": gettext_noop("a mis à jour une obligation"),
    "plan.added": gettext_noop("a ajouté une offre"),
    "plan.class_set": gettext_noop("a recalculé la classe de l’offre"),
    "plan.edited": gettext_noop("a corrigé la fiche de l’offre"),
    "plan.evidence_recorded": gettext_noop("a enregistré une preuve"),
    "policy.acknowledged": gettext_noop("a accepté une règle interne"),
    "policy.published": gettext_noop("a publié une règle interne"),
    "project.closed": gettext_noop("a terminé le projet"),
    "project.created": gettext_noop("a créé le projet"),
    "project.evidence_recorded": gettext_noop("a enregistré une preuve du projet"),
    "project.lead_set": gettext_noop("a changé le responsable du projet"),
    "project_member.added": gettext_noop("a ajouté un membre au projet"),
    "project_member.removed": gettext_noop("a retiré un membre du projet"),
    "request.access_opened": gettext_noop("a ouvert l’accès"),
    "request.approved": gettext_noop("a approuvé la demande"),
    "request.commented": gettext_noop("a commenté la demande"),
    "request.precision_asked": gettext_noop("a demandé une précision"),
    "request.precision_given": gettext_noop("a donné une précision"),
    "request.refused": gettext_noop("a refusé la demande"),
    "request.reminded": gettext_noop("a rappelé une étape en retard"),
    "request.step_approved": gettext_noop("a approuvé une étape de la demande"),
    "request.submitted": gettext_noop("a envoyé une demande"),
    "request.withdrawn": gettext_noop("a annulé sa demande"),
    "roadmap_item.added": gettext_noop("a ajouté un chantier"),
    "roadmap_item.edited": gettext_noop("a modifié un chantier"),
    "roadmap_item.linked": gettext_noop("a lié deux chantiers"),
    "roadmap_item.moved": gettext_noop("a décalé un chantier"),
    "roadmap_item.state_set": gettext_noop("a changé l’état d’un chantier"),
    "roadmap_item.unlinked": gettext_noop("a levé une dépendance"),
    "role.confirmed": gettext_noop("a confirmé un rôle"),
    "role.ended": gettext_noop("a mis fin à un rôle"),
    "role.granted": gettext_noop("a donné un rôle"),
    "seat.assigned": gettext_noop("a attribué un siège"),
    "seat.released": gettext_noop("a repris un siège"),
    "subscription.added": gettext_noop("a ajouté un abonnement"),
    "subscription.ceiling_set": gettext_noop("a changé le plafond de sièges"),
    "subscription.vendor_counted": gettext_noop("a noté le compte de l’éditeur"),
    "team.created": gettext_noop("a créé l’équipe"),
    "team.lead_set": gettext_noop("a changé le responsable de l’équipe"),
    "team.renamed": gettext_noop("a renommé l’équipe"),
    "tool.added": gettext_noop("a ajouté l’outil au catalogue"),
    "tool.decided": gettext_noop("a décidé de l’outil"),
    "tool.edited": gettext_noop("a corrigé la fiche de l’outil"),
    "trail.checkpointed": gettext_noop("a signé un point de contrôle de la piste"),
    "training.completed": gettext_noop("a noté une formation suivie"),
    "training.created": gettext_noop("a créé une formation"),
    "use_case.classified": gettext_noop("a classé le cas d’usage"),
    "use_case.declared": gettext_noop("a déclaré un cas d’usage"),
    "use_case.edited": gettext_noop("a modifié le cas d’usage"),
    "use_case.retired": gettext_noop("a retiré le cas d’usage"),
    "use_case.validated": gettext_noop("a validé le cas d’usage"),
    "user.admitted": gettext_noop("a admis une personne"),
    "user.invited": gettext_noop("a invité une personne"),
    "user.invited_again": gettext_noop("a renvoyé l’invitation"),
    "user.left": gettext_noop("a noté un départ"),
    "user.password_set": gettext_noop("a changé de mot de passe"),
    "user.refused": gettext_noop("a refusé une admission"),
    "user.registered": gettext_noop("a demandé à entrer"),
    "user.signed_in": gettext_noop("a ouvert une session"),
    "vendor.added": gettext_noop("a ajouté un éditeur"),
    "vendor.edited": gettext_noop("a corrigé la fiche d’un éditeur"),
}
ADDS = ("added", "assigned", "created", "declared", "granted", "opened", "published", "recorded", "submitted")
ENDS = ("ended", "left", "refused", "released", "removed", "retired", "revoked", "withdrawn")
AGREES = (
    "acknowledged",
    "admitted",
    "approved",
    "confirmed",
    "decided",
    "validated",
    "completed",
    "checkpointed",
)


def phrase(name: str) -> str:
    """The deed in the reader's language; an event that nobody has worded yet shows its own name."""
    return _(PHRASES[name]) if name in PHRASES else name


def shown_as(name: str) -> tuple[str, str]:
    """(tone, icon) of an event in a list."""
    verb = name.rpartition(".")[2].rpartition("_")[2]
    if verb in ADDS:
        return "info", "plus"
    if verb in ENDS:
        return "neutral", "circle-minus"
    return ("success", "check") if verb in AGREES else ("neutral", "pencil")
