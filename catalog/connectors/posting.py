"""One POST to an address that an administrator gave: guarded as a vendor's is, bounded, and sent once.

For webhooks. No redirect is followed, no answer is believed: only its status counts, and a few of its words
for whoever looks for the reason. Whether to try again is the caller's to say.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import httpcore
import httpx

from catalog.connectors import body
from catalog.connectors.backoff import told_wait
from catalog.connectors.base import VendorFailure, shorten
from catalog.connectors.clock import SYSTEM, Clock
from catalog.connectors.guard import Guard, parse
from catalog.connectors.http import NETWORK_ERRORS, checking
from catalog.connectors.limits import Limits, RunBudget
from catalog.connectors.redaction import Secret
from catalog.connectors.transport import CheckedBackend, CheckedTransport, Resolve, resolve

USER_AGENT = "etech-portail-ia/1 (+webhooks)"
LIMITS = Limits(connect=5.0, read=10.0, response=15.0, run=20.0, max_bytes=64 * 1024)
LONGEST_WORDS = 160


class Outcome(StrEnum):
    """What became of a POST. Anything but TAKEN may be tried again."""

    TAKEN = "taken"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    NO_ANSWER = "no_answer"
    UNREACHABLE = "unreachable"
    BAD_TLS = "bad_tls"
    FORBIDDEN_ADDRESS = "forbidden_address"
    UNREADABLE = "unreadable"  # for the caller: what it stored did not open, and nothing was sent


@dataclass(frozen=True, slots=True)
class Posted:
    """`status` 0: no answer came. `words` are the answer's, redacted; `wait` the seconds that it asks for."""

    outcome: Outcome
    status: int = 0
    words: str = ""
    wait: float | None = None


def post(
    address: str, content: bytes, headers: Mapping[str, str], *, hosts: frozenset[str],
    secrets: tuple[str, ...] = (), allow_loopback: bool = False, limits: Limits = LIMITS,
    clock: Clock = SYSTEM, trust: ssl.SSLContext | None = None, resolve: Resolve = resolve,
) -> Posted:  # fmt: skip
    """Send `content` once. `hosts` may be private; any other host must lead to public addresses alone.

    Nothing is raised: what went wrong is the outcome. No word of the answer carries one of the `secrets`.
    """
    try:
        target = parse(address)
        guard = Guard(frozenset({target.host}) - hosts, hosts, allow_loopback)
        guard.listed(target)
        budget = RunBudget(limits, clock)
        budget.begin()
        transport = CheckedTransport(CheckedBackend(guard, budget, resolve), checking(trust))
        try:
            return _send(transport, target.text, content, headers, limits, clock, secrets)
        finally:
            transport.close()
    except VendorFailure:
        return Posted(Outcome.FORBIDDEN_ADDRESS)
    except httpcore.TimeoutException:
        return Posted(Outcome.NO_ANSWER)
    except NETWORK_ERRORS as error:
        return Posted(Outcome.BAD_TLS if _is_tls(error) else Outcome.UNREACHABLE)


def _send(
    transport: CheckedTransport, address: str, content: bytes, headers: Mapping[str, str], limits: Limits,
    clock: Clock, secrets: tuple[str, ...],
) -> Posted:  # fmt: skip
    timeouts = {"connect": limits.connect, "pool": limits.connect, "read": limits.read, "write": limits.read}
    request = httpx.Request(
        "POST",
        address,
        content=content,
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers},
        extensions={"timeout": timeouts},
    )
    response = transport.handle_request(request)
    try:
        return _judge(response, limits, clock, secrets)
    finally:
        response.close()


def _judge(response: httpx.Response, limits: Limits, clock: Clock, secrets: tuple[str, ...]) -> Posted:
    status = response.status_code
    if 200 <= status < 300:
        return Posted(Outcome.TAKEN, status)
    if 300 <= status < 400:
        return Posted(Outcome.REDIRECTED, status)
    wait = told_wait(dict(response.headers), clock.now())
    return Posted(Outcome.REFUSED, status, _words(response, limits, secrets), wait)


def _words(response: httpx.Response, limits: Limits, secrets: tuple[str, ...]) -> str:
    """The beginning of what a refusal says, on one line, without the secrets; "" when nothing can be read."""
    try:
        encoding = response.headers.get("content-encoding", "").strip().lower()
        said = body.read(response.iter_raw(), encoding, limits.max_bytes).decode(errors="replace")
    except (body.BrokenBody, *NETWORK_ERRORS):
        return ""
    for secret in secrets:  # before anything trims it
        said = Secret(secret).redact(said)
    return shorten(said, LONGEST_WORDS)


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
