"""Keys, tokens and passwords, by the detectors of detect-secrets.

Its plugins are built and called one by one: no global setting is read or written, so two threads cannot
disturb each other, and a comment that asks a scanner to look away is never read.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from detect_secrets.filters import heuristic
from detect_secrets.plugins import (
    artifactory,
    aws,
    azure_storage_key,
    basic_auth,
    cloudant,
    discord,
    github_token,
    gitlab_token,
    high_entropy_strings,
    ibm_cloud_iam,
    ibm_cos_hmac,
    ip_public,
    jwt,
    keyword,
    mailchimp,
    npm,
    openai,
    pypi_token,
    sendgrid,
    slack,
    softlayer,
    square_oauth,
    stripe,
    telegram_token,
    twilio,
)

from compliance.screening import Kind

Found = tuple[Kind, int, int]
BEGINS, ENDS = "-----BEGIN ", "-----END "
KEYWORDS = ("key", "pwd", "pw", "pass", "token")
ALIKE = str.maketrans("ıſİ", "isi")
"""Letters that a regular expression without case takes for i and s, and `lower` does not."""
_own = threading.local()


@dataclass(frozen=True, slots=True)
class Detector:
    """A plugin of the library, and what a text must hold, in lower case, for it to find anything: one word of
    each group. Looking for a word costs a hundredth of a regular expression, and most texts hold few of them."""

    kind: Kind
    plugin: Any
    hints: tuple[tuple[str, ...], ...]

    def may_find(self, lowered: str) -> bool:
        return all(any(word in lowered for word in group) for group in self.hints)


def _detectors() -> list[Detector]:
    """This thread's own."""
    if not hasattr(_own, "detectors"):
        _own.detectors = built()
    return _own.detectors


def built() -> list[Detector]:
    quotes = ("'", '"')
    return [
        *(Detector(Kind.TOKEN, plugin(), tuple(hints)) for plugin, *hints in TOKENS),
        Detector(Kind.PASSWORD, basic_auth.BasicAuthDetector(), (("://",), ("@",))),
        Detector(Kind.PASSWORD, keyword.KeywordDetector(), (("key", "pwd", "pass", "secret", "contrase"),)),
        Detector(Kind.ADDRESS, ip_public.IPPublicDetector(), ((".",), tuple("0123456789"))),
        Detector(Kind.ENTROPY, high_entropy_strings.Base64HighEntropyString(), (quotes,)),
        Detector(Kind.ENTROPY, high_entropy_strings.HexHighEntropyString(), (quotes,)),
    ]


TOKENS: tuple[tuple[Any, ...], ...] = (
    (artifactory.ArtifactoryDetector, ("akc", *(f"ap{digit}" for digit in "0123456789abcdef"))),
    (aws.AWSKeyDetector, ("a3t", "abia", "acca", "akia", "asia", "aws")),
    (azure_storage_key.AzureStorageKeyDetector, ("accountkey=",)),
    (cloudant.CloudantDetector, ("cl",), KEYWORDS),
    (discord.DiscordBotTokenDetector, (".",), ("m", "n", "o")),
    (github_token.GitHubTokenDetector, ("ghp_", "gho_", "ghu_", "ghs_", "ghr_")),
    (gitlab_token.GitLabTokenDetector, ("gl", "gr1348941")),
    (ibm_cloud_iam.IbmCloudIamDetector, KEYWORDS),
    (ibm_cos_hmac.IbmCosHmacDetector, ("secret",), ("key",)),
    (jwt.JwtTokenDetector, ("eyj",)),
    (mailchimp.MailchimpDetector, ("-us",)),
    (npm.NpmDetector, (":_authtoken",)),
    (openai.OpenAIDetector, ("t3blbkfj",)),
    (pypi_token.PypiTokenDetector, ("pypi-age",)),
    (sendgrid.SendGridDetector, ("sg.",)),
    (slack.SlackDetector, ("xox", "hooks.slack.com")),
    (softlayer.SoftlayerDetector, ("sl", "softlayer"), (*KEYWORDS, "soap")),
    (square_oauth.SquareOAuthDetector, ("sq0csp-",)),
    (stripe.StripeDetector, ("k_live_",)),
    (telegram_token.TelegramBotTokenDetector, (":",), ("a",)),
    (twilio.TwilioKeyDetector, ("ac", "sk")),
)


def detectors_for(text: str) -> list[Detector]:
    """Those that may find something somewhere in the text: most texts need five of them."""
    lowered = folded(text)
    return [detector for detector in _detectors() if detector.may_find(lowered)]


def folded(text: str) -> str:
    """In lower case as regular expressions understand it, character for character."""
    return text.lower() if text.isascii() else text.translate(ALIKE).lower()


def in_line(line: str, detectors: Iterable[Detector]) -> Iterator[Found]:
    """Places in one line, which the caller keeps short."""
    lowered = folded(line)
    for detector in detectors:
        if detector.may_find(lowered):
            for value in {str(found) for found in detector.plugin.analyze_string(line) if found}:
                if _is_meant(detector.kind, detector.plugin, value, line):
                    yield from _places(detector.kind, value, line)


def _is_meant(kind: Kind, plugin: Any, value: str, line: str) -> bool:
    """The library's own filters against placeholders, for its two broad detectors."""
    if kind == Kind.ENTROPY:
        is_random = plugin.calculate_shannon_entropy(value) > plugin.entropy_limit
        return (
            is_random and not heuristic.is_potential_uuid(value) and not heuristic.is_sequential_string(value)
        )
    if kind == Kind.PASSWORD:
        return not (
            heuristic.is_templated_secret(value)
            or heuristic.is_not_alphanumeric_string(value)
            or heuristic.is_indirect_reference(line)
        )
    return True


def _places(kind: Kind, value: str, line: str) -> Iterator[Found]:
    start = line.find(value)
    while start >= 0:
        end = start + len(value)
        yield (kind, *_whole(line, start, end)) if kind == Kind.TOKEN else (kind, start, end)
        start = line.find(value, end)


def _whole(line: str, start: int, end: int) -> tuple[int, int]:
    """Some detectors name a token by its prefix alone: the whole of it, to both sides."""
    while start > 0 and (line[start - 1].isalnum() or line[start - 1] in "_-"):
        start -= 1
    while end < len(line) and (line[end].isalnum() or line[end] in "_-"):
        end += 1
    return start, end


def private_keys(text: str) -> Iterator[Found]:
    """PEM blocks, over their lines; one that has no end goes to the end of the text."""
    start = text.find(BEGINS)
    while start >= 0:
        head = text[start : text.find("\n", start) if "\n" in text[start : start + 80] else start + 80]
        end = _end_of_block(text, start)
        if "PRIVATE KEY" in head:
            yield Kind.KEY, start, end
        start = text.find(BEGINS, end)


def _end_of_block(text: str, start: int) -> int:
    ending = text.find(ENDS, start)
    if ending < 0:
        return len(text)
    closing = text.find("-----", ending + len(ENDS))
    return len(text) if closing < 0 else closing + 5


@cache
def names() -> tuple[str, ...]:
    """The detectors at work, for the page that lists them."""
    return tuple(sorted(type(detector.plugin).__name__ for detector in built()))
