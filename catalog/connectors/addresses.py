"""Which network addresses the portal may connect to: public ones, and what the environment admits by name.

Written down rather than asked of `ipaddress.is_global`, whose answer changes between Python versions. An
IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is judged by what it carries; anything else
outside of global unicast is refused, so a range that nobody thought of is refused too.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_PRIVATE4 = [
    IPv4Network(n)
    for n in [
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",  # carrier-grade NAT, also the overlay networks of some VPNs
    ]
]
_REFUSED4 = [
    IPv4Network(n)
    for n in [
        "0.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, metadata of most clouds
        "192.0.0.0/24",  # protocol assignments, metadata of one cloud
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ]
]
_GLOBAL6 = IPv6Network("2000::/3")
_REFUSED6 = [IPv6Network(n) for n in ["2001::/23", "2001:db8::/32", "3fff::/20"]]
_PRIVATE6 = [IPv6Network("fc00::/7")]
_NAT64 = IPv6Network("64:ff9b::/96")

# Addresses that look public or private and serve a machine's credentials.
METADATA = frozenset(
    ip_address(a)
    for a in ["168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"]
)
LOOPBACK = frozenset(ip_address(a) for a in ["127.0.0.1", "::1"])


def is_allowed(address: str, *, private: bool = False, loopback: bool = False) -> bool:
    """Whether a connection may go to this address (text, without a port).

    `private` admits the private ranges (never link-local, metadata or loopback), `loopback` 127.0.0.1 and
    ::1 exactly. What cannot be parsed is refused.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.scope_id:
        return False
    if parsed in LOOPBACK:
        return loopback
    return _is_outside(parsed, private=private)


def _is_outside(address: IPv4Address | IPv6Address, *, private: bool) -> bool:
    if address in METADATA:
        return False
    if isinstance(address, IPv4Address):
        return _is_outside4(address, private=private)
    carried = _carried(address)
    if carried is not None:
        # The loopback of a mapped address is loopback by a detour: nobody writes it in good faith.
        return carried not in METADATA and _is_outside4(carried, private=private)
    return _is_outside6(address, private=private)


def _is_outside4(address: IPv4Address, *, private: bool) -> bool:
    if _within(address, _PRIVATE4):
        return private
    return not _within(address, _REFUSED4)


def _is_outside6(address: IPv6Address, *, private: bool) -> bool:
    if _within(address, _PRIVATE6):
        return private
    return address in _GLOBAL6 and not _within(address, _REFUSED6)


def _within(address: IPv4Address | IPv6Address, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4, NAT64 or ISATAP address."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if (int(address) >> 32) & 0xFCFFFFFF == 0x00005EFE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
