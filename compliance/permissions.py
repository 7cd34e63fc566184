"""What one may do with the rulebook, each answer a Verdict for button, tooltip and service alike.

`person` may be a named Actor: jobs and the shipped content write in their own name, without roles.
"""

from typing import Any

from django.utils.translation import gettext as _

from compliance.models import ProjectCondition, RuleChange, WatchItem
from etech_ai.audit.actors import Actor
from etech_ai.verdicts import YES, Verdict, no
from people.access import Permission
from people.models import Client, Project, User

DPO_ONLY = (ProjectCondition.DPO_APPROVAL, ProjectCondition.DPIA_DONE, ProjectCondition.ART9_CONDITION)


def can_edit_client_rules(person: Any) -> Verdict:
    """Clauses and consents are the DPO's: they decide what may leave the house."""
    if _may(person, Permission.EDIT_DATA_RULES):
        return YES
    return no(_("Les clauses et les accords des clients sont tenus par le DPO : envoyez-lui la pièce."))


def can_change_rules(person: User) -> Verdict:
    """To propose, to give up and to pin examples. People only: no job changes the rules."""
    if person.may(Permission.CHANGE_DATA_RULES):
        return YES
    return no(
        _("Les règles de données se changent par le DPO et la direction : dites-leur ce qui vous gêne.")
    )


def can_agree_to_rules(person: User, change: RuleChange) -> Verdict:
    """A second person, whatever roles the first one holds."""
    if change.proposed_by_id == person.pk:
        return no(_("Vous avez proposé cette modification : une autre personne doit l’approuver."))
    return can_change_rules(person)


def can_end_exemption(person: Any) -> Verdict:
    """What was set aside by a decision ends at its date, or earlier by the DPO."""
    if _may(person, Permission.EDIT_DATA_RULES):
        return YES
    return no(_("Une dérogation est arrêtée avant sa fin par le DPO : dites-lui pourquoi."))


def can_publish_policy(person: Any) -> Verdict:
    if _may(person, Permission.EDIT_DATA_RULES):
        return YES
    return no(_("Les règles internes sont publiées par le DPO : proposez-lui votre texte."))


def can_seal_dossier(person: Any) -> Verdict:
    """Preparing, stopping and starting again are one right: a dossier speaks for the firm."""
    if _may(person, Permission.SEAL_DOSSIERS):
        return YES
    return no(_("Les dossiers sont préparés et scellés par le DPO : demandez-lui celui qu’il vous faut."))


def can_record_project_evidence(person: Any, project: Project, condition: str) -> Verdict:
    """The project's lead proves what is theirs; what needs the DPO's judgement is the DPO's alone."""
    if _may(person, Permission.EDIT_DATA_RULES):
        return YES
    if condition in DPO_ONLY:
        return no(_("Cette preuve relève du DPO : demandez-lui de l’enregistrer."))
    if project.lead_id == person.pk:
        return YES
    return no(
        _("Les preuves du projet sont enregistrées par son responsable, %(lead)s, ou par le DPO.")
        % {"lead": project.lead}
    )


def can_read_terms(person: Any, client: Client) -> Verdict:
    """Whether the passages of this client's contract may be shown to that person."""
    if _may(person, Permission.SEE_CLAUSES):
        return YES
    if Client.objects.reached_by(person).filter(pk=client.pk).exists():
        return YES
    return no(_("Les clauses d’un client sont lues par les membres de ses projets, leur champion et le DPO."))


def can_see_client(person: Any, client: Client) -> Verdict:
    """Whether the person may know that this client exists. The refusal names nothing."""
    if isinstance(person, Actor) or Client.objects.visible_to(person).filter(pk=client.pk).exists():
        return YES
    return no(_("Client inconnu : choisissez-le dans la liste."))


def can_see_project(person: Any, project: Project) -> Verdict:
    if isinstance(person, Actor) or Project.objects.visible_to(person).filter(pk=project.pk).exists():
        return YES
    return no(_("Projet inconnu : choisissez-le dans la liste."))


def _may(person: Any, permission: Permission) -> bool:
    return isinstance(person, Actor) or person.may(permission)


def can_record_watch(person: Any, on_duty: User | None) -> Verdict:
    """The DPO and whoever is on duty."""
    if _may(person, Permission.EDIT_DATA_RULES) or (on_duty is not None and person == on_duty):
        return YES
    return no(_("La veille est tenue par le DPO et par la personne de veille : signalez-leur ce texte."))


def can_conclude_watch(person: Any, item: WatchItem) -> Verdict:
    """Its reader, or the DPO in their place."""
    if item.reader_id == getattr(person, "pk", None) or _may(person, Permission.EDIT_DATA_RULES):
        return YES
    return no(_("La lecture est conclue par la personne qui en est chargée, ou par le DPO."))


def can_set_rota(person: Any) -> Verdict:
    if _may(person, Permission.EDIT_DATA_RULES):
        return YES
    return no(_("Les tours de veille sont fixés par le DPO."))
