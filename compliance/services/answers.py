"""« Puis-je envoyer ? »: gather the facts, ask the engine, say it in words that a person can act on.

answer = answers.ask(by=user, plan=plan, client=client, project=project, levels=["personal"], today=today)
answer.verdict   allowed or not, with the reason and citations      answer.result    allowed, refused, forbidden
answer.title     « Oui », « Oui, sous 2 conditions », « Non »        answer.rules     each level, client, region, clause
answer.met       conditions met, and by what                         answer.missing   what is missing, and who can supply it
answer.to_attest conditions of this sending that the asker may tick
"""  # noqa: E501

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Plan
from compliance.data_rules import DataAnswer, Rules
from compliance.permissions import can_read_terms, can_see_client, can_see_project
from compliance.rulesets import Text
from compliance.services import facts, proofs, rules
from compliance.services.facts import ClientFacts, PlanFacts, ProjectFacts
from compliance.services.proofs import Attestable, Duty, Met, Missing, Passage, cite
from etech_ai import wording
from etech_ai.verdicts import Refused, Verdict
from people.models import Client, Project

TONES = {"yes": "success", "attest": "caution", "missing": "danger", "no": "danger"}
ICONS = {"yes": "check", "attest": "alert-triangle", "missing": "x", "no": "x"}
STRICTNESS = {"allowed": 0, "conditions": 1, "forbidden": 2}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that spoke: its id, its value (allowed, conditions, forbidden) and why, in both languages."""

    id: str
    value: str
    because: Text
    article: str | None = None

    @property
    def level(self) -> str:
        """The part before the dot: the level, `client`, `region` or `tool`."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """A data answer in words. Reading only: nothing is written by asking."""

    ruleset_version: str
    asked_on: date
    plan: Plan
    tool_class: str
    client: Client | None
    project: Project | None
    levels: tuple[str, ...]
    result: str
    rules: tuple[Rule, ...]
    met: tuple[Met, ...]
    missing: tuple[Missing, ...]
    attestable: tuple[Attestable, ...]
    passages: tuple[Passage, ...]
    duties: tuple[Duty, ...] = ()
    exemptible: tuple[str, ...] = ()

    @property
    def exempted(self) -> tuple[Met, ...]:
        """Conditions that a granted exception stands for."""
        return tuple(item for item in self.met if item.is_exempted)

    @property
    def may_be_excepted(self) -> bool:
        """Whether a house decision could stand for all that is missing: nothing is banned, and no part of it
        is the client's to give."""
        names = {item.condition for item in self.to_supply}
        return self.state == "missing" and names <= set(self.exemptible)

    @property
    def to_attest(self) -> tuple[Missing, ...]:
        """What the asker may still tick."""
        return tuple(item for item in self.missing if item.scope == "send")

    @property
    def to_supply(self) -> tuple[Missing, ...]:
        """What somebody must prove before anything is sent."""
        return tuple(item for item in self.missing if item.scope != "send")

    @property
    def state(self) -> str:
        """`yes`, `attest` (only ticks are missing), `missing` (a proof is) or `no`."""
        if self.result == "allowed":
            return "yes"
        if self.result == "forbidden":
            return "no"
        return "missing" if self.to_supply else "attest"

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def mark(self) -> str:
        """The word of a cell of the matrix: allowed, conditions or refused (`verdict_mark`)."""
        return {"yes": "allowed", "no": "refused"}.get(self.state, "conditions")

    @property
    def title(self) -> str:
        """The answer first, in the reader's language."""
        if self.state == "yes":
            return _("Oui, par dérogation") if self.exempted else _("Oui")
        if self.state == "no":
            return _("Non")
        if self.state == "attest":
            count = len(self.to_attest)
            one, many = _("Oui, sous une condition"), _("Oui, sous %(count)d conditions")
            return one if count == 1 else many % {"count": count}
        count = len(self.to_supply)
        return ngettext("Non, il manque une preuve", "Non, il manque %(count)d preuves", count) % {
            "count": count
        }

    @property
    def deciding(self) -> tuple[Rule, ...]:
        """The rules that carry the strictest value: they made the answer."""
        strictest = max(STRICTNESS[rule.value] for rule in self.rules)
        return tuple(rule for rule in self.rules if STRICTNESS[rule.value] == strictest)

    @property
    def citations(self) -> tuple[str, ...]:
        """Rules, articles and the client's passages that the asker may read, each once."""
        spoken: list[Rule | Met | Missing] = [*self.rules, *self.met, *self.missing]
        articles = [item.article for item in spoken if item.article]
        passages = [passage.citation for passage in self.passages]
        return tuple(dict.fromkeys([*(rule.id for rule in self.deciding), *articles, *passages]))

    @property
    def verdict(self) -> Verdict:
        """For buttons, pre-checks and services; ticked conditions count, unticked ones do not."""
        if self.result == "allowed":
            return Verdict(True, self.title, self.citations)
        return Verdict(False, self._reason(), self.citations)

    def _reason(self) -> str:
        if self.result == "forbidden":
            return " ".join(_read(rule.because) for rule in self.deciding)
        return self.title + _(" : ") + ", ".join(_read(item.name) for item in self.missing)


