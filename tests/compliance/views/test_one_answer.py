"""Page, matrix, panel and command give one answer: every level × plan × client of a small house."""

import io
import json
import re
from itertools import product

import pytest
from django.core.management import call_command
from django.urls import reverse

from builders import compliance as build
from builders.clock import TODAY
from compliance.services import answers, facts, matrices, rules

WORDS = {"Oui": "yes", "Conditions": "conditions", "Non": "no"}


@pytest.fixture
def small_house(house):
    """Four plans of four classes; Etech itself, a client that accepts with clauses, one that forbids."""
    house.plans = [
        build.prove(house, house.plan, *build.CLASS_T1),
        build.plan_of_class(house, "Claude Team", *build.CLASS_T2, "transfer_ok", region="us_dpf"),
        build.plan_of_class(house, "Ollama", *build.CLASS_T4),
        build.plan_of_class(house, "Gratuit", region="unknown"),
    ]
    build.accept_ai(house)
    build.consent_to(house, house.plans[1])
    build.add_clause(house, "named_tools_only", "claude-team, ollama")
    build.add_clause(house, "retention_limit", "0")
    build.forbid_ai(house, house.other_client)
    house.clients = [None, house.client, house.other_client]
    return house


def told(result):
    """What a cell says of an engine's result."""
    return {"allowed": "yes", "forbidden": "no"}.get(result, "conditions")


def answers_of(house):
    return {
        (level, plan.slug, client.slug if client else ""): answers.ask(
            by=house.dan, plan=plan, client=client, levels=[level], today=TODAY
        )
        for client in house.clients
        for plan in house.plans
        for level in rules.vocabulary().levels
    }


def test_the_command_gives_the_answer_of_the_page(small_house, tmp_path):
    expected = answers_of(small_house)
    lines = [
        {"id": [level, plan, client], "levels": [level], "plan": plan, "evidence": []}
        | ({"client": client} if client else {"client_policy": "none"})
        for level, plan, client in expected
    ]
    source, out = tmp_path / "questions.jsonl", io.StringIO()
    source.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    call_command("data_answer", str(source), stdout=out)

    for line in map(json.loads, out.getvalue().splitlines()):
        answer = expected[tuple(line["id"])]
        assert line["result"] == answer.result, line
        assert line["missing"] == [item.condition for item in answer.missing], line
        rules_told = [step["rule"] for step in line["trace"] if step["rule"].split(".")[0] != "condition"]
        assert rules_told[:-1] == [rule.id for rule in answer.rules]


def test_the_matrix_gives_the_answer_of_the_page(small_house, client_for):
    expected, web = answers_of(small_house), client_for(small_house.dan)

    for client in small_house.clients:
        slug = client.slug if client else ""
        response = web.get(reverse("compliance:data_matrix"), {"client": slug})
        cells = {cell.plan.slug: cell for row in response.context["matrix"].rows for cell in row.cells}
        assert set(cells) == {plan.slug for plan in small_house.plans}
        marks = re.findall(r"</svg>(Oui|Conditions|Non)</span>", _body(response, "<tbody>", "</tbody>"))
        shown = [
            expected[level, row.plan.slug, slug]
            for row in response.context["matrix"].rows
            for level in list(rules.vocabulary().levels)[:-1]
        ]
        assert [WORDS[mark] for mark in marks] == [told(a.result) for a in shown]


def test_the_tools_panel_gives_the_answer_of_the_page(small_house, client_for):
    expected, web = answers_of(small_house), client_for(small_house.ana)

    for plan in small_house.plans:
        response = web.get(reverse("compliance:tool_data_panel", args=[plan.tool.slug]))
        marks = re.findall(r"</svg>(Oui|Conditions|Non)</span>", response.content.decode())
        shown = [expected[level, plan.slug, ""] for level in rules.vocabulary().levels]
        assert [WORDS[mark] for mark in marks] == [told(a.result) for a in shown]


def test_the_form_gives_the_answer_of_the_service(small_house, client_for):
    web = client_for(small_house.dan)

    for (level, plan, client), answer in list(answers_of(small_house).items())[::3]:
        response = web.get(
            reverse("compliance:data_check"), {"level": level, "plan": plan, "client": client},
            headers={"HX-Request": "true"},
        )  # fmt: skip
        assert f'<p class="e-answer-title">{answer.title}</p>' in response.content.decode()


def test_plans_that_are_alike_get_one_answer_and_others_may_differ(small_house):
    ruleset, nobody = rules.vocabulary(), facts.ProjectFacts()
    build.plan_of_class(small_house, "Jumeau", *build.CLASS_T4)
    plans = facts.of_plans(matrices.offered(), ruleset, TODAY)
    told = {}
    for client, plan in product(small_house.clients, plans):
        of_client = facts.of_client(client, TODAY)
        answered = [
            facts.judge(ruleset, plan, of_client, nobody, levels=[level]).trace for level in ruleset.levels
        ]
        alike = (client, facts.likeness(plan, of_client, nobody))
        assert told.setdefault(alike, answered) == answered

    assert len(small_house.clients) < len(told) < len(small_house.clients) * len(plans)


def _body(response, start, end):
    return response.content.decode().split(start, 1)[1].split(end, 1)[0]
