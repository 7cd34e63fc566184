"""Answering the AI Act questionnaire and concluding it.

Answers are work in progress (a draft outside the trail); concluding writes a Classification once, with the
answers, the facts, the trace and the ruleset version, so that it can be replayed.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from compliance.ai_act.engine import Outcome
from compliance.ai_act.ruleset import latest
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.access import Role
from people.models import User
from people.services import notifications
from usecases import checks, permissions, wizard
from usecases.models import Classification, ClassificationDraft, UseCase
from usecases.vocabulary import UseCaseStatus


@transaction.atomic
def answer(
    use_case: UseCase, *, question: str, answer: Sequence[str], by: User, now: dt.datetime
) -> ClassificationDraft:
    """Keep one answer in the draft; answers to questions that are no longer visible stay there, ignored.

    Raises Refused for a person who may not classify, an unknown question or option, or a combination that an
    exclusive option forbids.
    """
    use_case = _locked(use_case)
    permissions.can_classify(by, use_case).enforce()
    permissions.can_answer(latest(), question, answer).enforce()
    sitting = checks.sitting_of(use_case)
    kept = {**sitting.answers, question: wizard.as_answer(latest().by_id[question], list(answer))}
    draft, _created = ClassificationDraft.objects.update_or_create(
        use_case=use_case,
        defaults={
            "answers": kept,
            "prefilled": sorted(sitting.prefilled - {question}),
            "updated_at": now,
        },
    )
    return draft


@transaction.atomic
def take_back(use_case: UseCase, *, question: str, by: User, now: dt.datetime) -> ClassificationDraft | None:
    """Leave a question without an answer again. Raises Refused for a person who may not classify and for an
    unknown question; None when nothing was answered."""
    use_case = _locked(use_case)
    permissions.can_classify(by, use_case).enforce()
    if question not in latest().by_id:
        raise Refused(_("Cette question n’existe plus : rechargez la page."))
    sitting = checks.sitting_of(use_case)
    if question not in sitting.answers:
        return None
    kept = {name: given for name, given in sitting.answers.items() if name != question}
    defaults = {"answers": kept, "prefilled": sorted(sitting.prefilled - {question}), "updated_at": now}
    return ClassificationDraft.objects.update_or_create(use_case=use_case, defaults=defaults)[0]


@transaction.atomic
def conclude(use_case: UseCase, *, by: User, now: dt.datetime) -> Classification:
    """Write the classification that the answers come to; it becomes the use case's outcome.

    Raises Refused, naming what is missing, while the outcome is undetermined. A prohibited outcome is told to
    the champions and the DPO at once.
    """
    use_case = _locked(use_case)
    permissions.can_classify(by, use_case).enforce()
    sitting = checks.sitting_of(use_case)
    _refuse_incomplete(sitting.walk)
    outcome = sitting.walk.outcome
    classification = _classification(use_case, sitting, by=by, now=now)
    _carry(use_case, outcome, today=timezone.localdate(now))
    with audit.record("use_case.classified", by=by, on=use_case, at=now):
        classification.save()
        use_case.save()
    ClassificationDraft.objects.filter(use_case=use_case).delete()
    if outcome.outcome == wizard.PROHIBITED:
        _alert(use_case, by=by)
    elif checks.needs_the_dpo(outcome.outcome):
        _await_opinion(use_case, by=by)
    return classification


def helpers(use_case: UseCase) -> list[User]:
    """Who helps with an open question: the owner's champions, else the DPO."""
    champions = User.objects.deciders(Role.CHAMPION, for_person=use_case.owner)
    chosen = champions if champions.exists() else User.objects.deciders(Role.DPO, for_person=use_case.owner)
    return list(chosen.order_by("last_name", "first_name", "pk")[:3])


