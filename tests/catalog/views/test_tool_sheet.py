import pytest
from django.urls import reverse

from builders.catalog import another_tool, seat_plan
from builders.clock import TODAY
from catalog.models import PlanEvidence, Seat
from catalog.services import plans, seats, tools

URL = "/catalogue/github-copilot/"
EVERYBODY = ("ana", "cho", "ida", "dan", "lea", "adi", "fin", "zoe")


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_opens_a_sheet(house, client_for, name):
    response = client_for(getattr(house, name)).get(URL)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Pilote concluant" in page
    assert page.count("<h1") == 1


def test_an_unknown_tool_is_not_found(house, client_for):
    assert client_for(house.ana).get("/catalogue/inconnu/").status_code == 404


def test_what_nobody_checked_reads_so(house, client_for):
    another_tool(house, "Bizarre")

    page = client_for(house.ana).get("/catalogue/bizarre/").content.decode()
    assert page.count("non vérifié") >= 7  # region, retention, training, SSO, and the vendor's contract


def test_a_plan_shows_its_facts(house, client_for):
    page = client_for(house.ana).get(URL).content.decode()

    assert "Union européenne et EEE" in page
    assert "19\xa0€" in page
    assert "T1" in page


def test_the_data_panel_is_loaded_by_its_address_and_linked(house, client_for):
    page = client_for(house.ana).get(URL).content.decode()

    panel = reverse("compliance:tool_data_panel", args=["github-copilot"])
    assert f'hx-get="{panel}"' in page
    assert f'href="{panel}"' in page


def test_staff_may_ask_and_see_no_form_of_the_keepers(house, client_for):
    page = client_for(house.ana).get(URL).content.decode()

    assert reverse("approvals:request_new", args=["copilot-business"]) in page
    assert "Corriger" not in page
    assert "Enregistrer une preuve" not in page


def test_a_tool_that_is_not_decided_blocks_the_button_and_says_why(house, client_for):
    another_tool(house, "Pilote", decision="evaluation")

    page = client_for(house.ana).get("/catalogue/pilote/").content.decode()

    assert 'aria-disabled="true"' in page
    assert "Pilote est en évaluation" in page
    assert reverse("approvals:request_new", args=["pilote-standard"]) not in page


def test_my_seat_shows_and_can_be_given_back(house, client_for):
    seat = seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)
    client = client_for(house.ana)

    page = client.get(URL).content.decode()
    assert "Vous avez ce siège" in page
    assert "Rendre mon siège" in page

    response = client.post(reverse("catalog:seat_release", args=[seat.pk]))
    assert (response.status_code, response["Location"]) == (303, URL)
    assert not Seat.objects.open().exists()


def test_nobody_gives_back_the_seat_of_somebody_else(house, client_for):
    seat = seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    response = client_for(house.zoe).post(reverse("catalog:seat_release", args=[seat.pk]))

    assert response.status_code == 404
    assert Seat.objects.open().exists()


def test_giving_back_twice_says_so_and_changes_nothing(house, client_for):
    seat = seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)
    client = client_for(house.ana)
    client.post(reverse("catalog:seat_release", args=[seat.pk]))

    response = client.post(reverse("catalog:seat_release", args=[seat.pk]), follow=True)

    assert "déjà rendu" in response.content.decode()


def test_a_get_never_gives_a_seat_back(house, client_for):
    seat = seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    assert client_for(house.ana).get(reverse("catalog:seat_release", args=[seat.pk])).status_code == 405


def test_champions_of_the_reader_are_named(house, client_for):
    assert "Cho Chan" in client_for(house.ana).get(URL).content.decode()
    assert "Cho Chan" not in client_for(house.zoe).get(URL).content.decode()


def test_the_reader_learns_no_holders_name(house, client_for):
    seats.assign(house.subscription, to=house.fin, by=house.ida, today=TODAY)

    assert "Fin Faure" not in client_for(house.zoe).get(URL).content.decode()


def test_a_withdrawn_plan_leaves_the_sheet_but_its_proofs_stay(house, client_for):
    plans.edit(house.plan, is_offered=False, by=house.ida)

    page = client_for(house.ana).get(URL).content.decode()

    assert "Aucune offre n’est enregistrée" in page
    assert "Contrat, art. 4" in page


def test_an_expired_proof_reads_expired(house, client_for):
    plans.record_evidence(
        house.plan,
        condition="tia",
        kind="file",
        reference="tia.pdf",
        proven_on=TODAY.replace(year=2024),
        expires_on=TODAY.replace(year=2025),
        by=house.dan,
    )

    assert "Expirée" in client_for(house.ana).get(URL).content.decode()


def test_queries_do_not_grow_with_plans_and_proofs(house, client_for, assert_flat_queries):
    client = client_for(house.ana)
    numbers = iter(range(1000))

    def add_rows():
        for _ in range(4):
            plan = plans.add(house.tool, name=f"Offre {next(numbers)}", pricing="seat", by=house.ida)
            seat_plan(house, plan, label=plan.slug)
            plans.record_evidence(
                plan,
                condition="tia",
                kind="file",
                reference="x",
                proven_on=TODAY,
                expires_on=None,
                by=house.dan,
            )

    assert_flat_queries(get=lambda: client.get(URL), add_rows=add_rows)


