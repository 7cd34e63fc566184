"""All levels × plans × clients of the demo house: page, matrix, panel, request form, API and command agree.

One function answers (`answers.ask`); every surface is opened as a person would open it and compared with it.
"""

import io
import json
import re
from itertools import product

import pytest
from django.core.management import call_command
from django.urls import reverse

from builders.api import Caller
from builders.clock import NOW, TODAY
from catalog.enums import Pricing
from compliance.services import answers, matrices, rules
from people.models import Client, Project, User

CHECKS = {
    "yes": "Données permises",
    "attest": "Données permises, sous conditions",
    "missing": "Données à couvrir par une preuve",
    "no": "Donnée non permise dans cet outil",
}
PART = {"HX-Request": "true"}
MARK = re.compile(r"</svg>(Oui|Conditions|Non)</span>")


@pytest.fixture
def dpo(db, time_machine, monkeypatch):
    """The demo house, seen by the DPO, who may know every client; the API's throttle is not looked at."""
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr("etech_ai.api.throttles.CallerThrottle.allow_request", lambda *_args: True)
    call_command("load_plan", stdout=io.StringIO())
    call_command("load_demo", stdout=io.StringIO())
    return User.objects.get(email="dpo@etech.example")


def slug(thing):
    return thing.slug if thing else ""


def questions(dpo):
    """Every question of the house: each level, plan and client, and each project; with its one answer."""
    plans, levels = list(matrices.offered()), list(rules.vocabulary().levels)
    clients, projects = list(Client.objects.order_by("pk")), list(Project.objects.order_by("pk"))
    whose = [(None, None), *((client, None) for client in clients), *((None, item) for item in projects)]
    return {
        (level, plan, client, project): answers.ask(
            by=dpo, plan=plan, client=client, project=project, levels=[level], today=TODAY
        )
        for level, plan, (client, project) in product(levels, plans, whose)
    }


def word(answer):
    return {"yes": "Oui", "no": "Non"}.get(answer.state, "Conditions")


def of_page(web, asked):
    for (level, plan, client, project), answer in asked.items():
        query = {"level": level, "plan": plan.slug, "client": slug(client), "project": slug(project)}
        body = web.get(reverse("compliance:data_check"), query, headers=PART).content.decode()
        if f'<p class="e-answer-title">{answer.title}</p>' not in body:
            yield "page", level, plan.slug, query


def of_matrix(web, asked):
    whole = list(rules.vocabulary().levels)[:-1]
    for client in {client for _level, _plan, client, project in asked if project is None}:
        page = web.get(reverse("compliance:data_matrix"), {"client": slug(client)})
        marks = iter(MARK.findall(page.content.decode().split("<tbody>", 1)[1].split("</tbody>", 1)[0]))
        for plan in matrices.offered():
            for level in whole:
                if next(marks) != word(asked[level, plan, client, None]):
                    yield "matrix", level, plan.slug, slug(client)


def of_panel(web, asked):
    for plan in matrices.offered():
        page = web.get(reverse("compliance:tool_data_panel", args=[plan.tool.slug]))
        rank = [row.plan for row in page.context["matrix"].rows].index(plan)
        width = len(page.context["matrix"].rows)
        marks = MARK.findall(page.content.decode())[rank::width]
        for level, mark in zip(rules.vocabulary().levels, marks, strict=True):
            if mark != word(asked[level, plan, None, None]):
                yield "panel", level, plan.slug, mark


def of_request_form(web, asked):
    for (level, plan, client, project), answer in asked.items():
        if client is not None or level == "secret" or not plan.tool.may_be_asked_for:
            continue  # a request names a project, not a client; it has no box for secrets
        query = {"data_levels": level, "project": project.pk if project else "", "justification": "Essai"}
        page = web.get(reverse("approvals:request_new", args=[plan.slug]), query, headers=PART)
        expected = "Données permises par exception" if answer.exempted else CHECKS[answer.state]
        if f'<span class="e-strong">{expected}</span>' not in page.content.decode():
            yield "request form", level, plan.slug, slug(project)


def lines(asked):
    for (level, plan, client, project), answer in asked.items():
        if project is None:
            whose = {"client": client.slug} if client else {"client_policy": "none"}
            line = {"id": [level, plan.slug], "levels": [level], "plan": plan.slug, "evidence": [], **whose}
            yield line, answer


def differs(told, answer):
    return (told["result"], told["missing"]) != (answer.result, [item.condition for item in answer.missing])


def of_api(caller, asked):
    for line, answer in lines(asked):
        told = caller.post("data-answers/", line).json()
        if differs(told, answer):
            yield "API", line, told


def of_command(tmp_path, asked):
    source, out = tmp_path / "questions.jsonl", io.StringIO()
    pairs = list(lines(asked))
    source.write_text("\n".join(json.dumps(line) for line, _answer in pairs), encoding="utf-8")
    call_command("data_answer", str(source), stdout=out)
    for text, (line, answer) in zip(out.getvalue().splitlines(), pairs, strict=True):
        if differs(json.loads(text), answer):
            yield "command", line, text


def test_every_surface_gives_the_one_answer_to_every_question_of_the_demo(dpo, client_for, tmp_path):
    web, asked = client_for(dpo), questions(dpo)

    assert {answer.state for answer in asked.values()} == {"yes", "attest", "missing", "no"}
    assert any(plan.pricing == Pricing.SEAT for _level, plan, _client, _project in asked)
    surfaces = (of_page, of_matrix, of_panel, of_request_form)
    disagreements = [found for surface in surfaces for found in surface(web, asked)]
    disagreements += [*of_api(Caller(dpo), asked), *of_command(tmp_path, asked)]
    assert disagreements == []
