from approvals.models import Reopening, Request
from approvals.services import rechecking
from approvals.workflow import Kind, State
from builders.clock import NOW, TODAY
from builders.compliance import add_clause
from builders.requests import a_reopening, a_request
from catalog.services import plans
from etech_ai import wording
from people.services import users


def page(client_for, person, path):
    response = client_for(person).get(path)
    assert response.status_code == 200, response
    return response.content.decode()


def sheet(reopening):
    return f"/a-revoir/{reopening.pk}/"


def posted(client_for, person, reopening, act, rows=None, **extra):
    """What the page would send with these rows ticked, as the page shows their facts now."""
    text = client_for(person).get(sheet(reopening)).context["screen"]
    data = {"picked": [row.pk for row in (rows or text.alike)]}
    data |= {f"seen_{row.pk}": text.seen[row.request_id] for row in text.alike}
    return client_for(person).post(f"{sheet(reopening)}{act}/", data | extra)


def test_the_list_says_what_changed_for_how_many(house, client_for):
    a_reopening(house)

    text = page(client_for, house.cho, "/a-revoir/")
    assert "Région de traitement" in text
    assert "Accès à GitHub Copilot, Business" in text


def test_the_list_is_empty_for_who_has_nothing_to_say(house, client_for):
    a_reopening(house)

    assert "Aucun accord à revoir" in page(client_for, house.ida, "/a-revoir/")


def test_the_list_costs_the_same_for_more(house, client_for, assert_flat_queries):
    a_reopening(house)

    def more():
        for kind, by in ((Kind.LICENCE, house.ana), (Kind.TOOL_ACCESS, house.zoe)):
            a_request(house, State.APPROVED, kind, by=by)
        plans.edit(house.plan, has_sso="no", by=house.ida)
        rechecking.sweep(now=NOW)

    assert_flat_queries(lambda: client_for(house.cho).get("/a-revoir/"), more)


def test_the_sheet_shows_before_and_after_in_words_with_who_changed_it(house, client_for):
    text = page(client_for, house.cho, sheet(a_reopening(house)))

    assert "Union européenne et EEE" in text
    assert "États-Unis, éditeur certifié DPF" in text
    assert "Ida Isnard" in text
    assert wording.day(TODAY) in text


def test_the_sheet_tells_harmless_changes_apart(house, client_for):
    found = a_reopening(house)
    plans.edit(house.plan, retention_note="Effacé chaque nuit", by=house.ida)

    text = page(client_for, house.cho, sheet(found))
    assert "1 autre changement, sans conséquence" in text
    assert "Effacé chaque nuit" in text


def test_the_beneficiary_reads_the_difference_and_confirms_nothing(house, client_for):
    found = a_reopening(house)

    text = page(client_for, house.ana, sheet(found))
    assert "Séparation des rôles" in text
    assert "Toujours valable</button>" not in text


def test_a_clause_is_counted_for_who_may_not_read_it(house, client_for):
    request = a_request(house, State.APPROVED, Kind.TOOL_ACCESS, project=house.project)
    add_clause(house, "no_training")
    rechecking.sweep(now=NOW)
    found = Reopening.objects.get(request=request)

    assert "SEC-no_training" in page(client_for, house.cho, sheet(found))
    assert "SEC-no_training" not in page(client_for, house.ida, sheet(found))
    assert "une réservée" in page(client_for, house.ida, sheet(found))


def test_one_click_confirms_everything_that_changed_alike(house, client_for):
    users.edit(house.zoe, team=house.team_dev, by=house.adi)
    a_request(house, State.APPROVED, Kind.TOOL_ACCESS, by=house.zoe)
    found = a_reopening(house)

    response = posted(client_for, house.cho, found, "confirmer")

    assert (response.status_code, response["Location"]) == (303, "/a-revoir/")
    assert not Reopening.objects.open().exists()
    assert {request.facts["plan"]["region"] for request in Request.objects.all()} == {"us_dpf"}


def test_who_must_settle_reads_what_somebody_else_decided(house, client_for):
    """Zoé had no champion when she asked: the direction decided. She has one now."""
    request = a_request(house, State.APPROVED, Kind.TOOL_ACCESS, by=house.zoe)
    users.edit(house.zoe, team=house.team_dev, by=house.adi)
    plans.edit(house.plan, region="other", by=house.ida)
    rechecking.sweep(now=NOW)

    assert "Zoé Zeller" in page(client_for, house.cho, sheet(Reopening.objects.get()))
    assert request.reference in page(client_for, house.cho, f"/demandes/{request.reference}/")


def test_facts_that_changed_again_are_shown_again(house, client_for):
    found = a_reopening(house)
    client = client_for(house.cho)
    screen = client.get(sheet(found)).context["screen"]
    plans.edit(house.plan, has_sso="no", by=house.ida)

    data = {"picked": [found.pk], f"seen_{found.pk}": screen.seen[found.request_id]}
    response = client.post(f"{sheet(found)}confirmer/", data)

    assert response.status_code == 422
    text = response.content.decode()
    assert "encore changé" in text
    assert "Connexion unique" in text


def test_ending_needs_its_reason_and_keeps_the_page(house, client_for):
    found = a_reopening(house)

    assert posted(client_for, house.cho, found, "terminer").status_code == 422
    assert posted(client_for, house.cho, found, "terminer", reason="Hors UE").status_code == 303
    assert Request.objects.get(pk=found.request_id).end_reason == "Hors UE"


def test_nothing_ticked_is_said(house, client_for):
    found = a_reopening(house)
    response = client_for(house.cho).post(f"{sheet(found)}confirmer/", {})

    assert response.status_code == 422
    assert "Cochez au moins un accord" in response.content.decode()


def test_home_and_the_request_say_that_it_is_looked_at_again(house, client_for):
    found = a_reopening(house)

    assert "1 accord à revoir" in page(client_for, house.cho, "/")
    assert "À revoir" in page(client_for, house.ana, "/")
    assert sheet(found) in page(client_for, house.ana, f"/demandes/{found.request.reference}/")


def test_an_ended_request_says_when_and_why(house, client_for):
    found = a_reopening(house)
    posted(client_for, house.cho, found, "terminer", reason="Hors de l’Union")

    text = page(client_for, house.ana, f"/demandes/{found.request.reference}/")
    assert f"Terminée le {wording.day(TODAY)}" in text
    assert "Hors de l’Union" in text


def test_a_settled_one_says_who_settled_it(house, client_for):
    found = a_reopening(house)
    posted(client_for, house.cho, found, "confirmer")

    assert "Cho Chan a déjà confirmé cet accord" in page(client_for, house.cho, sheet(found))
