"""The kinds of vendors: what each is called, where it lives, what it needs; and the door to each."""

from collections.abc import Collection
from dataclasses import dataclass

from catalog.connectors.base import Capability, Connector
from catalog.connectors.clock import SYSTEM, Clock
from catalog.connectors.github_copilot import GithubCopilot
from catalog.connectors.guard import Guard
from etech_ai.enums import gettext_noop


@dataclass(frozen=True, slots=True)
class ConnectorKind:
    """What a screen must know of a kind before it is connected. Labels are names, the hint is a msgid."""

    kind: str
    label: str
    base_url: str
    hosts: frozenset[str]
    needs_organisation: bool
    capabilities: frozenset[Capability]
    credential_hint: str
    connector: type[GithubCopilot]


KINDS: dict[str, ConnectorKind] = {
    spec.kind: spec
    for spec in [
        ConnectorKind(
            kind=GithubCopilot.kind,
            label="GitHub Copilot",
            base_url="https://api.github.com",
            hosts=frozenset({"api.github.com"}),
            needs_organisation=True,
            capabilities=GithubCopilot.capabilities,
            credential_hint=gettext_noop(
                "Jeton d’un propriétaire de l’organisation, en lecture seule : « GitHub Copilot Business » "
                "ou « Administration » (jeton à portée fine), sinon « read:org »."
            ),
            connector=GithubCopilot,
        ),
    ]
}


def check_base_url(
    kind: str,
    base_url: str,
    *,
    extra_hosts: Collection[str] = (),
    admitted_hosts: Collection[str] = (),
    allow_loopback: bool = False,
) -> str:
    """The address to keep for a connection (the kind's own when empty). Resolves no name, sends nothing.

    Raises KeyError for an unknown kind and VendorFailure (ADDRESS) for a refused address.
    """
    spec = KINDS[kind]
    guard = Guard(
        hosts=spec.hosts | set(extra_hosts),
        admitted_hosts=frozenset(admitted_hosts),
        allow_loopback=allow_loopback,
    )
    return guard.base(base_url or spec.base_url).text


def open_connector(
    kind: str,
    *,
    secret: str,
    organisation: str = "",
    base_url: str = "",
    extra_hosts: Collection[str] = (),
    admitted_hosts: Collection[str] = (),
    allow_loopback: bool = False,
    clock: Clock = SYSTEM,
) -> Connector:
    """A connector ready to read; close it, or use it in a `with`.

    `extra_hosts` were added by an administrator and must resolve to public addresses; `admitted_hosts` are
    exact names from the environment that may be private; `allow_loopback` admits http and 127.0.0.1 for
    tests and demos. Raises KeyError for an unknown kind, VendorFailure (ADDRESS) for a refused address.
    """
    spec = KINDS[kind]
    guard = Guard(
        hosts=spec.hosts | set(extra_hosts),
        admitted_hosts=frozenset(admitted_hosts),
        allow_loopback=allow_loopback,
    )
    return spec.connector.open(
        guard=guard,
        base_url=base_url or spec.base_url,
        organisation=organisation,
        secret=secret,
        clock=clock,
    )
