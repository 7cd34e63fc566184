"""A new client in one go: who it is, what its contract says, and the list of tools that follows.

The list is drawn from the same facts and the same answer as everywhere, before anything is written.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Tool
from compliance.models import Clause, ClauseEffect, ClientConsent
from compliance.permissions import can_edit_client_rules
from compliance.services import clauses, consents, matrices
from compliance.services.facts import ClientFacts
from compliance.services.matrices import Matrix
from etech_ai.verdicts import Refused
from people.models import AiPolicy, Client, User
from people.services import clients, projects


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is known of a client before it is registered. `clauses` hold the fields of `clauses.add`."""

    name: str
    sector: str
    cloud: str = ""
    policy: str = AiPolicy.UNKNOWN.value
    reference: str = ""
    on: date | None = None
    tools: tuple[Tool, ...] = ()
    scope: str = ""
    clauses: tuple[dict[str, Any], ...] = ()
    project: str = ""
    lead: User | None = None


def preview(newcomer: Newcomer, *, by: Any, today: date) -> Matrix:
    """What each plan could take for that client. Writes nothing.

    Raises Refused for a clause whose value cannot be read.
    """
    can_edit_client_rules(by).enforce()
    client = Client(name=newcomer.name, ai_policy=newcomer.policy, ai_policy_reference=newcomer.reference)
    drafted = ClientFacts(
        client=client,
        clauses=tuple(_drafted(client, terms) for terms in newcomer.clauses),
        consents=tuple(ClientConsent(client=client, tool=tool, granted_on=today) for tool in newcomer.tools),
    )
    return matrices.of_facts(drafted, by=by, today=today, may_read=True)


@transaction.atomic
def welcome(newcomer: Newcomer, *, by: Any, today: date) -> Client:
    """Register the client, its position, its clauses, its agreements and its first project: all or nothing.

    Raises Refused like the services that it calls, and for a project without somebody to lead it.
    """
    can_edit_client_rules(by).enforce()
    client = clients.create(name=newcomer.name, sector=newcomer.sector, cloud=newcomer.cloud, by=by)
    on = newcomer.on or today
    if newcomer.policy != AiPolicy.UNKNOWN:
        client = clients.record_policy(
            client, policy=newcomer.policy, reference=newcomer.reference, on=on, by=by
        )
    for terms in newcomer.clauses:
        clauses.add(client, **terms, by=by)
    for tool in newcomer.tools:
        consents.grant(
            client, tool=tool, scope=newcomer.scope, reference=newcomer.reference, granted_on=on, by=by
        )
    _open_project(client, newcomer, by=by, today=today)
    return client


def _open_project(client: Client, newcomer: Newcomer, *, by: Any, today: date) -> None:
    if not newcomer.project:
        return
    if newcomer.lead is None:
        raise Refused(_("Choisissez qui conduit le projet, ou laissez son nom vide."))
    projects.create(name=newcomer.project, client=client, lead=newcomer.lead, starts_on=today, by=by)


def _drafted(client: Client, terms: dict[str, Any]) -> Clause:
    value = clauses.checked_value(ClauseEffect(terms["effect"]), terms.get("value", ""))
    passage = terms.get("passage") or _("passage à citer")
    return Clause(client=client, **{**terms, "value": value, "passage": passage})
