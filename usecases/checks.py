"""Where the questionnaire of a use case stands: answers, facts, walk. Reads only."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from compliance.ai_act.ruleset import latest, load
from compliance.ai_act.shapes import Obligation
from etech_ai.verdicts import Refused
from people.models import User
from usecases import prefill, wizard
from usecases.facts import registry_facts
from usecases.models import Classification, ClassificationDraft, UseCase


@dataclass(frozen=True, slots=True)
class Sitting:
    """The answers being given and what they come to under the newest ruleset."""

    answers: dict[str, str | list[str]]
    prefilled: frozenset[str]
    saved_at: dt.datetime | None
    walk: wizard.Walk


def facts_of(use_case: UseCase) -> frozenset[str]:
    """The registry facts of this use, for the engine."""
    sector = use_case.client.sector if use_case.client else ""
    return registry_facts(levels=use_case.data_levels, client_sector=sector)


def sitting_of(use_case: UseCase, *, tentative: wizard.Answers | None = None) -> Sitting:
    """The draft; without one, the last classification as a start; else nothing answered.

    `tentative` answers are looked at and not kept.
    """
    ruleset, draft = latest(), _draft_of(use_case)
    answers, prefilled = _start(use_case) if draft is None else (draft.answers, draft.prefilled)
    looked_at = {**answers, **(tentative or {})}
    still_prefilled = frozenset(prefilled) - frozenset(tentative or {})
    walk = wizard.walk(ruleset, looked_at, facts=facts_of(use_case), prefilled=still_prefilled)
    return Sitting(dict(answers), frozenset(prefilled), draft.updated_at if draft else None, walk)


def newest_classification(use_case: UseCase) -> Classification | None:
    return use_case.classifications.newest_first().first()


def needs_the_dpo(outcome: str) -> bool:
    """Whether such a use waits for the DPO's opinion: anything above minimal."""
    return wizard.outranks_minimal(latest(), outcome)


def outcomes_for_the_dpo() -> list[str]:
    """The outcomes that wait for an opinion; a prohibited use is blocked, there is nothing to wait for."""
    return [name for name in latest().outcomes if name != wizard.PROHIBITED and needs_the_dpo(name)]


def duty_of(use_case: UseCase, obligation: str) -> Obligation:
    """The obligation under the rules that classified the use. Raises Refused when it has it not."""
    newest = newest_classification(use_case)
    if newest is None or obligation not in newest.obligations:
        raise Refused(_("Cette obligation ne figure pas dans le classement en vigueur."))
    return load(newest.ruleset_version).obligations[obligation]


def owner_of(use_case: UseCase, obligation: str) -> User | None:
    """Who was named for that obligation; None: the use's own owner answers for it."""
    state = use_case.obligation_states.filter(obligation=obligation).select_related("owner").first()
    return state.owner if state else None


def _draft_of(use_case: UseCase) -> ClassificationDraft | None:
    return ClassificationDraft.objects.filter(use_case=use_case).first()


def _start(use_case: UseCase) -> tuple[dict[str, str | list[str]], list[str]]:
    newest = newest_classification(use_case)
    answers = prefill.again(latest(), newest.answers) if newest else {}
    return answers, sorted(answers)
