"""Keys, tokens and passwords, by the detectors of detect-secrets and the forms that vendors publish.

Its plugins are built and called one by one: no global setting is read or written, so two threads cannot
disturb each other, and a comment that asks a scanner to look away is never read.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
from compliance.screening.assignments import is_secret

Found = tuple[Kind, int, int]
BEGINS, ENDS = "-----BEGIN ", "-----END "
KEYWORDS = ("key", "pwd", "pw", "pass", "token")
VENDORS = re.compile(
    r"(?<![\w-])(?:github_pat_\w{60,90}|npm_[A-Za-z0-9]{36}|sk-(?:proj|svcacct|admin)-[\w-]{20,}"
    r"|sk-ant-[a-z0-9]+-[\w-]{20,}|AIza[\w-]{35}|hv[sbr]\.[\w-]{20,}|do[opr]_v1_[0-9a-f]{64}"
    r"|sq[pua]_[0-9a-f]{40}"
    r"|dckr_[po]at_[\w-]{20,}|hf_[A-Za-z0-9]{30,40}|xapp-\d-[A-Z0-9]+-\d+-[0-9a-f]{20,}"
    r"|whsec_[A-Za-z0-9+/=]{20,}"
    r"|GOCSPX-[\w-]{28}|ya29\.[\w-]{20,}|shp(?:at|ca|pa|ss)_[0-9a-f]{32}|pul-[0-9a-f]{40}"
    r"|lin_api_[A-Za-z0-9]{40}"
    r"|SCW[A-Z0-9]{17}|AGE-SECRET-KEY-1[A-Z0-9]{58}|dapi[0-9a-f]{32}|gsk_[A-Za-z0-9]{50,54}"
    r"|r8_[A-Za-z0-9]{37}"
    r"|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,})(?![\w-])"
)
"""Tokens whose form the vendors publish and the library lacks: GitHub (fine-grained), npm, OpenAI, Anthropic,
HashiCorp, DigitalOcean, SonarQube, Docker, Hugging Face, Slack, Stripe, Google, Shopify, Pulumi, Linear,
Scaleway, age, Databricks, Groq, Replicate, Terraform Cloud."""
VENDOR_HINTS = (
    "github_pat_", "npm_", "sk-", "aiza", "hvs.", "hvb.", "hvr.", "_v1_", "sqp_", "squ_", "sqa_", "dckr_",
    "hf_",
    "xapp-", "whsec_", "gocspx-", "ya29.", "shp", "pul-", "lin_api_", "scw", "age-secret", "dapi", "gsk_",
    "r8_",
    ".atlasv1.",
)  # fmt: skip


class VendorDetector:
    """The forms above, behind the face of the library's plugins."""

    def analyze_string(self, string: str) -> Iterator[str]:
        return (found.group() for found in VENDORS.finditer(string))


DIGEST = re.compile(
    r"(?:integrity|checksum|digest|sha-?\d*|md5|etag|commit|revision|\brev|fingerprint|uuid|guid|\bkid)[\"']?"
    r"\s*(?:[:=]|=>)\s*[\"']?$",
    re.IGNORECASE,
)
"""Names of random values that are published."""
_own = threading.local()


@dataclass(frozen=True, slots=True)
class Detector:
    """A plugin of the library, and what a text must hold for it to find anything: one word of each group.

    Words are in plain letters. Looking for one is far cheaper than an expression; most texts hold few.
    """

    kind: Kind
    plugin: Any
    hints: tuple[tuple[str, ...], ...]

    def may_find(self, plain: str) -> bool:
        return all(any(map(plain.__contains__, group)) for group in self.hints)


def _detectors() -> list[Detector]:
    """This thread's own."""
    if not hasattr(_own, "detectors"):
        _own.detectors = built()
    return _own.detectors


def built() -> list[Detector]:
    quotes = ("'", '"')
    return [
        *(Detector(Kind.TOKEN, plugin(), tuple(hints)) for plugin, *hints in TOKENS),
        Detector(Kind.TOKEN, VendorDetector(), (VENDOR_HINTS,)),
        Detector(Kind.PASSWORD, basic_auth.BasicAuthDetector(), (("://",), ("@",))),
        Detector(
            Kind.PASSWORD,
            keyword.KeywordDetector(),
            (("key", "pwd", "pass", "secret", "contrase"), (*quotes, "`")),
        ),
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


def detectors_for(plain: str) -> list[Detector]:
    """Those that may find something somewhere in a text: most texts need five of them."""
    return [detector for detector in _detectors() if detector.may_find(plain)]


def in_line(line: str, plain: str, detectors: Iterable[Detector]) -> Iterator[Found]:
    """Places in one line, given as written and in plain letters, which the caller keeps short."""
    for detector in detectors:
        if detector.may_find(plain):
            for value in {str(found) for found in detector.plugin.analyze_string(line) if found}:
                if _is_meant(detector, value, line):
                    yield from _places(detector.kind, value, line)


def _is_meant(detector: Detector, value: str, line: str) -> bool:
    """Against placeholders, for the library's two broad detectors."""
    if detector.kind == Kind.ENTROPY:
        return _is_random(detector.plugin, value) and not _is_published(value, line)
    if detector.kind == Kind.PASSWORD:
        return is_secret(value) and not heuristic.is_not_alphanumeric_string(value)
    return True


def _is_published(value: str, line: str) -> bool:
    """A digest, by the name before it or by its own head, as in `sha512-…`."""
    start = line.find(value)
    return value.startswith("sha") or DIGEST.search(line, max(start - 40, 0), start) is not None


def _is_random(plugin: Any, value: str) -> bool:
    if heuristic.is_potential_uuid(value) or heuristic.is_sequential_string(value):
        return False
    return plugin.calculate_shannon_entropy(value) > plugin.entropy_limit


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
