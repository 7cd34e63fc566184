from datetime import timedelta

import pytest

from approvals.models import Request
from builders.catalog import another_tool
from builders.clock import TODAY
from builders.requests import a_request, an_open_key, prepared, sent, usage_plan
from builders.usecases import a_use_case
from catalog.services import costs, plans, seats

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ana(house, client_for):
    return client_for(house.ana)


def test_choose_lists_what_may_be_asked_for(house, ana):
    another_tool(house, "Tabnine", decision="forbidden")
    a_use_case(house, "minimal", title="Tests générés")

    text = ana.get("/demandes/nouvelle/").content.decode()

    assert "GitHub Copilot" in text
    assert "Tests générés" in text
    assert "Tabnine" not in text


def test_the_form_shows_who_decides_and_by_when_before_sending(house, ana):
    text = ana.get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()

    assert "Cho Chan" in text
    assert "avant le jeudi 26 novembre 2026" in text
    assert "228\u00a0€" in text


def test_the_live_checks_follow_what_is_written(house, ana):
    url = f"/demandes/nouvelle/{house.plan.slug}/"

    response = ana.get(url, {"data_levels": ["personal"], "justification": ""}, **HTMX)

    text = response.content.decode()
    assert "<html" not in text
    assert "Données à couvrir par une preuve" in text
    assert 'hx-swap-oob="true"' in text


def test_a_blocked_form_says_how_to_unblock(house, ana):
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    text = ana.get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()

    assert "Siège déjà attribué" in text


def test_sending_leads_to_the_sheet(house, ana):
    response = ana.post(
        f"/demandes/nouvelle/{house.plan.slug}/",
        {"beneficiary": house.ana.pk, "justification": "Écrire des tests.", "data_levels": ["internal"]},
    )

    request = Request.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/demandes/{request.reference}/"
    assert request.data_levels == ["internal"]


def test_an_empty_justification_comes_back_with_what_was_typed(house, ana):
    response = ana.post(
        f"/demandes/nouvelle/{house.plan.slug}/",
        {"beneficiary": house.ana.pk, "justification": "", "project": house.project.pk},
    )

    assert response.status_code == 422
    assert f'value="{house.project.pk}" selected' in response.content.decode()
    assert not Request.objects.exists()


def test_what_is_refused_says_why_and_keeps_the_text(house, ana):
    sent(house)

    response = ana.post(
        f"/demandes/nouvelle/{house.plan.slug}/",
        {"beneficiary": house.ana.pk, "justification": "Encore un siège."},
    )

    assert response.status_code == 422
    assert "DEM-2026-001" in response.content.decode()
    assert "Encore un siège." in response.content.decode()


def test_an_unknown_plan_is_not_found(house, ana):
    assert ana.get("/demandes/nouvelle/inconnue/").status_code == 404


def test_a_plan_without_seats_is_asked_as_an_access(house, ana):
    plan = plans.add(house.tool, name="API", pricing="usage", region="eea", by=house.ida)

    ana.post(f"/demandes/nouvelle/{plan.slug}/", {"beneficiary": house.ana.pk, "justification": "Essais."})

    assert Request.objects.get().kind == "tool-access"


def test_other_peoples_projects_are_not_offered(house, ana):
    text = ana.get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()

    assert "Alpha Mobile" in text
    assert "Oméga Flux" not in text


def test_a_new_tool_is_proposed(house, ana):
    assert ana.get("/demandes/nouvelle/outil/").status_code == 200

    response = ana.post(
        "/demandes/nouvelle/outil/",
        {"proposed_name": "Zed", "proposed_url": "zed.dev", "justification": "Édition à plusieurs."},
    )

    assert response.status_code == 303
    assert Request.objects.get().proposed_url == "https://zed.dev"


def test_the_validation_of_ones_use_case_is_asked_for(house, ana, client_for):
    use_case = a_use_case(house, "transparency")
    url = f"/demandes/nouvelle/cas-usage/{use_case.slug}/"

    assert "Dan Delmas" in ana.get(url).content.decode()
    assert ana.post(url, {"justification": "Usage en production."}).status_code == 303
    assert client_for(house.zoe).get(url).status_code == 404


def test_an_exception_needs_a_project_an_end_and_data(house, ana):
    url = f"/demandes/nouvelle/exception/{house.plan.slug}/"
    assert ana.get(url).status_code == 200

    assert ana.post(url, {"justification": "Pas de preuve."}).status_code == 422
    response = ana.post(
        url,
        {
            "justification": "Le propriétaire est absent.",
            "project": house.project.pk,
            "ends_on": "2027-01-31",
            "data_levels": ["confidential"],
        },
    )

    assert response.status_code == 303
    assert Request.objects.get().kind == "data-exception"


def posted(house, **given):
    return {"beneficiary": house.ana.pk, "justification": "Écrire des tests.", **given}


def test_a_double_click_sends_one_request_and_leads_twice_to_its_sheet(house, ana):
    url = f"/demandes/nouvelle/{house.plan.slug}/"
    what = posted(house, key="2f5b3a52-6f8b-4f4e-9a53-1d5a7f1b0c11")

    answers = [ana.post(url, what), ana.post(url, what)]

    assert [answer["Location"] for answer in answers] == ["/demandes/DEM-2026-001/"] * 2
    assert Request.objects.count() == 1


