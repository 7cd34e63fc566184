"""Public addresses of machines: by RFC 791 and 4291 as the standard library knows them.

A version of four numbers looks like an address. Words before it tell (« version », « == »); failing these,
four numbers below a hundred count as an address only beside a word of networks: an address drawn at random
is so low once in forty, a version nearly always.
"""

import ipaddress
import re
from collections.abc import Iterator

from compliance.screening import Kind

Found = tuple[Kind, int, int]
V4 = re.compile(r"(?<![\w.\-~^])\d{1,3}(?:\.\d{1,3}){3}(?![\w\-~]|\.\w)")
V6 = re.compile(r"(?<![\w:.])[23][0-9a-f]{3}:[0-9a-f:]{2,34}(?![\w:])")
RESOLVERS = frozenset((
    "1.0.0.1", "1.1.1.1", "8.8.4.4", "8.8.8.8", "9.9.9.9", "149.112.112.112", "208.67.220.220",
    "208.67.222.222", "2001:4860:4860::8844", "2001:4860:4860::8888", "2606:4700:4700::1001",
    "2606:4700:4700::1111", "2620:fe::9", "2620:fe::fe",
))  # fmt: skip
"""Open resolvers of names: the whole world's, nobody's."""
VERSION = re.compile(
    r"(?:version|release|section|chapitre|article|build|firmware|\bv|\brev|[=~><!^]=|>|<|/|§)[\"']?\W{0,4}$"
)
PORT = re.compile(r":\d{2,5}(?!\d)")
NETWORK = re.compile(
    r"\b(?:ip|addr\w*|adresse?s?|hosts?|hote|ssh|src|dst|serve[u]?r|ping|allow|deny|proxy|gateway"
    r"|passerelle|port|sftp|ftp|vpn)\b|_host|://|@"
)


def in_line(plain: str) -> Iterator[Found]:
    """Places in one line in plain letters."""
    for found in V4.finditer(plain):
        if _is_public(found.group()) and not _is_version(found, plain):
            yield Kind.IP, *found.span()
    for found in V6.finditer(plain):
        if _is_public(found.group()):
            yield Kind.IP, *found.span()


def _is_public(written: str) -> bool:
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return False
    return address.is_global and not address.is_multicast and written not in RESOLVERS


def _is_version(found: re.Match[str], line: str) -> bool:
    before = line[max(found.start() - 24, 0) : found.start()]
    if PORT.match(line, found.end()):
        return False
    if VERSION.search(before) and not before.endswith("://"):
        return True
    is_low = all(int(part) < 100 for part in found.group().split("."))
    return is_low and NETWORK.search(line) is None
