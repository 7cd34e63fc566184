"""Where a connector may send a request: the address book of one connection, asked before every request.

An address is read strictly (ASCII, no user info, no number in disguise, no trailing dot) and written anew
from what was read, so that no second parser can read it otherwise. The name is resolved by the transport,
which asks `admits` and connects to the address that was admitted.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urldefrag, urljoin

from catalog.connectors.addresses import is_allowed
from catalog.connectors.base import FailureClass, VendorFailure
from etech_ai.enums import gettext_noop

LONGEST = 4096
PORTS = {"https": 443, "http": 80}
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1"})

_URL = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?", re.I)
_AUTHORITY = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9.-]+))(?::(?P<port>[0-9]{1,5}))?", re.I)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")

MALFORMED = gettext_noop("L’adresse demandée est mal formée : aucune requête n’a été envoyée.")
NOT_HTTPS = gettext_noop("L’adresse de {host} doit commencer par https:// : aucune requête n’a été envoyée.")
NOT_LISTED = gettext_noop(
    "L’hôte {host} n’est pas autorisé pour cet éditeur : aucune requête n’a été envoyée. "
    "Un administrateur peut l’ajouter."
)
HAS_QUERY = gettext_noop("L’adresse de base ne doit pas contenir de paramètres.")
FORBIDDEN = gettext_noop(
    "Le nom {host} mène à une adresse privée ou réservée ({address}) : aucune requête n’a été envoyée."
)
ELSEWHERE = gettext_noop(
    "La réponse renvoie vers un autre hôte que {host} : la requête n’a pas été envoyée, "
    "l’identifiant non plus."
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address, taken apart: host in lower case without brackets, path with its query."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host, self.port)

    @property
    def text(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


@dataclass(frozen=True, slots=True)
class Guard:
    """Hosts of a kind (public only), hosts that the environment admits by name (may be private), loopback."""

    hosts: frozenset[str]
    admitted_hosts: frozenset[str] = frozenset()
    allow_loopback: bool = False

    def base(self, url: str) -> Target:
        """The base address of a connection, without a final slash. Raises VendorFailure (ADDRESS)."""
        target = self.listed(parse(url))
        if "?" in target.path:
            raise _refused(HAS_QUERY)
        return Target(target.scheme, target.host, target.port, target.path.rstrip("/"))

    def follow(self, current: Target, found: str) -> Target:
        """A link or redirect of an answer: same scheme, host and port. Raises VendorFailure (REDIRECT)."""
        try:
            target = parse(urldefrag(urljoin(current.text, _readable(found))).url)
        except (VendorFailure, ValueError):
            raise _elsewhere(current) from None
        if target.origin != current.origin:
            raise _elsewhere(current)
        return target

    def admits(self, host: str, address: str) -> bool:
        """Whether a connection for that host may go to that address."""
        return is_allowed(address, private=host in self.admitted_hosts, loopback=self.allow_loopback)

    def listed(self, target: Target) -> Target:
        """The address, if its host may be spoken to, and over TLS. Raises VendorFailure (ADDRESS)."""
        is_loopback = self.allow_loopback and target.host in LOOPBACK_HOSTS
        if not is_loopback and target.host not in self.hosts | self.admitted_hosts:
            raise _refused(NOT_LISTED, host=target.host)
        if target.scheme != "https" and not is_loopback:
            raise _refused(NOT_HTTPS, host=target.host)
        if _is_address(target.host) and not self.admits(target.host, target.host):
            raise forbidden(target.host, target.host)
        return target


def parse(url: str) -> Target:
    """An address, read strictly. Raises VendorFailure (ADDRESS)."""
    found = _URL.fullmatch(_readable(url))
    if not found:
        raise _refused(MALFORMED)
    scheme = found["scheme"].lower()
    host, port = _authority(found["authority"].lower(), PORTS[scheme])
    return Target(scheme, host, port, (found["path"] or "") + (found["query"] or ""))


def forbidden(host: str, address: str) -> VendorFailure:
    """The failure for a name that leads to an address that may not be reached."""
    return _refused(FORBIDDEN, host=host, address=address)


def _readable(url: str) -> str:
    """The address, if no parser could stumble over one of its characters."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or set(url) & set(' \\"<>'):
        raise _refused(MALFORMED)
    return url


def _authority(text: str, default_port: int) -> tuple[str, int]:
    found = _AUTHORITY.fullmatch(text)
    if not found:
        raise _refused(MALFORMED)
    port = int(found["port"] or default_port)
    host = _ipv6(found["v6"]) if found["v6"] else _name(found["name"])
    if not 0 < port < 65536:
        raise _refused(MALFORMED)
    return host, port


def _ipv6(text: str) -> str:
    try:
        return str(IPv6Address(text))
    except ValueError:
        raise _refused(MALFORMED) from None


def _name(text: str) -> str:
    labels = text.split(".")
    if len(text) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refused(MALFORMED)
    # Resolvers read 2130706433, 0x7f.1 and 0177.0.0.1 as addresses: only the plain form may pass.
    if _NUMBER.fullmatch(labels[-1]) and not _is_address(text):
        raise _refused(MALFORMED)
    return text


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _refused(text: str, **values: str) -> VendorFailure:
    return VendorFailure(FailureClass.ADDRESS, text, values=values)


def _elsewhere(current: Target) -> VendorFailure:
    return VendorFailure(FailureClass.REDIRECT, ELSEWHERE, values={"host": current.host})