def ask(
    *,
    by: Any,
    plan: Plan,
    levels: Collection[str],
    today: date,
    client: Client | None = None,
    project: Project | None = None,
    attested: Collection[str] = (),
) -> Answer:
    """Whether `by` may send data of these levels to that plan, for that client and project, on that day.

    A project brings its own client. Raises Refused for a client or project that `by` may not know (the same
    words as for one that does not exist) and for a project of another client; BadQuestion for a level that
    the ruleset does not know, or for none.
    """
    client = _agreed_client(by, client, project)
    ruleset = rules.data(today)
    return answer_for(
        by, ruleset, facts.of_plan(plan, ruleset, today), facts.of_client(client, today, project),
        facts.of_project(project, today), levels=levels, attested=attested, today=today,
    )  # fmt: skip


def answer_for(
    by: Any,
    ruleset: Rules,
    plan: PlanFacts,
    client: ClientFacts,
    project: ProjectFacts,
    *,
    levels: Collection[str],
    today: date,
    attested: Collection[str] = (),
    may_read: bool | None = None,
) -> Answer:
    """The answer from facts already gathered; matrix and panel call it once a cell with the same facts."""
    if may_read is None:
        may_read = client.client is None or bool(can_read_terms(by, client.client))
    judged = facts.judge(
        ruleset, plan, client, project, levels=levels, attested=attested, hidden=not may_read
    )
    told = proofs.Teller(ruleset, plan, client, project, may_read=may_read)
    return Answer(
        ruleset_version=judged.ruleset_version,
        asked_on=today,
        plan=plan.plan,
        tool_class=plan.tool_class,
        client=client.client,
        project=project.project,
        levels=tuple(level for level in ruleset.levels if level in levels),
        result=judged.result,
        rules=tuple(_rules(judged)),
        met=told.met(judged),
        missing=told.missing(judged),
        attestable=told.attestable(judged, attested),
        passages=told.passages(),
        duties=told.duties(),
        exemptible=facts.exemptible_among(ruleset, judged.missing, plan, client),
    )


def _agreed_client(by: Any, client: Client | None, project: Project | None) -> Client | None:
    if client:
        can_see_client(by, client).enforce()
    if project is None:
        return client
    can_see_project(by, project).enforce()
    if client and project.client_id != client.pk:
        raise Refused(_("Ce projet n’est pas de ce client : choisissez l’un des siens."))
    return project.client


def _rules(judged: DataAnswer) -> Iterator[Rule]:
    for step in judged.trace:
        if step.value in STRICTNESS and step.rule != "decision":
            yield Rule(step.rule, step.value, Text(step.because_fr, step.because_en), cite(step.article))


def _read(text: Text) -> str:
    """A bilingual text in the reader's language."""
    return text.en if wording.language() == "en" else text.fr
