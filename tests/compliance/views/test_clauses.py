import pytest
from django.urls import reverse

from builders import compliance as build
from compliance.models import Clause, ClientConsent

CLAUSE = {
    "reference": "SEC-4.2", "document": "Annexe sécurité", "page": "12", "passage": "Tout reste en Europe.",
    "effect": "eu_only", "value": "",
}  # fmt: skip


def address(house, name="clause_list", *more):
    return reverse(f"compliance:{name}", args=[house.client.slug, *more])


@pytest.mark.parametrize(
    ("who", "status"),
    [("ana", 200), ("cho", 200), ("dan", 200), ("ida", 404), ("lea", 404), ("adi", 404), ("zoe", 404)],
)
def test_the_register_opens_to_members_champion_and_dpo(house, client_for, who, status):
    assert client_for(getattr(house, who)).get(address(house)).status_code == status


def test_an_unknown_client_is_the_same_404(house, client_for):
    web, absent = client_for(house.zoe), reverse("compliance:clause_list", args=["personne"])

    unknown, invisible = web.get(absent), web.get(address(house))

    assert unknown.status_code == invisible.status_code == 404
    assert "Alpha" not in invisible.content.decode()


def test_the_dpo_adds_a_clause_that_members_read_quoted(house, client_for):
    response = client_for(house.dan).post(address(house, "clause_new"), CLAUSE)

    assert (response.status_code, response["Location"]) == (303, address(house))
    page = client_for(house.ana).get(address(house)).content.decode()
    assert "«\u00a0Tout reste en Europe.\u00a0»" in page
    assert "Annexe sécurité, p. 12" in page
    assert "Ajouter une clause" not in page


def test_a_clause_with_mistakes_comes_back_with_them(house, client_for):
    response = client_for(house.dan).post(
        address(house, "clause_new"), CLAUSE | {"effect": "retention_limit", "value": "longtemps"}
    )

    assert response.status_code == 422
    assert "en jours" in response.content.decode()
    assert "Tout reste en Europe." in response.content.decode()


@pytest.mark.parametrize("name", ["clause_new", "consent_new"])
def test_writing_is_for_the_dpo(house, client_for, name):
    assert client_for(house.dan).get(address(house, name)).status_code == 200
    assert client_for(house.cho).post(address(house, name), CLAUSE).status_code == 403
    assert not Clause.objects.exists()


def test_the_dpo_retires_a_clause(house, client_for):
    clause = build.add_clause(house, "eu_only")

    response = client_for(house.dan).post(address(house, "clause_retire", clause.pk))

    assert response.status_code == 303
    clause.refresh_from_db()
    assert clause.retired_on == build.TODAY


def test_the_dpo_records_and_withdraws_an_agreement(house, client_for):
    web = client_for(house.dan)
    sent = {
        "tool": house.tool.slug, "project": house.project.slug, "scope": "Code", "reference": "Courriel",
        "granted_on": "2026-11-01", "expires_on": "",
    }  # fmt: skip

    assert web.post(address(house, "consent_new"), sent).status_code == 303
    consent = ClientConsent.objects.get()
    assert (consent.tool, consent.project, consent.expires_on) == (house.tool, house.project, None)

    assert web.post(address(house, "consent_withdraw", consent.pk)).status_code == 303
    consent.refresh_from_db()
    assert consent.withdrawn_on == build.TODAY


def test_another_clients_project_is_not_among_the_choices(house, client_for):
    page = client_for(house.dan).get(address(house, "consent_new")).content.decode()

    assert "Alpha Mobile" in page
    assert "Oméga" not in page


def test_queries_do_not_grow_with_clauses(house, client_for, assert_flat_queries):
    build.add_clause(house, "eu_only", reference="A")
    web = client_for(house.dan)

    def add():
        for n in range(10):
            build.add_clause(house, "eu_only", reference=f"B{n}")
            build.consent_to(house, house.plan)

    assert_flat_queries(get=lambda: web.get(address(house)), add_rows=add)


@pytest.mark.parametrize(("who", "linked"), [("ana", True), ("dan", True), ("ida", False), ("lea", False)])
def test_the_clients_page_leads_to_the_register_for_who_may_read_it(house, client_for, who, linked):
    page = client_for(getattr(house, who)).get(reverse("people:client_sheet", args=[house.client.slug]))

    assert (address(house) in page.content.decode()) == linked


def test_writing_a_clause_shows_what_it_would_change_and_keeps_nothing(house, client_for):
    build.accept_ai(house)

    page = client_for(house.dan).post(
        address(house, "clause_new"), {"effect": "forbids_ai"}, headers={"HX-Request": "true"}
    )

    body = page.content.decode()
    assert page.status_code == 200
    assert "réponses changeraient" in body
    assert "<h1>" not in body
    assert not Clause.objects.exists()


def test_without_script_the_same_is_one_button_away(house, client_for):
    build.accept_ai(house)

    page = client_for(house.dan).post(address(house, "clause_new"), CLAUSE | {"apercu": "1"})

    assert page.status_code == 200
    assert "Tout reste en Europe." in page.content.decode()
    assert not Clause.objects.exists()


def test_retiring_shows_what_it_changes_before_it_does(house, client_for):
    build.accept_ai(house)
    clause, web = build.add_clause(house, "forbids_ai"), client_for(house.dan)
    url = address(house, "clause_retire", clause.pk)

    before = web.get(url)
    after = web.post(url)

    assert "réponses changeraient" in before.content.decode()
    assert after.status_code == 303
    assert Clause.objects.get().retired_on