@transaction.atomic
def ask_help(use_case: UseCase, *, by: User) -> list[User]:
    """Tell those who help which questions are open. Raises Refused when none is, or when nobody can help."""
    permissions.can_classify(by, use_case).enforce()
    if not checks.sitting_of(use_case).walk.pending:
        raise Refused(_("Toutes les questions ont une réponse : concluez le classement."))
    asked = [person for person in helpers(use_case) if person.pk != by.pk]
    if not asked:
        raise Refused(_("Aucun champion ni DPO n’est nommé : demandez à l’administration."))
    for person in asked:
        _tell(
            person,
            use_case,
            event="use_case.help_asked",
            subject=format_lazy(_lazy("{ref} : {who} a besoin d’aide pour classer"), **_names(use_case, by)),
            text=format_lazy(
                _lazy("Des questions du règlement IA restent ouvertes pour « {title} »."),
                **_names(use_case, by),
            ),
        )
    return asked


def _locked(use_case: UseCase) -> UseCase:
    return (
        UseCase.objects.select_for_update(of=("self",)).select_related("client", "owner").get(pk=use_case.pk)
    )


def _refuse_incomplete(walk: wizard.Walk) -> None:
    if walk.is_complete:
        return
    open_questions = " ; ".join(permissions.in_words(asked.question) for asked in walk.pending)
    raise Refused(
        _("Il manque de quoi conclure : %(questions)s Répondez, ou demandez au champion IA.")
        % {"questions": open_questions}
    )


def _classification(
    use_case: UseCase, sitting: checks.Sitting, *, by: User, now: dt.datetime
) -> Classification:
    outcome, newest = sitting.walk.outcome, checks.newest_classification(use_case)
    return Classification(
        use_case=use_case,
        number=newest.number + 1 if newest else 1,
        ruleset_version=outcome.ruleset_version,
        answers=sitting.walk.answers,
        facts=sorted(checks.facts_of(use_case)),
        outcome=outcome.outcome,
        article=outcome.article or "",
        flags=list(outcome.flags),
        basis=list(outcome.basis),
        provisional=outcome.provisional or "",
        trace=[
            {"rule": r.rule, "article": r.article, "because_fr": r.because_fr, "because_en": r.because_en}
            for r in outcome.trace
        ],
        obligations=list(outcome.obligations),
        classified_by=by,
        classified_at=now,
    )


def _carry(use_case: UseCase, outcome: Outcome, *, today: dt.date) -> None:
    use_case.status = UseCaseStatus.CLASSIFIED
    use_case.outcome = outcome.outcome
    use_case.ruleset_version = outcome.ruleset_version
    use_case.classified_on = use_case.updated_on = today
    use_case.is_purpose_changed = use_case.are_tools_changed = False
    use_case.decided_on, use_case.decision_note = None, ""


def _alert(use_case: UseCase, *, by: User) -> None:
    """« Bloqué. Le référent IA et le DPO sont avertis » (the ruleset's next step of a prohibited use)."""
    told = {
        person
        for role in (Role.CHAMPION, Role.DPO)
        for person in User.objects.deciders(role, for_person=use_case.owner)
    }
    for person in sorted(told - {by}, key=lambda person: person.pk):
        _tell(
            person,
            use_case,
            event="use_case.prohibited",
            subject=format_lazy(_lazy("{ref} : usage interdit par le règlement IA"), **_names(use_case, by)),
            text=format_lazy(
                _lazy("« {title} » relève d’une pratique interdite (art. 5) : il doit s’arrêter."),
                **_names(use_case, by),
            ),
        )


def _await_opinion(use_case: UseCase, *, by: User) -> None:
    """Anything above minimal waits for the DPO, who hears of it."""
    for person in User.objects.deciders(Role.DPO, for_person=use_case.owner).exclude(pk=by.pk):
        _tell(
            person,
            use_case,
            event="use_case.awaits_opinion",
            subject=format_lazy(_lazy("{ref} : votre avis est attendu"), **_names(use_case, by)),
            text=format_lazy(
                _lazy("« {title} » est classé au-dessus du risque minimal : il attend l’avis du DPO."),
                **_names(use_case, by),
            ),
        )


def _names(use_case: UseCase, by: User) -> dict[str, str]:
    return {"ref": use_case.reference, "title": use_case.title, "who": by.full_name}


def _tell(person: User, use_case: UseCase, *, event: str, subject: Any, text: Any) -> None:
    url = reverse("usecases:usecase_sheet", args=[use_case.slug])
    notifications.tell(person, event=event, subject=subject, text=text, url=url)
