"""Who met a condition, and who can meet a missing one: the words around the engine's bare names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from compliance.data_rules import DataAnswer, Rules
from compliance.models import ClauseEffect
from compliance.rulesets import Text
from compliance.services.facts import CONSENT, ClientFacts, PlanFacts, ProjectFacts
from etech_ai import wording
from etech_ai.enums import gettext_noop

DUTIES = {
    ClauseEffect.DISCLOSURE.value: gettext_noop("Déclarez l’usage de l’IA dans ce que vous livrez."),
    ClauseEffect.REINVOICING_ALLOWED.value: gettext_noop("Le coût de l’outil peut être refacturé au client."),
    ClauseEffect.REINVOICING_FORBIDDEN.value: gettext_noop(
        "Le coût de l’outil ne peut pas être refacturé au client."
    ),
}
CITED_IN_FRENCH = {
    "GDPR Art.": "RGPD art.",
    "Contract;": "Contrat ;",
    "Decision (EU)": "décision (UE)",
    "if personal data": "si données personnelles",
}


@dataclass(frozen=True, slots=True)
class Met:
    """A condition that holds: by what, with the reference and date of its proof when there is one."""

    condition: str
    scope: str
    name: Text
    by: str
    reference: str = ""
    proven_on: date | None = None
    article: str | None = None
    is_exempted: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition without proof: what would prove it, and who can supply that."""

    condition: str
    scope: str
    name: Text
    proof: Text
    who: str
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Attestable:
    """A condition of this sending: the asker ticks it."""

    condition: str
    name: Text
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A client's passage that bears on the answer, for those who may read it."""

    reference: str
    text: str
    source: str

    @property
    def citation(self) -> str:
        words = {"reference": self.reference, "text": self.text, "source": self.source}
        return _("%(reference)s : « %(text)s » (%(source)s)") % words


@dataclass(frozen=True, slots=True)
class Duty:
    """What a clause asks beside the sending itself, whatever the answer: to declare, to invoice or not."""

    reference: str
    effect: str
    name: str


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells one answer from its facts. `may_read`: whether the asker may read the client's papers."""

    ruleset: Rules
    plan: PlanFacts
    client: ClientFacts
    project: ProjectFacts
    may_read: bool

    def met(self, judged: DataAnswer) -> tuple[Met, ...]:
        values = {name: _value_of(judged, name) for name in judged.conditions}
        return tuple(self._met(name, value) for name, value in values.items() if value != "missing")

    def missing(self, judged: DataAnswer) -> tuple[Missing, ...]:
        return tuple(self._missing(name) for name in judged.missing)

    def attestable(self, judged: DataAnswer, ticked: Collection[str]) -> tuple[Attestable, ...]:
        """The boxes to show: only when ticking them can make the answer a yes."""
        conditions = [self.ruleset.conditions[name] for name in judged.conditions]
        if judged.result == "forbidden":
            return ()
        return tuple(
            Attestable(item.id, Text(item.fr, item.en), item.id in ticked)
            for item in conditions
            if item.scope == "send"
        )

    def passages(self) -> tuple[Passage, ...]:
        """The client's clauses, unless the asker may only know the client's name."""
        if not self.may_read:
            return ()
        return tuple(Passage(c.reference, c.passage, c.source) for c in self.client.clauses)

    def duties(self) -> tuple[Duty, ...]:
        """Disclosure and re-invoicing, for whoever works for the client: they ask nothing of the tool."""
        if not self.may_read:
            return ()
        return tuple(
            Duty(clause.reference, clause.effect, _(str(DUTIES[clause.effect])))
            for clause in self.client.clauses
            if clause.effect in DUTIES
        )

    def _met(self, name: str, value: str) -> Met:
        condition = self.ruleset.conditions[name]
        is_exempted = value == "exempted"
        by, proof = self._exempting(name) if is_exempted else self._proof(name, condition.scope, value)
        return Met(
            name, condition.scope, Text(condition.fr, condition.en), by,
            reference=getattr(proof, "reference", ""), proven_on=_day(proof), article=cite(condition.article),
            is_exempted=is_exempted,
        )  # fmt: skip

    def _exempting(self, name: str) -> tuple[str, Any]:
        exemption = next(item for item in self.project.exemptions if name in item.conditions)
        words = {"reference": exemption.reference, "day": wording.day(exemption.expires_on)}
        return _("dérogation %(reference)s, jusqu’au %(day)s") % words, None

    def _proof(self, name: str, scope: str, value: str) -> tuple[str, Any]:
        if value == "implied" or scope == "plan":
            by = _("classe %(name)s de l’offre") % {"name": self.plan.tool_class.upper()}
            return (by if value == "implied" else _("fiche de l’offre")), self.plan.proofs.get(name)
        if name == CONSENT:
            consent = self.client.consent_for(self.plan.plan, self.project.project)
            return _("accord du client"), consent if self.may_read else None
        if scope == "project":
            return _("projet %(name)s") % {"name": self.project.project}, self.project.proven.get(name)
        return _("attesté par vous pour cet envoi"), None

    def _missing(self, name: str) -> Missing:
        condition = self.ruleset.conditions[name]
        return Missing(
            name, condition.scope, Text(condition.fr, condition.en), condition.evidence,
            self._supplier(condition.scope), cite(condition.article),
        )  # fmt: skip

    def _supplier(self, scope: str) -> str:
        if scope == "plan":
            owner = self.plan.plan.tool.owner
            if owner:
                return _("%(owner)s, responsable de l’outil, les licences ou le DPO") % {"owner": owner}
            return _("les licences ou le DPO")
        if scope == "send":
            return _("vous, pour cet envoi")
        if self.project.project:
            return _("%(lead)s, responsable du projet, ou le DPO") % {"lead": self.project.project.lead}
        if scope == "client":
            return _("le responsable de votre projet ou le DPO")
        return _("le responsable du projet ou le DPO : choisissez le projet pour compter ses preuves")


def _value_of(judged: DataAnswer, condition: str) -> str:
    """implied, met, exempted or missing."""
    return next(step.value for step in judged.trace if step.rule == f"condition.{condition}")


def _day(proof: Any) -> date | None:
    return getattr(proof, "proven_on", None) or getattr(proof, "granted_on", None)


def cite(article: str | None) -> str | None:
    """The ruleset cites articles in English; a French reader reads « RGPD art. 28 »."""
    if not article or wording.language() == "en":
        return article
    for english, french in CITED_IN_FRENCH.items():
        article = article.replace(english, french)
    return article
