"""One POST to an address that an administrator gave: guarded, bounded, sent once."""

import ssl

import pytest

from builders.hooks import Receiver, receiving
from catalog.connectors.limits import Limits
from catalog.connectors.posting import Outcome, post

SHORT = Limits(connect=0.5, read=0.3, response=0.6, run=1.0, max_bytes=1024)


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


def send(address, **changes):
    given = {"hosts": frozenset(), "allow_loopback": True, "limits": SHORT}
    return post(address, b'{"a":1}', {"webhook-id": "msg_1"}, **{**given, **changes})


def test_what_is_sent_arrives_byte_for_byte_with_its_headers(receiver: Receiver):
    posted = send(receiver.url)

    assert (posted.outcome, posted.status) == (Outcome.TAKEN, 204)
    (taken,) = receiver.taken
    assert taken.path == "/services/T0/B0/s3cr3t-pa7h?sig=abcdefgh"
    assert (taken.body, taken.headers["webhook-id"]) == (b'{"a":1}', "msg_1")
    assert taken.headers["user-agent"].startswith("etech-portail-ia")


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_success_will_do(receiver: Receiver, status):
    receiver.status = status

    assert send(receiver.url).outcome is Outcome.TAKEN


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 503])
def test_a_refusal_is_noted_with_its_status_and_sent_once(receiver: Receiver, status):
    receiver.status = status
    posted = send(receiver.url)

    assert (posted.outcome, posted.status) == (Outcome.REFUSED, status)
    assert len(receiver.taken) == 1


def test_what_a_refusal_says_is_cut_and_carries_no_secret(receiver: Receiver):
    receiver.status, receiver.answer = 400, b"bad path s3cr3t-pa7h for whsec_0123456789abcdef " + b"x" * 500
    posted = send(receiver.url, secrets=("whsec_0123456789abcdef", receiver.url))

    assert posted.words.startswith("bad path •••")
    assert "0123456789" not in posted.words
    assert "s3cr3t-pa7h" not in posted.words
    assert len(posted.words) <= 160


def test_a_refusal_of_a_megabyte_is_not_read(receiver: Receiver):
    receiver.status, receiver.answer = 500, b"x" * 1_000_000

    assert send(receiver.url).words == ""


def test_the_wait_that_is_asked_for_is_told(receiver: Receiver):
    receiver.status, receiver.retry_after = 429, "120"

    assert send(receiver.url).wait == 120


@pytest.mark.parametrize("where", ["http://10.0.0.1/", "http://169.254.169.254/latest/", "/elsewhere"])
def test_a_redirect_is_never_followed(receiver: Receiver, where):
    receiver.status, receiver.location = 307, where
    posted = send(receiver.url)

    assert (posted.outcome, posted.status) == (Outcome.REDIRECTED, 307)
    assert len(receiver.taken) == 1


def test_who_hangs_is_left_in_time(receiver: Receiver):
    receiver.hangs = 3

    assert send(receiver.url).outcome is Outcome.NO_ANSWER


def test_who_hangs_up_or_does_not_listen_is_unreachable(receiver: Receiver):
    receiver.hangs_up = True

    assert send(receiver.url).outcome is Outcome.UNREACHABLE
    assert send("http://127.0.0.1:9/").outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize(
    "address",
    [
        "https://10.0.0.1/hook",
        "https://192.168.1.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[fd00:ec2::254]/",
        "http://hooks.slack.com/x",
        "https://2130706433/",
        "https://user:pass@hooks.slack.com/x",
        "ftp://hooks.slack.com/",
        "not an address",
    ],
)
def test_what_may_not_be_spoken_to_is_not(address):
    assert send(address).outcome is Outcome.FORBIDDEN_ADDRESS


@pytest.mark.parametrize("found", [["10.0.0.7"], ["127.0.0.1"], ["93.184.216.34", "192.168.0.1"]])
def test_a_name_that_leads_to_a_private_address_is_not_spoken_to(found):
    posted = send("https://hooks.example/x", allow_loopback=False, resolve=lambda *_: found)

    assert posted.outcome is Outcome.FORBIDDEN_ADDRESS


def test_loopback_needs_to_be_allowed(receiver: Receiver):
    assert send(receiver.url, allow_loopback=False).outcome is Outcome.FORBIDDEN_ADDRESS
    assert receiver.taken == []


def test_a_context_that_checks_less_is_refused(receiver: Receiver):
    with pytest.raises(ValueError):
        send(receiver.url, trust=ssl._create_unverified_context())
