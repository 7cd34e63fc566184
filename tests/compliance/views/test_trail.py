import re

import pytest
from django.urls import reverse

from builders import compliance as build
from builders.clock import TODAY
from builders.connections import a_connection
from catalog.services import tools
from compliance import trail
from etech_ai.audit import chain


def history_of(kind, ref):
    return reverse("compliance:history_panel", args=[kind, ref])


@pytest.mark.parametrize(("who", "status"), [("dan", 200), ("ana", 403), ("adi", 403), ("lea", 403)])
def test_the_trail_is_for_the_dpo(house, client_for, who, status):
    assert client_for(getattr(house, who)).get("/trail/").status_code == status


def test_it_tells_deeds_in_sentences_newest_first(house, client_for):
    tools.decide(house.tool, decision="retiring", reason="Fin de contrat", by=house.ida, today=TODAY)

    [latest] = trail.history(house.tool, limit=1)

    assert latest.sentence == "Ida Isnard a décidé de l’outil"
    assert latest.subject == "GitHub Copilot"
    told = {change.field: (change.before, change.after) for change in latest.changes}
    assert ("Approuvé", "En retrait") in told.values()
    assert "a décidé de l’outil" in client_for(house.dan).get("/trail/").content.decode()


def test_the_search_finds_labels_and_values(house, client_for):
    build.add_clause(house, "eu_only", reference="ZZ-9")
    web = client_for(house.dan)

    assert "a enregistré une clause" in web.get("/trail/", {"q": "ZZ-9"}).content.decode()
    assert "Aucun fait ne correspond" in web.get("/trail/", {"q": "introuvable"}).content.decode()
    assert "Aucun fait ne correspond" in web.get("/trail/", {"since": "2030-01-01"}).content.decode()


def test_an_erased_person_is_told_without_a_name(house):
    chain.erase(f"people.user:{house.ida.pk}", "Isnard")

    assert "Isnard" not in " ".join(row.sentence for row in trail.history(house.tool))
    assert trail.verify().ok


def test_an_event_without_a_phrase_shows_its_name():
    assert trail.phrases.phrase("moon.landed") == "moon.landed"


def test_the_history_of_a_tool_is_open_and_holds_its_plans(house, client_for):
    page = client_for(house.ana).get(history_of("outil", house.tool.slug), headers={"HX-Request": "true"})

    assert page.status_code == 200
    assert "a ajouté l’outil au catalogue" in page.content.decode()
    assert "a enregistré une preuve" in page.content.decode()
    assert "<html" not in page.content.decode()


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("dan", 200), ("ida", 404), ("zoe", 404)])
def test_the_history_of_a_client_is_for_who_reads_its_papers(house, client_for, who, status):
    web = client_for(getattr(house, who))

    assert web.get(history_of("client", house.client.slug)).status_code == status
    assert web.get(history_of("projet", house.project.slug)).status_code == status


@pytest.mark.parametrize("address", [("outil", "absent"), ("lune", "x"), ("client", "absent")])
def test_an_unknown_subject_is_a_404(house, client_for, address):
    assert client_for(house.dan).get(history_of(*address)).status_code == 404


def test_queries_do_not_grow_with_events(house, client_for, assert_flat_queries):
    web = client_for(house.dan)

    def add():
        for n in range(10):
            build.add_clause(house, "eu_only", reference=f"B{n}")

    assert_flat_queries(get=lambda: web.get("/trail/"), add_rows=add)


@pytest.mark.parametrize(
    ("who", "status"), [("ana", 200), ("adi", 200), ("dan", 200), ("zoe", 404), ("cho", 404)]
)
def test_a_person_s_history_is_theirs_and_the_directory_s(house, client_for, who, status):
    address = history_of("personne", house.ana.pk)

    assert client_for(getattr(house, who)).get(address).status_code == status
    assert client_for(house.dan).get(history_of("personne", "nobody")).status_code == 404


def test_a_connection_s_history_is_for_those_who_manage_connections(house, client_for):
    connection = a_connection(house)
    address = history_of("connexion", connection.pk)

    assert "a connecté un éditeur" in client_for(house.ida).get(address).content.decode()
    assert client_for(house.ana).get(address).status_code == 404


SHEETS = {
    "catalog:tool_sheet": ("ana", lambda house: [house.tool.slug]),
    "people:client_sheet": ("ana", lambda house: [house.client.slug]),
    "people:project_sheet": ("ana", lambda house: [house.project.slug]),
    "people:user_sheet": ("adi", lambda house: [house.ana.pk]),
    "catalog:connection_sheet": ("ida", lambda house: [a_connection(house).pk]),
}


@pytest.mark.parametrize("name", SHEETS)
def test_each_sheet_asks_for_its_history_and_gets_it(house, client_for, name):
    who, arguments = SHEETS[name]
    reader = client_for(getattr(house, who))

    page = reader.get(reverse(name, args=arguments(house))).content.decode()
    [asked] = re.findall(r'hx-get="(/historique/[^"]+)"', page)

    told = reader.get(asked, headers={"HX-Request": "true"})
    assert told.status_code == 200
    assert "e-log-dot" in told.content.decode()


def test_a_sheet_does_not_ask_for_a_history_that_the_reader_may_not_have(house, client_for):
    page = client_for(house.adi).get(reverse("people:project_sheet", args=[house.project.slug]))

    assert page.status_code == 200
    assert "/historique/" not in page.content.decode()