def test_texts_of_people_are_escaped(house, client_for):
    tools.decide(
        house.tool, decision="conditional", reason="<script>alert(1)</script>", by=house.ida, today=TODAY
    )

    page = client_for(house.ana).get(URL).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# --- forms of those who keep the catalogue ---------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "/catalogue/nouveau/",
        "/catalogue/editeurs/nouveau/",
        f"{URL}decider/",
        f"{URL}modifier/",
        f"{URL}offres/nouvelle/",
        f"{URL}offres/copilot-business/",
        f"{URL}offres/copilot-business/preuves/nouvelle/",
    ],
)
def test_keepers_open_every_form_and_staff_none(house, client_for, url):
    for name in ("cho", "ida", "dan"):
        response = client_for(getattr(house, name)).get(url)
        assert response.status_code == 200, name
        assert response.content.decode().count("<h1") == 1
    for name in ("ana", "lea", "adi", "fin", "zoe"):
        assert client_for(getattr(house, name)).get(url).status_code == 403, name


def test_a_decision_is_recorded_and_shown(house, client_for):
    response = client_for(house.cho).post(
        f"{URL}decider/", {"decision": "conditional", "reason": "Relecture obligatoire"}, follow=True
    )

    assert response.redirect_chain == [(URL, 303)]
    page = response.content.decode()
    assert "Relecture obligatoire" in page
    assert "Sous conditions" in page


def test_a_decision_without_a_reason_comes_back_with_what_is_wrong(house, client_for):
    response = client_for(house.cho).post(f"{URL}decider/", {"decision": "forbidden", "reason": ""})

    assert response.status_code == 422
    assert "invalid-feedback" in response.content.decode()
    house.tool.refresh_from_db()
    assert house.tool.decision == "approved"


def test_a_refusal_of_the_service_shows_in_the_form(house, client_for):
    response = client_for(house.cho).post(
        f"{URL}decider/", {"decision": "approved", "reason": "Pilote concluant"}
    )

    assert response.status_code == 422
    assert "déjà la décision en vigueur" in response.content.decode()


def test_a_tool_is_added_then_corrected(house, client_for):
    facts = {"name": "Le Chat", "vendor": house.vendor.pk, "category": "assistant", "summary": "Assistant"}
    client = client_for(house.ida)

    added = client.post(
        "/catalogue/nouveau/", {**facts, "speaks_mcp": "yes", "recommended_profiles": ["dev"]}
    )
    corrected = client.post("/catalogue/le-chat/modifier/", {**facts, "need": "Rédiger"})

    assert (added.status_code, corrected.status_code) == (303, 303)
    tool = house.vendor.tools.get(slug="le-chat")
    assert (tool.need, tool.speaks_mcp, tool.recommended_profiles) == ("Rédiger", None, [])


def test_the_form_of_a_tool_shows_what_is_known(house, client_for):
    page = client_for(house.ida).get(f"{URL}modifier/").content.decode()

    assert '<option value="yes" selected>Oui</option>' in page


def test_a_plan_is_added_with_its_price_in_cents(house, client_for):
    facts = {
        "name": "Enterprise",
        "pricing": "seat",
        "amount": "39.50",
        "currency": "USD",
        "period": "month",
        "region": "unknown",
        "trains_on_data": "unknown",
        "has_sso": "yes",
        "is_offered": "on",
    }

    response = client_for(house.ida).post(f"{URL}offres/nouvelle/", facts)

    assert response.status_code == 303
    plan = house.tool.plans.get(name="Enterprise")
    assert (plan.price_minor, plan.currency, plan.has_sso) == (3950, "USD", "yes")


def test_a_plan_form_saved_as_shown_changes_nothing_but_what_was_typed(house, client_for):
    client = client_for(house.ida)
    form = client.get(f"{URL}offres/copilot-business/").context["form"]
    facts = {name: value for name, value in form.initial.items() if value not in (None, False)}

    response = client.post(f"{URL}offres/copilot-business/", {**facts, "has_sso": "yes"})

    assert response.status_code == 303
    before = (house.plan.price_minor, house.plan.currency, house.plan.region, house.plan.is_offered)
    house.plan.refresh_from_db()
    assert (house.plan.price_minor, house.plan.currency, house.plan.region, house.plan.is_offered) == before
    assert house.plan.has_sso == "yes"


def test_a_proof_is_recorded_by_the_form(house, client_for):
    response = client_for(house.dan).post(
        f"{URL}offres/copilot-business/preuves/nouvelle/",
        {"condition": "dpa_signed", "kind": "clause", "reference": "DPA § 2", "proven_on": TODAY.isoformat()},
    )

    assert response.status_code == 303
    assert PlanEvidence.objects.get(condition="dpa_signed").recorded_by == house.dan


def test_a_plan_of_another_tool_is_not_found_under_this_one(house, client_for):
    other = another_tool(house, "Autre")

    assert client_for(house.ida).get(f"{URL}offres/{other.slug}/").status_code == 404


def test_a_vendor_is_added(house, client_for):
    response = client_for(house.ida).post("/catalogue/editeurs/nouveau/", {"name": "Mistral"})

    assert (response.status_code, response["Location"]) == (303, "/catalogue/nouveau/")
