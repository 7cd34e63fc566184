"""What the data rules say of the levels that a request names, on its plan and for its project.

The text is kept with the request and read by its deciders, so it never quotes a client's clause.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from approvals.checks.outcome import Check, failed, passed
from approvals.checks.proposal import Proposal
from approvals.kinds import NEVER_EXCEPTED, Ask, can_be_planned
from approvals.workflow import Kind
from compliance.rulesets import Text
from compliance.services import answers
from compliance.services.answers import Answer
from etech_ai import wording
from etech_ai.badges import LEVELS

HOUSE_RULES = ("client", "region", "tool")


def data_checks(proposal: Proposal, today: date) -> list[Check]:
    """One check: the data answer, or a reminder to name the levels when a client's project is named."""
    if proposal.kind is Kind.DATA_EXCEPTION:
        return [_exception(proposal, today)]
    if proposal.data_levels:
        return [_allowed(proposal, today)]
    if proposal.project and proposal.project.client_id:
        reason = _("Cochez les données que vous enverrez : les règles du client en dépendent.")
        return [failed("data", _("Données non précisées"), reason, stops=False)]
    return []


def answer_of(proposal: Proposal, today: date) -> Answer:
    """The data answer for the proposal, asked by its requester."""
    return answers.ask(
        by=proposal.requester,
        plan=proposal.the_plan,
        project=proposal.project,
        levels=proposal.data_levels,
        today=today,
    )


def completed(proposal: Proposal, today: date) -> Proposal:
    """An exception with the conditions that it would stand for: those that cannot be proven or attested."""
    if proposal.kind is not Kind.DATA_EXCEPTION or not _can_be_answered(proposal):
        return proposal
    return replace(proposal, conditions=tuple(i.condition for i in answer_of(proposal, today).to_supply))


def _can_be_answered(proposal: Proposal) -> bool:
    return bool(proposal.data_levels) and NEVER_EXCEPTED not in proposal.data_levels


def _allowed(proposal: Proposal, today: date) -> Check:
    answer = answer_of(proposal, today)
    url, names = _data_check_url(proposal), _names(answer)
    if answer.exempted:
        return _by_exemption(answer)
    if answer.state == "yes":
        return passed("data", _("Données permises"), names, *_citations(answer))
    if answer.state == "attest":
        text = _("%(names)s. À attester à chaque envoi : %(conditions)s.")
        return passed(
            "data",
            _("Données permises, sous conditions"),
            text % {"names": names, "conditions": _missing(answer)},
        )
    if answer.state == "missing":
        text = _("Il manque une preuve : %(conditions)s. Décochez cette donnée, ou demandez une exception.")
        url, action = _way_out(proposal, url)
        title = _("Données à couvrir par une preuve")
        return failed("data", title, text % {"conditions": _missing(answer)}, url=url, action=action)
    text = _("%(why)s Décochez cette donnée, ou choisissez un autre outil.") % {"why": _why(answer)}
    return failed("data", _("Donnée non permise dans cet outil"), text, url=url, action=_("Voir la règle"))


def _exception(proposal: Proposal, today: date) -> Check:
    """An exception stands for missing proofs; never for secrets, never against a ban."""
    if NEVER_EXCEPTED in proposal.data_levels:
        reason = can_be_planned(Ask(Kind.DATA_EXCEPTION, data_levels=frozenset(proposal.data_levels))).reason
        return failed("data", _("Jamais d’exception pour un secret"), _(reason))
    if not proposal.data_levels:
        return failed("data", _("Données non précisées"), _("Cochez les données que l’exception couvrirait."))
    answer = answer_of(proposal, today)
    if answer.state == "no":
        text = _("%(why)s Une exception ne lève pas une interdiction.") % {"why": _why(answer)}
        return failed("data", _("Interdit, sans exception possible"), text, url=_data_check_url(proposal),
                      action=_("Voir la règle"))  # fmt: skip
    if not answer.to_supply:
        return failed("data", _("Aucune exception nécessaire"), _("Les règles permettent déjà cet envoi."))
    if not answer.may_be_excepted:
        text = _(
            "La maison ne lève pas ce qui est au client : demandez-lui son accord. Il manque : %(names)s."
        )
        return failed("data", _("Accord du client nécessaire"), text % {"names": _missing(answer)})
    text = _("L’exception tiendrait lieu de : %(conditions)s.") % {"conditions": _missing(answer)}
    return passed("data", _("Exception possible"), text)


def _way_out(proposal: Proposal, rule_url: str) -> tuple[str, str]:
    """An exception is bound to a project; without one, the rule says who can supply the proof."""
    if proposal.project is None:
        return rule_url, _("Voir qui peut la fournir")
    prefilled = [("project", str(proposal.project.pk))]
    query = urlencode([*prefilled, *(("data_levels", level) for level in proposal.data_levels)])
    form = reverse("approvals:request_exception", args=[proposal.the_plan.slug])
    return f"{form}?{query}", _("Demander une exception")


def _by_exemption(answer: Answer) -> Check:
    """Permitted by a decision, which is named: the decider sees on what it rests."""
    text = ", ".join(f"{_say(item.name)} ({item.by})" for item in answer.exempted)
    if answer.to_attest:
        text += _(". À attester à chaque envoi : %(conditions)s") % {"conditions": _missing(answer)}
    return passed("exemption", _("Données permises par exception"), text)


def _say(name: Text) -> str:
    return name.en if wording.language() == "en" else name.fr


def _missing(answer: Answer) -> str:
    items = answer.to_supply or answer.to_attest
    return ", ".join(_say(item.name) for item in items)


def _names(answer: Answer) -> str:
    return ", ".join(_(LEVELS.get(level, level)) for level in answer.levels)


def _why(answer: Answer) -> str:
    """The rules of the house in words; a client's clause is only said to exist."""
    spoken = []
    for rule in answer.deciding:
        own = rule.level in (*answer.levels, *HOUSE_RULES)
        because = rule.because.en if wording.language() == "en" else rule.because.fr
        spoken.append(because if own else _("Une clause du client s’y oppose."))
    return " ".join(dict.fromkeys(spoken))


def _citations(answer: Answer) -> tuple[str, ...]:
    return tuple(rule.id for rule in answer.deciding if rule.level in (*answer.levels, *HOUSE_RULES))


def _data_check_url(proposal: Proposal) -> str:
    query: dict[str, Any] = {"level": list(proposal.data_levels), "plan": proposal.the_plan.slug}
    if proposal.project:
        query["project"] = proposal.project.slug
    return f"{reverse('compliance:data_check')}?{urlencode(query, doseq=True)}"