def test_each_opened_form_has_a_key_of_its_own(house, ana):
    url = f"/demandes/nouvelle/{house.plan.slug}/"
    keys = {ana.get(url).context["form"]["key"].value() for _ in range(2)}

    assert len(keys) == 2


def test_a_refused_request_is_asked_again_from_its_sheet_with_nothing_to_retype(house, ana):
    former = a_request(house, "refused", project=house.project, data_levels=("internal",))
    sheet = ana.get(f"/demandes/{former.reference}/").content.decode()
    url = f"/demandes/nouvelle/{house.plan.slug}/?redoes={former.reference}"
    form = ana.get(url).content.decode()

    again = ana.post(url, posted(house, redoes=former.reference))

    assert f'href="{url}"' in sheet
    assert former.justification in form
    assert f'value="{house.project.pk}" selected' in form
    assert again.status_code == 303
    assert "Refaite par" in ana.get(f"/demandes/{former.reference}/").content.decode()
    assert former.reference in ana.get(again["Location"]).content.decode()


def test_a_grant_with_an_end_offers_to_be_extended_with_the_same_reason(house, ana):
    granted = a_request(house, "approved", ends_on=TODAY + timedelta(days=30))
    url = f"/demandes/nouvelle/{house.plan.slug}/"

    blocked = ana.get(url).content.decode()
    form = ana.get(f"{url}?extends={granted.reference}").content.decode()

    assert f'href="{url}?extends={granted.reference}">Prolonger</a>' in blocked
    assert granted.justification in form
    assert f'value="{TODAY + timedelta(days=60)}"' in form
    assert ana.post(url, posted(house, extends=granted.reference, ends_on="2027-03-01")).status_code == 303


def test_somebody_elses_request_is_not_taken_up(house, client_for):
    former = a_request(house, "refused")

    form = client_for(house.zoe).get(f"/demandes/nouvelle/{house.plan.slug}/?redoes={former.reference}")

    assert former.justification not in form.content.decode()


def test_a_key_is_asked_for_with_its_cap_and_what_it_costs(house, ana):
    plan = usage_plan(house)
    url = f"/demandes/nouvelle/cle/{plan.slug}/"
    form = ana.get(url, {"environment": "test", "cap": "50", "scopes": "models", "justification": ""}, **HTMX)
    assert "600\u00a0€" in form.content.decode()
    assert "Fin Faure" in form.content.decode()

    response = ana.post(url, posted(house, environment="test", cap="50", scopes=["models"]))

    request = Request.objects.get()
    assert response.status_code == 303
    assert (request.kind, request.cap_minor, request.currency) == ("api-key", 5_000, "EUR")


def test_a_key_needs_a_cap_an_environment_and_a_use(house, ana):
    response = ana.post(f"/demandes/nouvelle/cle/{usage_plan(house).slug}/", posted(house))

    assert response.status_code == 422
    assert {"cap", "environment", "scopes"} <= set(response.context["form"].errors)


def test_a_higher_cap_is_asked_for_from_the_key(house, ana, client_for):
    key = an_open_key(house)
    url = f"/demandes/nouvelle/plafond/{key.pk}/"
    assert url in ana.get(f"/licences/cles/{key.pk}/").content.decode()

    response = ana.post(url, {"cap": "80", "justification": "Le lot de nuit."})

    assert response.status_code == 303
    assert Request.objects.get(kind="quota").cap_minor == 8_000
    assert client_for(house.ida).get(url).status_code == 404


def test_the_live_panel_says_what_the_year_still_costs(house, client_for):
    for person in (house.dan, house.zoe):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

    text = client_for(house.ana).get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()

    assert "23,74\u00a0€" in text  # 38 days at 228 € a year
    assert "31\u00a0déc. 2026, fin de l’année" in text.replace("\u00a02026", " 2026")
    assert "Réponse au plus tard le" in text


def test_a_seat_that_is_paid_for_adds_nothing(house, ana):
    text = ana.get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()

    assert "Le siège est déjà payé" in text
    assert "Engagé par la maison" not in text


def test_who_sees_costs_sees_what_is_committed_and_no_made_up_budget(house, client_for):
    costs.record(
        house.vendor, month=TODAY, kind="committed", amount_minor=120_000, currency="EUR", source="Contrat"
    )

    text = client_for(house.fin).get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()

    assert "Engagé par la maison en novembre 2026" in text
    assert "Aucun budget n’est fixé" in text


def test_the_form_says_beforehand_which_rule_grants_and_the_sheet_says_it_after(house, ana):
    prepared(house, house.ana)
    url = f"/demandes/nouvelle/{house.plan.slug}/"

    form = ana.get(url).content.decode()
    response = ana.post(url, posted(house))
    sheet = ana.get(response["Location"]).content.decode()

    assert "Accordée dès l’envoi" in form
    assert "VL-1" in form
    assert "Accordée par la règle VL-1" in sheet
    assert "le siège est accordé à l’envoi" in sheet
    assert Request.objects.get().state == "approved"


def test_without_a_rule_nothing_is_said_of_one(house, ana):
    assert "VL-" not in ana.get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()
