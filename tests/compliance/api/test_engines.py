"""The two engines over HTTP: the same answers as the commands, and no word about clients one may not know."""

import io
import json

import pytest
from django.core.management import call_command

from builders import compliance as build
from builders.api import ANSWERS, QUESTION, Caller
from builders.clock import NOW
from builders.golden import load_cases
from etech_ai.audit.models import Event

pytestmark = pytest.mark.django_db
ENGINES = {"classify": "classifications/preview/", "data_answer": "data-answers/"}


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def quick(monkeypatch):
    """No throttle: the golden cases are many."""
    monkeypatch.setattr("etech_ai.api.throttles.CallerThrottle.allow_request", lambda *_args: True)


def printed(command, lines, tmp_path):
    """What the command prints for these lines, parsed."""
    source, out = tmp_path / "lines.jsonl", io.StringIO()
    source.write_text("\n".join(json.dumps(line) for line in lines))
    try:
        call_command(command, str(source), stdout=out)
    except SystemExit as stop:
        assert stop.code == 1  # a line was refused
    return [json.loads(line) for line in out.getvalue().splitlines()]


def told(answer):
    """The object that the endpoint gives, without what every refusal of the API says besides."""
    body = answer.json()
    assert answer.status_code == (422 if "error" in body else 200), body
    if "error" in body:
        assert body.pop("detail") == body["error"]
        assert body.pop("code") == "invalid"
    return body


def golden_answers():
    for case in load_cases("ai_act"):
        kept = {name: case[name] for name in ("answers", "facts") if name in case}
        yield {"id": case["id"]} | kept
        yield {"id": case["id"], "on": "2026-11-24"} | kept


def golden_questions():
    for case in load_cases("data"):
        ask = case["ask"]
        line = {"id": case["id"], "levels": ask["levels"], "evidence": list(case.get("evidence", []))}
        line |= {"tool_class": ask.get("tool_class"), "client_policy": ask.get("client")}
        yield line | ({"region": case["region"]} if "region" in case else {})


@pytest.mark.parametrize(
    ("command", "lines"), [("classify", golden_answers), ("data_answer", golden_questions)]
)
def test_the_endpoint_answers_the_golden_cases_as_the_command_does(command, lines, house, quick, tmp_path):
    asked, caller = list(lines()), Caller(house.ana)

    answers = [told(caller.post(ENGINES[command], line)) for line in asked]

    assert answers == printed(command, asked, tmp_path)
    assert len(answers) > 50


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("classify", {"id": 1, "answers": {"q_nothing": "x"}}),
        ("classify", {"id": 1, "answers": []}),
        ("classify", {"id": {"a": [1]}, "answers": {}, "on": "yesterday"}),
        ("data_answer", QUESTION | {"levels": ["nothing"]}),
        ("data_answer", QUESTION | {"plan": "nothing", "tool_class": None}),
        ("data_answer", QUESTION | {"client": "nobody", "client_policy": None}),
        ("data_answer", QUESTION | {"evidence": "all"}),
    ],
)
def test_what_cannot_be_answered_is_refused_in_the_same_words(command, line, house, tmp_path):
    answer = Caller(house.ana).post(ENGINES[command], line)

    assert answer.status_code == 422
    assert [told(answer)] == printed(command, [line], tmp_path)


@pytest.mark.parametrize(
    ("path", "body", "key"),
    [
        ("classifications/preview/", {"answers": {}}, "id"),
        ("classifications/preview/", {"id": 1}, "answers"),
        ("classifications/preview/", [], "id"),
        ("data-answers/", {"id": 1, "levels": []}, "tool_class ou plan"),
        ("data-answers/", 12, "id"),
    ],
)
def test_a_missing_key_is_named(path, body, key, house):
    answer = Caller(house.ana).post(path, body)

    assert answer.status_code == 422
    assert answer.json()["error"] == answer.json()["detail"]
    assert key in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", ["{", '{"id": NaN}', '"\\ud800"', '{"id": "\\u0000"}', "[" * 100_000, b"\xff", '{"a": Infinity}']
)
def test_what_is_no_json_is_a_400_in_json(body, house):
    caller = Caller(house.ana)
    url, json_type = "/api/v1/data-answers/", "application/json"

    answer = caller.web.post(url, body, content_type=json_type, headers=caller.headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_another_content_type_is_a_415_in_json(house):
    caller = Caller(house.ana)

    answer = caller.web.post("/api/v1/data-answers/", {"id": 1}, headers=caller.headers)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_asking_writes_nothing(house):
    caller = Caller(house.ana)
    caller.get("tools/")  # notes the use of the token, for the hour
    before = Event.objects.count()

    caller.post("classifications/preview/", ANSWERS)
    caller.post("data-answers/", QUESTION | {"plan": house.plan.slug, "tool_class": None})

    assert Event.objects.count() == before


def test_a_client_that_one_may_not_know_answers_as_one_that_is_not(house):
    line = QUESTION | {"client": house.client.slug, "client_policy": None}
    nobody = line | {"client": "banque-zeta"}

    stranger, member = Caller(house.zoe), Caller(house.ana)
    hidden, unknown = stranger.post("data-answers/", line), stranger.post("data-answers/", nobody)

    swapped = hidden.content.decode().replace(house.client.slug, "banque-zeta")
    assert hidden.status_code == unknown.status_code == 422
    assert swapped == unknown.content.decode()
    assert member.post("data-answers/", line).status_code == 200


def test_passages_show_only_to_whoever_may_read_them(house):
    passage = "Aucune donnée chez un tiers."
    build.add_clause(house, "forbids_ai", passage=passage)
    line = QUESTION | {"client": house.client.slug, "client_policy": None}

    shown = {name: Caller(getattr(house, name)).post("data-answers/", line) for name in ("ana", "dan", "ida")}

    assert {answer.json()["result"] for answer in shown.values()} == {"forbidden"}
    assert passage in shown["ana"].content.decode()
    assert passage in shown["dan"].content.decode()
    assert passage not in shown["ida"].content.decode()
