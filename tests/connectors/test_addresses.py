"""Which addresses a connection may go to."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.connectors.addresses import is_allowed

PUBLIC = ["140.82.121.6", "8.8.8.8", "1.1.1.1", "2606:50c0:8000::64", "2a00:1450:4007:80c::200e",
          "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "11.0.0.1", "192.167.1.1",
          "169.253.1.1"]  # fmt: skip
PRIVATE = ["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1",
           "100.127.255.254", "fc00::1", "fd12:3456::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1",
           "2002:0a00:0001::1", "2002:c0a8:0101::", "::ffff:192.168.1.1"]  # fmt: skip
NEVER = [
    "0.0.0.0", "0.1.2.3", "127.0.0.2", "127.255.255.255", "169.254.169.254", "169.254.0.1", "192.0.0.192",
    "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "168.63.129.16", "100.100.100.200", "192.88.99.1",
    "::", "fe80::1", "fe80::1%eth0", "febf::1", "ff02::1", "2001:db8::1", "2001::1", "3fff::1", "fec0::1",
    "fd00:ec2::254", "fd20:ce::254", "100::1", "5f00::1", "4000::1", "::2",
    "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "::127.0.0.1",
    "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::8.8.8.8", "2002:7f00:1::1", "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2606:50c0::5efe:127.0.0.1",
    "2606:50c0::200:5efe:169.254.169.254",
    "::ffff:168.63.129.16", "::ffff:100.100.100.200",
]  # fmt: skip
NOT_ADDRESSES = ["", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "010.0.0.1", "1.2.3",
                 "1.2.3.4.5", "[::1]", "8.8.8.8:53", " 8.8.8.8", "8.8.8.8\n", "１２７.0.0.1"]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_reached(address):
    assert is_allowed(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_may_be_reached_only_for_a_host_that_the_environment_names(address):
    assert not is_allowed(address)
    assert not is_allowed(address, loopback=True)
    assert is_allowed(address, private=True)


@pytest.mark.parametrize("address", NEVER + NOT_ADDRESSES)
def test_reserved_and_metadata_addresses_and_numbers_in_disguise_are_never_reached(address):
    assert not is_allowed(address, private=True, loopback=True)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_loopback_is_reached_only_where_it_is_admitted(address):
    assert is_allowed(address, loopback=True)
    assert not is_allowed(address)
    assert not is_allowed(address, private=True)


@pytest.mark.parametrize("carried", ["64:ff9b::{}", "::ffff:{}"])
def test_an_address_that_carries_a_public_one_may_be_reached(carried):
    assert is_allowed(carried.format("8.8.8.8"))


@given(st.ip_addresses())
def test_what_is_reached_without_leave_is_public_for_the_standard_library_too(
    address: IPv4Address | IPv6Address,
):
    if is_allowed(str(address)):
        assert not (address.is_private or address.is_loopback or address.is_link_local)
        assert not (address.is_multicast or address.is_unspecified)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "64:ff9b::{}"]))
def test_wrapping_an_address_never_opens_a_door(address: IPv4Address, wrap: str):
    wrapped = wrap.format(address)
    assert is_allowed(wrapped) == is_allowed(str(address))
    assert is_allowed(wrapped, loopback=True) <= is_allowed(str(address), loopback=True)


@given(st.integers(0, 2**128 - 1))
def test_every_ipv6_address_has_an_answer(number: int):
    assert is_allowed(str(ip_address(number) if number >= 2**32 else IPv6Address(number))) in {True, False}
