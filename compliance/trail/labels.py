"""How fields, kinds of things and enumerations are called on screen, where a model does not say it itself."""

from collections.abc import Callable
from typing import Any

from django.db.models import Field
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from etech_ai import wording
from etech_ai.badges import LEVELS, TIERS
from etech_ai.enums import gettext_noop
from people.events import Channel, Family

FIELDS = {
    "adopted_by": gettext_noop("adopté par"),
    "adopted_on": gettext_noop("adopté le"),
    "absent": gettext_noop("personne absente"),
    "are_tools_changed": gettext_noop("outils changés depuis le classement"),
    "article": gettext_noop("article"),
    "assigned_on": gettext_noop("attribué le"),
    "author": gettext_noop("auteur"),
    "beneficiary": gettext_noop("bénéficiaire"),
    "category": gettext_noop("catégorie"),
    "class_valid_until": gettext_noop("classe valable jusqu’au"),
    "classified_at": gettext_noop("classé le"),
    "classified_by": gettext_noop("classé par"),
    "classified_on": gettext_noop("classé le"),
    "client": gettext_noop("client"),
    "comment": gettext_noop("commentaire"),
    "conclusion": gettext_noop("conclusion"),
    "condition": gettext_noop("condition"),
    "conditions": gettext_noop("conditions de l’accord"),
    "confirmed_by": gettext_noop("confirmé par"),
    "confirmed_on": gettext_noop("confirmé le"),
    "connection": gettext_noop("connexion"),
    "country": gettext_noop("pays"),
    "currency": gettext_noop("devise"),
    "data_levels": gettext_noop("données"),
    "decided_by": gettext_noop("décidé par"),
    "decided_on": gettext_noop("décidé le"),
    "decision": gettext_noop("décision"),
    "decision_note": gettext_noop("conditions ou raison"),
    "decision_reason": gettext_noop("raison"),
    "declared_on": gettext_noop("déclaré le"),
    "document": gettext_noop("document"),
    "dpa_reference": gettext_noop("accord de sous-traitance"),
    "due_on": gettext_noop("échéance"),
    "ended_by": gettext_noop("terminé par"),
    "ends_on": gettext_noop("fin"),
    "exit_plan": gettext_noop("plan de sortie"),
    "expires_on": gettext_noop("valable jusqu’au"),
    "exports_data": gettext_noop("export des données"),
    "facts_note": gettext_noop("note"),
    "file_name": gettext_noop("nom du fichier"),
    "first_used_on": gettext_noop("première utilisation"),
    "frequency": gettext_noop("fréquence"),
    "granted_by": gettext_noop("donné par"),
    "has_sso": gettext_noop("connexion unique"),
    "highest_level": gettext_noop("données jusqu’à"),
    "holder": gettext_noop("titulaire"),
    "hosting": gettext_noop("hébergement"),
    "impact": gettext_noop("gravité"),
    "is_current": gettext_noop("en vigueur"),
    "is_offered": gettext_noop("proposée"),
    "is_listed": gettext_noop("au catalogue"),
    "is_purpose_changed": gettext_noop("finalité changée depuis le classement"),
    "kept": gettext_noop("classements repris"),
    "kind": gettext_noop("nature"),
    "label": gettext_noop("intitulé"),
    "likelihood": gettext_noop("vraisemblance"),
    "lines": gettext_noop("lignes"),
    "marked_by": gettext_noop("suivi par"),
    "marked_on": gettext_noop("suivi le"),
    "message": gettext_noop("message"),
    "mitigation": gettext_noop("mesures"),
    "name": gettext_noop("nom"),
    "nature": gettext_noop("nature"),
    "need": gettext_noop("besoin"),
    "next_on": gettext_noop("prochaine revue le"),
    "note": gettext_noop("note"),
    "notice_by": gettext_noop("préavis avant le"),
    "number": gettext_noop("numéro"),
    "objective": gettext_noop("objectif"),
    "obligation": gettext_noop("obligation"),
    "obligations": gettext_noop("obligations"),
    "on_behalf_of": gettext_noop("au nom de"),
    "options": gettext_noop("options"),
    "organisation": gettext_noop("organisation"),
    "outcome": gettext_noop("résultat"),
    "owner": gettext_noop("responsable"),
    "page": gettext_noop("page"),
    "pages": gettext_noop("pages"),
    "period": gettext_noop("période"),
    "person": gettext_noop("personne"),
    "phase": gettext_noop("phase"),
    "plan": gettext_noop("offre"),
    "policy": gettext_noop("règle interne"),
    "price_minor": gettext_noop("prix"),
    "price_read_on": gettext_noop("prix relevé le"),
    "price_source": gettext_noop("source du prix"),
    "pricing": gettext_noop("tarification"),
    "project": gettext_noop("projet"),
    "proven_on": gettext_noop("datée du"),
    "provisional": gettext_noop("provisoire"),
    "purpose": gettext_noop("finalité"),
    "question": gettext_noop("question"),
    "reader": gettext_noop("lecteur"),
    "recommended_profiles": gettext_noop("profils recommandés"),
    "recorded_by": gettext_noop("enregistré par"),
    "recorded_on": gettext_noop("enregistré le"),
    "reference": gettext_noop("référence"),
    "region": gettext_noop("région"),
    "released_on": gettext_noop("rendu le"),
    "reopened": gettext_noop("classements rouverts"),
    "request": gettext_noop("demande"),
    "requester": gettext_noop("demandeur"),
    "retention_days": gettext_noop("conservation, en jours"),
    "retention_note": gettext_noop("note sur la conservation"),
    "scorecard": gettext_noop("grille d’évaluation"),
    "secret": gettext_noop("secret"),
    "retired_on": gettext_noop("arrêté le"),
    "review_on": gettext_noop("à revoir le"),
    "review_due_on": gettext_noop("à revoir le"),
    "reviewed_by": gettext_noop("revu par"),
    "reviewed_on": gettext_noop("revu le"),
    "ruleset_version": gettext_noop("règles"),
    "seat": gettext_noop("siège"),
    "seat_ceiling": gettext_noop("plafond de sièges"),
    "sha256": gettext_noop("empreinte"),
    "settled_by": gettext_noop("traité par"),
    "signed_by": gettext_noop("signé par"),
    "signed_on": gettext_noop("signé le"),
    "size": gettext_noop("taille"),
    "source": gettext_noop("source"),
    "speaks_mcp": gettext_noop("parle MCP"),
    "speaks_openai_api": gettext_noop("API compatible OpenAI"),
    "starts_on": gettext_noop("début"),
    "state": gettext_noop("état"),
    "status": gettext_noop("état"),
    "subprocessors": gettext_noop("sous-traitants"),
    "subscription": gettext_noop("abonnement"),
    "summary": gettext_noop("résumé"),
    "tags": gettext_noop("risques d’IA générative"),
    "team": gettext_noop("équipe"),
    "text": gettext_noop("texte"),
    "title": gettext_noop("titre"),
    "tool": gettext_noop("outil"),
    "tool_class": gettext_noop("classe de l’offre"),
    "training": gettext_noop("formation"),
    "trains_on_data": gettext_noop("entraînement sur les données"),
    "use_case": gettext_noop("cas d’usage"),
    "user": gettext_noop("personne"),
    "vendor": gettext_noop("éditeur"),
    "vendor_count": gettext_noop("sièges selon l’éditeur"),
    "vendor_counted_on": gettext_noop("compté le"),
    "version": gettext_noop("version"),
    "website": gettext_noop("site"),
    "withdrawn_on": gettext_noop("retirée le"),
}
TECHNICAL = frozenset(
    {"answers", "basis", "checks", "facts", "facts_digest", "flags", "found_digest", "found_facts",
     "lease_until", "message_values", "sealed_facts",
     "report", "request_key", "search_text", "slug", "snapshot", "subject_ref", "trace", "updated_on"}
)  # fmt: skip
"""Fields that serve the machine: in the trail and in its export, but not in a story."""
KINDS = {
    "approvals.attachment": gettext_noop("Pièce jointe"),
    "approvals.comment": gettext_noop("Commentaire"),
    "approvals.reopening": gettext_noop("Accord à revoir"),
    "approvals.grouprequest": gettext_noop("Demande groupée"),
    "approvals.mention": gettext_noop("Mention"),
    "approvals.request": gettext_noop("Demande"),
    "approvals.criterionscore": gettext_noop("Note d’un critère"),
    "approvals.scorecard": gettext_noop("Grille d’évaluation"),
    "approvals.step": gettext_noop("Étape d’une demande"),
    "approvals.substitute": gettext_noop("Absence et remplacement"),
    "approvals.waitingplace": gettext_noop("Place en file d’attente"),
    "approvals.webhook": gettext_noop("Webhook"),
    "audit.head": gettext_noop("Piste d’audit"),
    "catalog.accountlink": gettext_noop("Compte rattaché"),
    "catalog.apikeysheet": gettext_noop("Clé d’API"),
    "catalog.connection": gettext_noop("Connexion"),
    "catalog.plan": gettext_noop("Offre"),
    "catalog.planevidence": gettext_noop("Preuve d’une offre"),
    "catalog.seat": gettext_noop("Siège"),
    "catalog.subscription": gettext_noop("Abonnement"),
    "catalog.syncrun": gettext_noop("Relevé"),
    "catalog.tool": gettext_noop("Outil"),
    "catalog.vendor": gettext_noop("Éditeur"),
    "compliance.acknowledgement": gettext_noop("Acceptation d’une règle"),
    "compliance.clause": gettext_noop("Clause"),
    "compliance.clientconsent": gettext_noop("Accord d’un client"),
    "compliance.dossier": gettext_noop("Dossier"),
    "compliance.exemption": gettext_noop("Dérogation"),
    "compliance.pinnedexample": gettext_noop("Exemple épinglé"),
    "compliance.policy": gettext_noop("Règle interne"),
    "compliance.policyversion": gettext_noop("Version d’une règle"),
    "compliance.projectevidence": gettext_noop("Preuve d’un projet"),
    "compliance.rulechange": gettext_noop("Modification des règles"),
    "compliance.watchduty": gettext_noop("Tour de veille"),
    "compliance.watchitem": gettext_noop("Sujet de veille"),
    "jobs.job": gettext_noop("Travail"),
    "people.apitoken": gettext_noop("Jeton d’accès"),
    "people.client": gettext_noop("Client"),
    "people.notificationsettings": gettext_noop("Réglages des notifications"),
    "people.project": gettext_noop("Projet"),
    "people.projectmember": gettext_noop("Membre d’un projet"),
    "people.roleassignment": gettext_noop("Rôle"),
    "people.team": gettext_noop("Équipe"),
    "people.training": gettext_noop("Formation"),
    "people.trainingcompletion": gettext_noop("Formation suivie"),
    "people.user": gettext_noop("Personne"),
    "roadmap.decision": gettext_noop("Décision du plan"),
    "roadmap.dependency": gettext_noop("Dépendance"),
    "roadmap.roadmapitem": gettext_noop("Chantier"),
    "usecases.applicabilitysheet": gettext_noop("Fiche d’applicabilité"),
    "usecases.biasreview": gettext_noop("Revue des biais"),
    "usecases.classification": gettext_noop("Classement"),
    "usecases.obligationproof": gettext_noop("Preuve d’une obligation"),
    "usecases.obligationstate": gettext_noop("Obligation"),
    "usecases.risk": gettext_noop("Risque"),
    "usecases.rulesetadoption": gettext_noop("Adoption de règles"),
    "usecases.usecase": gettext_noop("Cas d’usage"),
    "usecases.usecaseplan": gettext_noop("Outil d’un cas d’usage"),
}
FACTS = {"reason": gettext_noop("raison"), "problem": gettext_noop("problème")}


