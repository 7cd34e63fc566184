"""Keys, tokens and passwords, by the detectors of detect-secrets.

Its plugins are built and called one by one: no global setting is read or written, so two threads cannot
disturb each other, and a comment that asks a scanner to look away is never read.
"""

import threading
from collections.abc import Iterator
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
_own = threading.local()


def _plugins() -> list[tuple[Kind, Any]]:
    """This thread's own detectors."""
    if not hasattr(_own, "plugins"):
        _own.plugins = _built()
    return _own.plugins


def _built() -> list[tuple[Kind, Any]]:
    tokens = (
        artifactory.ArtifactoryDetector, aws.AWSKeyDetector, azure_storage_key.AzureStorageKeyDetector,
        cloudant.CloudantDetector, discord.DiscordBotTokenDetector, github_token.GitHubTokenDetector,
        gitlab_token.GitLabTokenDetector, ibm_cloud_iam.IbmCloudIamDetector,
        ibm_cos_hmac.IbmCosHmacDetector, jwt.JwtTokenDetector, mailchimp.MailchimpDetector,
        npm.NpmDetector, openai.OpenAIDetector, pypi_token.PypiTokenDetector, sendgrid.SendGridDetector,
        slack.SlackDetector, softlayer.SoftlayerDetector, square_oauth.SquareOAuthDetector,
        stripe.StripeDetector, telegram_token.TelegramBotTokenDetector, twilio.TwilioKeyDetector,
    )  # fmt: skip
    return [
        *((Kind.TOKEN, detector()) for detector in tokens),
        (Kind.PASSWORD, basic_auth.BasicAuthDetector()),
        (Kind.PASSWORD, keyword.KeywordDetector()),
        (Kind.ADDRESS, ip_public.IPPublicDetector()),
        (Kind.ENTROPY, high_entropy_strings.Base64HighEntropyString()),
        (Kind.ENTROPY, high_entropy_strings.HexHighEntropyString()),
    ]


def in_line(line: str) -> Iterator[Found]:
    """Places in one line, which the caller keeps short."""
    for kind, plugin in _plugins():
        for value in {str(found) for found in plugin.analyze_string(line) if found}:
            if _is_meant(kind, plugin, value, line):
                yield from _places(kind, value, line)


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
    return tuple(sorted(type(plugin).__name__ for _kind, plugin in _built()))
