"""What each failure leads to (connector-contract), as one table; and which class an HTTP status is.

`sync` reads `CONSEQUENCES`: how the health of the connection changes, whether it pauses, who hears of it.
No failure touches the numbers of the last good run: `VendorFailure` means "unchanged" whatever its class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.connectors.base import FailureClass, VendorFailure, shorten
from etech_ai.enums import gettext_noop

MAX_TRIES = 5
RATE_LIMIT_STATUS = 429
FORBIDDEN = 403


class HealthState(StrEnum):
    """The state of a connection after a run."""

    NEVER_RUN = "never_run"
    OK = "ok"
    DEGRADED = "degraded"
    FAILING = "failing"
    ACTION_NEEDED = "action_needed"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Consequence:
    """`health` after one failed run and `then` after three in a row; `tries` of one request in a run."""

    health: HealthState
    then: HealthState
    tries: int = 1
    pauses: bool = False
    puts_off: bool = False
    is_security_event: bool = False


def _same(health: HealthState, **more: bool | int) -> Consequence:
    return Consequence(health, health, **more)  # type: ignore[arg-type]


CONSEQUENCES: dict[FailureClass, Consequence] = {
    FailureClass.OUR_FAULT: _same(HealthState.FAILING),
    FailureClass.CREDENTIAL: _same(HealthState.ACTION_NEEDED, pauses=True),
    FailureClass.RATE_LIMIT: Consequence(
        HealthState.OK, HealthState.DEGRADED, tries=MAX_TRIES, puts_off=True
    ),
    FailureClass.MISSING_RIGHT: _same(HealthState.ACTION_NEEDED),
    FailureClass.WRONG_ORGANISATION: _same(HealthState.ACTION_NEEDED),
    FailureClass.VENDOR: Consequence(HealthState.DEGRADED, HealthState.FAILING, tries=MAX_TRIES),
    FailureClass.PARTIAL: Consequence(HealthState.DEGRADED, HealthState.FAILING, tries=MAX_TRIES),
    FailureClass.CONTRACT: _same(HealthState.FAILING, tries=2),
    FailureClass.IMPLAUSIBLE: _same(HealthState.ACTION_NEEDED),
    FailureClass.REDIRECT: _same(HealthState.FAILING, is_security_event=True),
    FailureClass.ADDRESS: _same(HealthState.FAILING, is_security_event=True),
    FailureClass.TLS: _same(HealthState.ACTION_NEEDED),
}

TEXTS: dict[FailureClass, str] = {
    FailureClass.OUR_FAULT: gettext_noop("L’éditeur ne comprend pas la requête du portail ({status})."),
    FailureClass.CREDENTIAL: gettext_noop("L’éditeur refuse l’identifiant ({status})."),
    FailureClass.RATE_LIMIT: gettext_noop("L’éditeur limite le nombre de requêtes ({status})."),
    FailureClass.MISSING_RIGHT: gettext_noop("L’identifiant n’a pas le droit nécessaire ({status})."),
    FailureClass.WRONG_ORGANISATION: gettext_noop(
        "L’organisation n’existe pas chez l’éditeur, ou l’identifiant n’y a pas accès ({status})."
    ),
    FailureClass.VENDOR: gettext_noop("L’éditeur est en panne ({status})."),
    FailureClass.CONTRACT: gettext_noop("La réponse de l’éditeur n’est pas celle prévue ({status})."),
}
MISSING_NAMED = gettext_noop("Il manque à l’identifiant le droit {missing} ({status}).")

_CLASSES = {
    401: FailureClass.CREDENTIAL,
    403: FailureClass.MISSING_RIGHT,
    404: FailureClass.WRONG_ORGANISATION,
    408: FailureClass.VENDOR,
    410: FailureClass.WRONG_ORGANISATION,
    425: FailureClass.VENDOR,
    429: FailureClass.RATE_LIMIT,
}


def class_of(status: int, headers: Mapping[str, str], detail: str) -> FailureClass:
    """The class of an answer that is no 200. `headers` by lower-case name, `detail` the vendor's sentence."""
    if status == FORBIDDEN and says_rate_limit(headers, detail):
        return FailureClass.RATE_LIMIT
    if status >= 500:
        return FailureClass.VENDOR
    if status >= 400:
        return _CLASSES.get(status, FailureClass.OUR_FAULT)
    return FailureClass.CONTRACT


def says_rate_limit(headers: Mapping[str, str], detail: str) -> bool:
    """Whether a 403 is a rate limit: nothing remains, a time to come back is given, or the text says so."""
    return (
        headers.get("x-ratelimit-remaining", "").strip() == "0"
        or "retry-after" in headers
        or "rate limit" in detail.lower()
        or "abuse detection" in detail.lower()
    )


def failure_of(status: int, headers: Mapping[str, str], detail: str) -> VendorFailure:
    """The failure that an answer with this status is. `detail` is kept, on one line; redact it before."""
    found = class_of(status, headers, detail)
    missing = shorten(headers.get("x-accepted-github-permissions", ""), 120)
    values: dict[str, str | int] = {"status": status}
    text = TEXTS[found]
    if found is FailureClass.MISSING_RIGHT and missing:
        text, values = MISSING_NAMED, values | {"missing": missing}
    failure = VendorFailure(found, text, values=values, status=status, detail=shorten(detail, 160))
    failure.missing = missing if found is FailureClass.MISSING_RIGHT else ""
    return failure