def label_of(field: Field | None, name: str) -> str:
    """« Raison »: what the model calls the field, or the table above."""
    own = str(field.verbose_name) if field is not None else ""
    label = own if own and own != name.replace("_", " ") else _(FIELDS[name]) if name in FIELDS else own
    label = label or name.replace("_", " ")
    return label[:1].upper() + label[1:]


def kind_of(reference: str) -> str:
    model = reference.partition(":")[0]
    return _(KINDS[model]) if model in KINDS else model


def _level(value: Any) -> str:
    return _(str(getattr(LEVELS.get(value, value), "label", LEVELS.get(value, value))))


def _tier(value: Any) -> str:
    return _(TIERS[value].label) if value in TIERS else str(value)


def _channels(value: Any) -> str:
    """« Veille : Dans le portail seulement »: what a person chose to hear of, and how."""
    return ", ".join(
        f"{_(Family(family).label)}{wording.NBSP}: {_(Channel(channel).label)}"
        for family, channel in value.items()
    )


def _price(value: Any) -> str:
    return f"{int(value) / 100:.2f}".replace(".", wording.language() == "fr" and "," or ".")


SPOKEN: dict[str, Callable[[Any], str]] = {
    "channels": _channels,
    "highest_level": _level,
    "data_levels": _level,
    "outcome": _tier,
    "price_minor": _price,
    "cap_minor": _price,
}


def value_of(field: Field | None, name: str, value: Any) -> str:
    """One recorded value in words; never raw JSON."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return ", ".join(value_of(field, name, item) for item in value)
    if name in SPOKEN:
        return SPOKEN[name](value)
    if isinstance(value, dict):
        return _("enregistré")
    label = dict(field.flatchoices).get(value) if field is not None and field.choices else None
    return _(str(label)) if label else _moment(field, str(value))


def _moment(field: Field | None, text: str) -> str:
    kind = field.get_internal_type() if field is not None else ""
    if kind == "DateField" and (day := parse_date(text)):
        return wording.day(day)
    if kind == "DateTimeField" and (at := parse_datetime(text)):
        return wording.moment(at)
    return text
