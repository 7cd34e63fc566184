"""Who may do what to a use case. Reading starts at `UseCase.objects.visible_to(user)`."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from compliance.ai_act.shapes import Obligation, Option, Question, Ruleset
from etech_ai import wording
from etech_ai.verdicts import YES, Verdict, no
from people.access import Permission
from people.models import Client, Project, User
from usecases.models import UseCase
from usecases.vocabulary import Progress, UseCaseStatus


def can_declare(person: User, *, client: Client | None = None, project: Project | None = None) -> Verdict:
    """Anybody at work here declares what they do, for the clients and projects they may see."""
    if not person.may(Permission.USE_PORTAL):
        return no(_("Votre compte n’est pas encore ouvert : demandez à l’administration de l’admettre."))
    if client is not None and not Client.objects.visible_to(person).filter(pk=client.pk).exists():
        return no(_("Ce client n’est pas dans votre liste : demandez à entrer dans l’un de ses projets."))
    if project is not None and not Project.objects.visible_to(person).filter(pk=project.pk).exists():
        return no(_("Ce projet n’est pas dans votre liste : demandez à son responsable d’y entrer."))
    return YES


def _answers_for(person: User, use_case: UseCase) -> bool:
    return use_case.owner_id == person.pk or person.may(Permission.CLASSIFY_ANY_USE_CASE)


def can_edit(person: User, use_case: UseCase) -> Verdict:
    if use_case.is_retired:
        return no(_("Ce cas d’usage est arrêté : déclarez-en un nouveau."))
    if not _answers_for(person, use_case):
        return no(_("Seuls la personne responsable du cas d’usage et le DPO peuvent le modifier."))
    return YES


def can_classify(person: User, use_case: UseCase) -> Verdict:
    """Its owner, or the DPO for any use case (the owner knows the use, the DPO the law)."""
    if use_case.is_retired:
        return no(_("Ce cas d’usage est arrêté : il ne se classe plus."))
    if not _answers_for(person, use_case):
        return no(_("Seuls la personne responsable du cas d’usage et le DPO peuvent le classer."))
    return YES


def can_mark_obligation(person: User, use_case: UseCase, owner: User | None = None) -> Verdict:
    """Who answers for the use, and who answers for this obligation."""
    if use_case.is_retired:
        return no(_("Ce cas d’usage est arrêté : ses obligations ne se suivent plus."))
    if not _answers_for(person, use_case) and person != owner:
        return no(_("Seuls la personne responsable du cas d’usage et le DPO peuvent suivre ses obligations."))
    return YES


def can_close_obligation(person: User, obligation: Obligation, state: str) -> Verdict:
    """What the Regulation imposes is met, or out of place for a reason; only the DPO sets it aside."""
    if state == Progress.WAIVED and obligation.binding and not person.may(Permission.CLASSIFY_ANY_USE_CASE):
        return no(_("Seul le DPO écarte une obligation du règlement : remplissez-la, ou demandez-lui."))
    return YES


def can_retire(person: User, use_case: UseCase) -> Verdict:
    if use_case.is_retired:
        return no(_("Ce cas d’usage est déjà arrêté."))
    if not _answers_for(person, use_case):
        return no(_("Seuls la personne responsable du cas d’usage et le DPO peuvent l’arrêter."))
    return YES


def is_not_the_owner(person: User, use_case: UseCase) -> Verdict:
    """Nobody validates what they own, in whatever name."""
    if use_case.owner_id == person.pk:
        return no(_("Personne ne valide son propre cas d’usage."))
    return YES


def can_validate(person: User, use_case: UseCase) -> Verdict:
    """A decider, never the owner; a prohibited or unclassified use is validated by nobody."""
    if not (verdict := is_not_the_owner(person, use_case)):
        return verdict
    if use_case.outcome == "prohibited":
        return no(_("Un usage interdit ne peut pas être validé."))
    if use_case.is_retired or not use_case.outcome:
        return no(_("Ce cas d’usage n’a pas de classement en vigueur : classez-le d’abord."))
    deciders = (Permission.DECIDE_AS_CHAMPION, Permission.DECIDE_AS_DPO, Permission.DECIDE_AS_DIRECTION)
    if not any(person.may(permission) for permission in deciders):
        return no(_("La validation revient au champion, au DPO ou à la direction."))
    return YES


def in_words(item: Question | Option) -> str:
    """The label in the reader's language."""
    return item.en if wording.language() == "en" else item.fr


def can_answer(ruleset: Ruleset, question: str, chosen: Sequence[str]) -> Verdict:
    """Whether these options may answer this question together."""
    asked = ruleset.by_id.get(question)
    if asked is None:
        return no(_("Cette question n’existe plus dans les règles en vigueur : rechargez la page."))
    if not chosen:
        return no(_("Choisissez une réponse ; « Je ne sais pas » en est une."))
    if any(name not in asked.by_id for name in chosen):
        return no(_("Cette réponse n’existe plus dans les règles en vigueur : rechargez la page."))
    if not asked.is_multi and len(chosen) > 1:
        return no(_("Une seule réponse est possible ici."))
    alone = next((asked.by_id[name] for name in chosen if asked.by_id[name].exclusive), None)
    if alone is not None and len(set(chosen)) > 1:
        return no(
            _("« %(option)s » exclut les autres réponses : gardez-la seule, ou décochez-la.")
            % {"option": in_words(alone)}
        )
    return YES


def can_ask_validation(person: User, use_case: UseCase) -> Verdict:
    """Whether a request for validation makes sense now; its owner sends it."""
    if use_case.owner_id != person.pk:
        return no(_("La validation est demandée par la personne responsable du cas d’usage."))
    if use_case.is_retired or not use_case.outcome:
        return no(_("Classez d’abord ce cas d’usage."))
    if use_case.outcome == "prohibited":
        return no(_("Un usage interdit ne peut pas être demandé."))
    if use_case.status == UseCaseStatus.VALIDATED:
        return no(_("Ce classement est déjà validé."))
    return YES


def can_keep_risks(person: User, use_case: UseCase, owner: User | None = None) -> Verdict:
    """Who answers for the use, and the risk's own owner."""
    if use_case.is_retired:
        return no(_("Ce cas d’usage est arrêté : ses risques ne se suivent plus."))
    if not _answers_for(person, use_case) and person != owner:
        return no(_("Seuls la personne responsable du cas d’usage et le DPO tiennent ses risques."))
    return YES


def can_sign_applicability(person: User) -> Verdict:
    """The DPO alone says which law applies."""
    if person.may(Permission.DECIDE_AS_DPO):
        return YES
    return no(_("La fiche d’applicabilité est signée par le DPO."))


def can_replay(person: User) -> Verdict:
    """The DPO alone takes results over under other rules."""
    if person.may(Permission.CLASSIFY_ANY_USE_CASE):
        return YES
    return no(_("Le registre est repris sous d’autres règles par le DPO."))
