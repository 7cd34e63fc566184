"""Where a connector may send a request: how an address is read, listed, followed and resolved."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.connectors import FailureClass, VendorFailure, check_base_url
from catalog.connectors.guard import Guard, parse

GITHUB = Guard(hosts=frozenset({"api.github.com"}))
LOCAL = Guard(hosts=frozenset({"api.github.com"}), allow_loopback=True)
BASE = GITHUB.base("https://api.github.com")

DISGUISES = [
    "https://api.github.com@evil.example/",
    "https://evil.example/@api.github.com",
    "https://user:secret@api.github.com/",
    "https://@api.github.com/",
    "https://api.github.com.evil.example/",
    "https://evil.example\\@api.github.com/",
    "https://api.github.com\\.evil.example/",
    "https://api.github.com#@evil.example/",
    "https://api.github.com./",
    "https://.api.github.com/",
    "https://api..github.com/",
    "https://api.github.com%2eevil.example/",
    "https://api.github.com%00.evil.example/",
    "https://api.github.com:443:80/",
    "https://api.github.com:0/",
    "https://api.github.com:65536/",
    "https://api.github.com:-1/",
    "https://api.github.com:４４３/",
    "https://api.github.com :443/",
    " https://api.github.com/",
    "https://api.github.com/\n",
    "https://api.github.com/a\tb",
    "https:/api.github.com/",
    "https:api.github.com/",
    "//api.github.com/",
    "api.github.com",
    "",
    "https://",
    "https:///api.github.com/",
    "ftp://api.github.com/",
    "file:///etc/passwd",
    "gopher://api.github.com/",
    "javascript:alert(1)",
    "http+unix://api.github.com/",
    "https://[::1/",
    "https://::1/",
    "https://[::1%25eth0]/",
    "https://[v1.fe80::a]/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://017700000001/",
    "https://127.0.0.1./",
    "https://1.2.3.4.5/",
    "https://example.0x7f/",
    "https://аpi.github.com/",  # Cyrillic а
    "https://api。github。com/",  # ideographic full stops
    "https://ａｐｉ.github.com/",
    "https://api.github.cOm\u200b/",
    "https://gıthub.com/",
    "https://xn--pi-8kc.github.com/",
    "https://" + "a" * 64 + ".example/",
    "https://api.github.com/" + "a" * 5000,
    "https://10.0.0.1/",
    "https://192.168.1.10/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fd00:ec2::254]/",
    "https://0.0.0.0/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://localhost/",
    "https://localhost.localdomain/",
    "https://127.0.0.1.nip.io/",
]


@pytest.mark.parametrize("url", DISGUISES)
def test_an_address_in_disguise_is_refused_and_nothing_is_sent(url):
    # An allow-list that an administrator filled with numbers does not open what the numbers mean.
    careless = frozenset({"api.github.com", "2130706433", "0x7f000001", "127.1", "0.0.0.0", "10.0.0.1",
                          "127.0.0.1", "192.168.1.10", "169.254.169.254", "::1", "::ffff:127.0.0.1",
                          "fd00:ec2::254", "::ffff:7f00:1"})  # fmt: skip
    with pytest.raises(VendorFailure) as refused:
        Guard(hosts=careless).base(url)

    assert refused.value.failure is FailureClass.ADDRESS


@pytest.mark.parametrize("url", [url for url in DISGUISES if url.startswith("http")])
def test_a_link_in_disguise_is_refused_or_stays_on_the_host(url):
    try:
        target = GITHUB.follow(BASE, url)
    except VendorFailure as refused:
        assert refused.failure is FailureClass.REDIRECT
    else:
        assert target.origin == BASE.origin


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://api.github.com", "https://api.github.com"),
        ("https://api.github.com/", "https://api.github.com"),
        ("HTTPS://API.GitHub.COM:443/", "https://api.github.com"),
        ("https://api.github.com/v3/", "https://api.github.com/v3"),
        ("https://api.github.com:8443", "https://api.github.com:8443"),
    ],
)
def test_a_listed_host_is_kept_in_its_plain_form(url, kept):
    assert GITHUB.base(url).text == kept


def test_a_base_address_has_no_query():
    with pytest.raises(VendorFailure, match="paramètres"):
        GITHUB.base("https://api.github.com/?token=x")


def test_a_host_that_nobody_listed_is_refused_by_name():
    with pytest.raises(VendorFailure, match="evil.example") as refused:
        GITHUB.base("https://evil.example")

    assert refused.value.failure is FailureClass.ADDRESS


def test_plain_http_is_refused_for_every_host_but_loopback():
    for guard in (GITHUB, LOCAL, Guard(frozenset(), admitted_hosts=frozenset({"api.github.com"}))):
        with pytest.raises(VendorFailure, match="https"):
            guard.base("http://api.github.com")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8899", "https://127.0.0.1:8899", "http://[::1]:8899"])
def test_loopback_is_admitted_by_its_plain_addresses_alone(url):
    assert LOCAL.base(url).text == url
    with pytest.raises(VendorFailure):
        GITHUB.base(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8899",
        "http://127.0.0.2",
        "http://127.1",
        "http://0.0.0.0",
        "http://[::ffff:127.0.0.1]",
    ],
)
def test_other_names_of_loopback_stay_refused(url):
    with pytest.raises(VendorFailure):
        LOCAL.base(url)


def test_a_host_of_the_environment_may_be_private_and_nothing_else_may():
    guard = Guard(frozenset({"api.github.com"}), admitted_hosts=frozenset({"litellm.etech.example"}))

    assert guard.base("https://litellm.etech.example/v1").text == "https://litellm.etech.example/v1"
    assert guard.admits("litellm.etech.example", "10.1.2.3")
    assert not guard.admits("api.github.com", "10.1.2.3")
    assert not guard.admits("sub.litellm.etech.example", "10.1.2.3")
    assert not guard.admits("litellm.etech.example", "169.254.169.254")
    assert not guard.admits("litellm.etech.example", "127.0.0.1")


@pytest.mark.parametrize(
    ("found", "goes"),
    [
        (
            "https://api.github.com/orgs/e/copilot/billing/seats?page=2",
            "/orgs/e/copilot/billing/seats?page=2",
        ),
        ("https://API.github.com:443/x", "/x"),
        ("/x?page=2", "/x?page=2"),
        ("?page=2", "/a/b?page=2"),
        ("c", "/a/c"),
        ("../c", "/c"),
    ],
)
def test_a_link_on_the_same_host_is_followed(found, goes):
    assert GITHUB.follow(GITHUB.base("https://api.github.com/a/b"), found).path == goes


@pytest.mark.parametrize(
    "found",
    [
        "https://evil.example/",
        "//evil.example/x",
        "http://api.github.com/",
        "https://api.github.com:8443/",
        "https://api.github.com@evil.example/",
        "https://uploads.github.com/",
        "\\\\evil.example/",
        "/\\evil.example/",
        "https:\\\\evil.example",
        "https://127.0.0.1/",
        "javascript:alert(1)",
        "data:text/plain,x",
        "https://[::1",
        "http://[",
        "https://api.github.com/\r\nHost: evil.example",
        "\x00https://evil.example/",
    ],
)
def test_a_link_to_anywhere_else_is_refused(found):
    with pytest.raises(VendorFailure) as refused:
        GITHUB.follow(BASE, found)

    assert refused.value.failure is FailureClass.REDIRECT


@given(
    st.one_of(
        st.text(max_size=80),
        st.builds(
            "https://{}{}".format,
            st.text("api.githubcom@:\\/%[]#?\t。0x7", max_size=40),
            st.text(max_size=10),
        ),
    )
)
def test_a_second_parser_reads_what_the_guard_read(url):
    try:
        target = parse(url)
    except VendorFailure:
        return
    other = httpx.URL(target.text)

    assert (other.scheme, other.host, other.port or {"https": 443, "http": 80}[other.scheme]) == target.origin
    assert not other.userinfo


@given(st.text(max_size=120))
def test_whatever_a_vendor_links_to_is_on_its_host_or_refused(found):
    try:
        target = GITHUB.follow(BASE, found)
    except VendorFailure as refused:
        assert refused.failure is FailureClass.REDIRECT
    else:
        assert httpx.URL(target.text).host == "api.github.com"


def test_the_address_of_a_kind_is_the_default():
    assert check_base_url("github_copilot", "") == "https://api.github.com"
    assert check_base_url("github_copilot", "https://ghe.etech.example/", extra_hosts={"ghe.etech.example"})


def test_an_unknown_kind_is_a_programmer_s_error():
    with pytest.raises(KeyError):
        check_base_url("fax", "")
