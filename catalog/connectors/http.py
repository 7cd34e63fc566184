"""The one client that speaks to vendors: guarded addresses, bounded answers, patient and discreet.

Every request goes through `Guard` (where), `RunBudget` (how long, how often), `body` (how much) and `Secret`
(what may be said of it). Only reads are sent, so every request may be sent again. Failures come out as
`VendorFailure` with no other exception behind them: a cause could carry a header, and so the credential.
"""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import certifi
import httpcore
import httpx

from catalog.connectors import body
from catalog.connectors.backoff import polite_wait, told_wait
from catalog.connectors.base import FailureClass, VendorFailure
from catalog.connectors.clock import SYSTEM, Clock
from catalog.connectors.failures import CONSEQUENCES, failure_of
from catalog.connectors.guard import Guard, Target
from catalog.connectors.limits import Limits, RunBudget
from catalog.connectors.links import next_link
from catalog.connectors.redaction import DOTS, Secret
from catalog.connectors.transport import CheckedBackend, CheckedTransport, Resolve, resolve
from etech_ai.enums import gettext_noop

USER_AGENT = "etech-portail-ia/1 (+catalogue sync)"
FOLLOWED = frozenset({301, 302, 303, 307, 308})
KEEPS_METHOD = frozenset({307, 308})
LONGEST_ERROR = 64 * 1024
GIVE_UP_WAIT = 60.0  # a limit without a date: come back after a minute at the earliest

BAD_SECRET = gettext_noop("L’identifiant est vide ou contient des caractères interdits.")
NO_ANSWER = gettext_noop("L’éditeur ne répond pas : délai dépassé.")
NO_CONNECTION = gettext_noop("L’éditeur est injoignable : nom inconnu, connexion refusée ou coupée.")
CUT_SHORT = gettext_noop("La réponse de l’éditeur s’est interrompue avant sa fin.")
BAD_TLS = gettext_noop("Le certificat de {host} n’est pas valable : aucune donnée n’a été échangée.")
TOO_LARGE = gettext_noop("La réponse de l’éditeur dépasse {megabytes} Mo.")
NOT_JSON = gettext_noop("La réponse de l’éditeur n’est pas celle prévue : ce n’est pas du JSON complet.")
RUN_OVER = gettext_noop("La lecture a dépassé {minutes} minutes : elle est arrêtée.")
TOO_MANY_REDIRECTS = gettext_noop("L’éditeur redirige plus de {count} fois de suite.")

NETWORK_ERRORS = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)

