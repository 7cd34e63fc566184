"""The examples of docs/api.md are run, and its tables hold what the code says."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from builders.access_matrix import furnished_house
from builders.api import bearer
from builders.clock import NOW
from people.access import Scope

GUIDE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)).replace("\\\n", " ")
EXAMPLES = [shlex.split(line) for line in BLOCKS.splitlines() if line.strip()]


def called(client, words, token):
    """The answer to one `curl` of the guide."""
    method, headers, body, url = "GET", {}, "", ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _colon, value = next(rest).replace("Bearer $TOKEN", token).partition(":")
            headers[name] = value.strip()
        elif word == "-d":
            body = next(rest)
        else:
            parts = urlsplit(word.removeprefix("$PORTAL"))
            url = f"{parts.path}?{parts.query}"
    content = headers.pop("Content-Type", "application/octet-stream")
    return client.generic(method, url, body, content_type=content, headers=headers)


@pytest.mark.django_db
@pytest.mark.parametrize("words", EXAMPLES, ids=lambda words: urlsplit(words[-1]).path)
def test_an_example_of_the_guide_answers(words, house, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    token = bearer(furnished_house(house).ana)["Authorization"]

    answer = called(client, words, token)

    assert answer.status_code == 200, answer.content
    assert "error" not in answer.json()


def test_the_guide_names_every_scope_and_rate():
    assert set(re.findall(r"^\| `([a-z-]+(?::read)?)` \|", GUIDE, re.MULTILINE)) == {s.value for s in Scope}
    for rate in settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"].values():
        assert rate.removesuffix("/min") in GUIDE