T = TypeVar("T")
Parse = Callable[[Any, "Answer"], T]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came with a body: from where, and its headers by lower-case name. Never shown whole."""

    target: Target
    status: int
    headers: Mapping[str, str] = field(repr=False)

    @property
    def next_link(self) -> str:
        """The address of the next page as the vendor wrote it; follow it with `Guard.follow` alone."""
        return next_link(self.headers.get("link", ""))


@dataclass(frozen=True, slots=True)
class _Call(Generic[T]):
    """One read: what is asked, how its answer is understood."""

    method: str
    target: Target
    parse: Parse[T]
    body: Any = None


@dataclass(frozen=True, slots=True)
class _Failed:
    """A try that failed, and the seconds that the vendor asked to wait."""

    failure: VendorFailure
    wait: float | None = None


class GuardedClient:
    """Reads JSON from one vendor for the length of one run; not shared between threads.

    `authorise` makes the headers that carry the credential. `trust` may name other certificate authorities,
    never fewer checks. Raises VendorFailure (ADDRESS, CREDENTIAL) when it cannot be built safely.
    """

    def __init__(
        self,
        *,
        guard: Guard,
        base_url: str,
        secret: str,
        authorise: Callable[[str], Mapping[str, str]],
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        clock: Clock = SYSTEM,
        trust: ssl.SSLContext | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        if not secret.isascii() or not secret.isprintable() or " " in secret or not secret:
            raise VendorFailure(FailureClass.CREDENTIAL, BAD_SECRET)
        self.guard = guard
        self.base = guard.base(base_url)
        self._secret = Secret(secret)
        self._authorise = authorise
        self._headers = {"User-Agent": USER_AGENT, "Accept": "application/json", **(headers or {})}
        self._limits = limits or Limits()
        self._clock = clock
        self._budget = RunBudget(self._limits, clock)
        # Without httpx.Client there are no proxies, no .netrc, no cookies and no redirects of their own.
        backend = CheckedBackend(guard, self._budget, resolve)
        self._transport = CheckedTransport(backend, checking(trust))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.base.text} {DOTS}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def at(self, path: str) -> Target:
        """The address of a path (with its query) below the base address."""
        return Target(self.base.scheme, self.base.host, self.base.port, self.base.path + path)

    def redact(self, text: str) -> str:
        """A text without the credential."""
        return self._secret.redact(text)

    def get_json(self, target: Target, parse: Parse[T]) -> T:
        """What `parse(value, answer)` makes of the JSON there. Raises VendorFailure.

        `parse` raises VendorFailure (CONTRACT) when the value is not as agreed; it is then asked once more.
        """
        return self._read(_Call("GET", target, parse))

    def post_json(self, target: Target, question: Any, parse: Parse[T]) -> T:
        """The same for a vendor whose reads are POSTs. Never for a change: it may be sent several times."""
        return self._read(_Call("POST", target, parse, question))

    def _read(self, call: _Call[T]) -> T:
        tries = 1
        while True:
            outcome = self._try(call)
            if not isinstance(outcome, _Failed):
                return outcome
            wait = self._wait_after(tries, outcome)
            if tries >= CONSEQUENCES[outcome.failure.failure].tries or not self._budget.may_wait(wait):
                break
            self._budget.wait(wait)
            tries += 1
        # Raised outside of any `except`, so that no exception that knew the request hangs on to this one.
        raise self._with_date(outcome, wait)

    def _try(self, call: _Call[T]) -> T | _Failed:
        self._budget.take_turn()
        if self._budget.is_over:
            minutes = int(self._limits.run // 60)
            return _Failed(VendorFailure(FailureClass.VENDOR, RUN_OVER, values={"minutes": minutes}))
        self._budget.begin()
        try:
            return self._exchange(call)
        except VendorFailure as failure:
            return _Failed(self._clean(failure))
        except body.BrokenBody as error:
            return _Failed(self._clean(self._broken(error)))
        except NETWORK_ERRORS as error:
            return _Failed(self._clean(self._unreachable(error)))

    def _exchange(self, call: _Call[T]) -> T | _Failed:
        target = call.target
        for _ in range(self._limits.redirects + 1):
            response = self._send(call, target)
            try:
                location = response.headers.get("location", "")
                if not _is_redirect(response.status_code, location, call.method):
                    return self._understand(call, target, response)
                target = self.guard.follow(target, location)
            finally:
                response.close()
        raise VendorFailure(
            FailureClass.CONTRACT, TOO_MANY_REDIRECTS, values={"count": self._limits.redirects}
        )

    def _send(self, call: _Call[T], target: Target) -> httpx.Response:
        self.guard.follow(self.base, target.text)  # the credential leaves for the base host alone
        request = httpx.Request(
            call.method,
            target.text,
            headers={**self._headers, "Accept-Encoding": "gzip", **self._authorise(self._secret.value)},
            json=call.body,
            extensions={"timeout": self._timeouts()},
        )
        return self._transport.handle_request(request)

    def _timeouts(self) -> dict[str, float]:
        limits = self._limits
        return {"connect": limits.connect, "pool": limits.connect, "read": limits.read, "write": limits.read}

    def _understand(self, call: _Call[T], target: Target, response: httpx.Response) -> T | _Failed:
        headers = dict(response.headers)
        if response.status_code != 200:
            said = self.redact(_sentence(response))  # before anything trims it
            failure = failure_of(response.status_code, headers, said)
            return _Failed(self._clean(failure), told_wait(headers, self._clock.now()))
        value = body.parse(body.read(response.iter_raw(), _encoding(response), self._limits.max_bytes))
        return call.parse(value, Answer(target, response.status_code, headers))

    def _wait_after(self, tries: int, outcome: _Failed) -> float:
        """Seconds before the next try: as the vendor says, else a little longer each time."""
        if outcome.wait:
            return outcome.wait
        is_limit = outcome.failure.failure is FailureClass.RATE_LIMIT
        first = self._limits.first_limited_wait if is_limit else self._limits.first_wait
        return polite_wait(tries, first, self._clock.chance())

    def _with_date(self, outcome: _Failed, wait: float) -> VendorFailure:
        """The failure that leaves, with the moment from which another run may try when there is one."""
        failure = outcome.failure
        if failure.failure is FailureClass.RATE_LIMIT:
            seconds = outcome.wait or max(wait, GIVE_UP_WAIT)
            failure.retry_at = self._clock.now() + timedelta(seconds=seconds)
        elif failure.failure is FailureClass.VENDOR and outcome.wait:
            failure.retry_at = self._clock.now() + timedelta(seconds=outcome.wait)
        return failure

    def _clean(self, failure: VendorFailure) -> VendorFailure:
        """A copy without the credential, and without the frames that the first one was raised in."""
        values = {k: self.redact(v) if isinstance(v, str) else v for k, v in failure.values.items()}
        return VendorFailure(
            failure.failure,
            failure.text,
            values=values,
            page=failure.page,
            missing=self.redact(failure.missing),
            field=self.redact(failure.field),
            status=failure.status,
            detail=self.redact(failure.detail),
        )

    def _broken(self, error: body.BrokenBody) -> VendorFailure:
        if isinstance(error, body.TooLarge):
            megabytes = self._limits.max_bytes // 1024**2
            return VendorFailure(FailureClass.CONTRACT, TOO_LARGE, values={"megabytes": megabytes})
        if isinstance(error, body.CutShort):
            return VendorFailure(FailureClass.VENDOR, CUT_SHORT)
        return VendorFailure(FailureClass.CONTRACT, NOT_JSON)

    def _unreachable(self, error: Exception) -> VendorFailure:
        refused = _tls_refusal(error)
        if refused is not None:
            reason = getattr(refused, "verify_message", "") or refused.reason or ""
            return VendorFailure(FailureClass.TLS, BAD_TLS, values={"host": self.base.host}, detail=reason)
        if isinstance(error, httpcore.TimeoutException):
            return VendorFailure(FailureClass.VENDOR, NO_ANSWER)
        if isinstance(error, httpcore.RemoteProtocolError):
            return VendorFailure(FailureClass.VENDOR, CUT_SHORT)
        return VendorFailure(FailureClass.VENDOR, NO_CONNECTION)


def checking(trust: ssl.SSLContext | None) -> ssl.SSLContext:
    """The certificate authorities to trust. Raises ValueError for a context that checks less than all."""
    if trust is None:
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trust.minimum_version = ssl.TLSVersion.TLSv1_2
        trust.load_verify_locations(certifi.where())
    if trust.verify_mode is not ssl.CERT_REQUIRED or not trust.check_hostname:
        raise ValueError("a vendor's certificate is always checked, and its name too")
    return trust


def _is_redirect(status: int, location: str, method: str) -> bool:
    """Whether to follow; a POST is followed only where the status keeps it a POST."""
    return status in FOLLOWED and bool(location) and (method == "GET" or status in KEEPS_METHOD)


def _encoding(response: httpx.Response) -> str:
    return response.headers.get("content-encoding", "").strip().lower()


def _sentence(response: httpx.Response) -> str:
    """What an error answer says in words; "" when it says nothing that can be read."""
    try:
        value = body.parse(body.read(response.iter_raw(), _encoding(response), LONGEST_ERROR))
    except (body.BrokenBody, *NETWORK_ERRORS):
        return ""
    inner = value.get("error") if isinstance(value, dict) else None
    for source in (value, inner):
        if isinstance(source, dict) and isinstance(source.get("message"), str):
            return str(source["message"])
    return inner if isinstance(inner, str) else ""


def _tls_refusal(error: BaseException | None) -> ssl.SSLError | None:
    """The refused certificate or broken record behind an error; a mere end of the connection is none."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            ended = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError)
            return None if ended else error
        error = error.__cause__ or error.__context__
    return None
