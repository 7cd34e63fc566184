import pytest
from django.urls import reverse

from builders.usecases import a_use_case, declared
from usecases.models import UseCase

NEW = reverse("usecases:usecase_new")
FILLED = {
    "title": "Revue de code",
    "purpose": "Relire les changements.",
    "objective": "internal",
    "data_levels": ["internal", "confidential"],
    "frequency": "daily",
    "first_used_on": "2026-10-01",
}


def test_declaring_leads_to_the_questionnaire(client_for, house):
    response = client_for(house.ana).post(
        NEW, {**FILLED, "plans": [house.plan.pk], "project": house.project.pk}
    )

    use_case = UseCase.objects.get()
    assert response.status_code == 303
    assert response.url == reverse("usecases:questionnaire", args=[use_case.slug])
    assert use_case.client == house.client
    assert use_case.data_levels == ["internal", "confidential"]


def test_missing_fields_are_said_and_nothing_is_lost(client_for, house):
    response = client_for(house.ana).post(NEW, {"title": "Revue de code", "first_used_on": "hier"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "e-errsum" in page
    assert 'value="Revue de code"' in page
    assert not UseCase.objects.exists()


def test_a_client_outside_ones_reach_is_not_a_choice(client_for, house):
    ana = client_for(house.ana)

    assert house.other_client.name not in ana.get(NEW).content.decode()
    assert ana.post(NEW, {**FILLED, "client": house.other_client.pk}).status_code == 422


def test_a_template_fills_the_title_and_the_obvious_answers(client_for, house):
    ana = client_for(house.ana)

    assert (
        'value="Chatbot pour clients (outil d’éditeur)"'
        in ana.get(f"{NEW}?modele=tpl_support_bot").content.decode()
    )
    ana.post(f"{NEW}?modele=tpl_support_bot", {**FILLED, "template": "tpl_support_bot"})

    assert UseCase.objects.get().draft.answers["q_people"] == ["interacts"]


def test_an_unknown_template_is_a_blank_page(client_for, house):
    assert client_for(house.ana).get(f"{NEW}?modele=tpl_gone").status_code == 200


def test_editing_saves_and_returns_to_the_sheet(client_for, house):
    use_case = a_use_case(house, plans=[house.plan])
    address = reverse("usecases:usecase_edit", args=[use_case.slug])
    ana = client_for(house.ana)
    assert "Relire les changements avant fusion." in ana.get(address).content.decode()

    response = ana.post(address, {**FILLED, "title": "Relecture"})

    use_case.refresh_from_db()
    assert (response.status_code, use_case.title) == (303, "Relecture")
    assert use_case.are_tools_changed


def test_the_dpo_edits_a_use_of_a_client_without_losing_it(client_for, house):
    use_case = declared(house, project=house.project)
    address = reverse("usecases:usecase_edit", args=[use_case.slug])
    fields = {**FILLED, "client": house.client.pk, "project": house.project.pk}

    assert client_for(house.dan).post(address, fields).status_code == 303
    use_case.refresh_from_db()
    assert use_case.client == house.client


@pytest.mark.parametrize("name", ["usecase_edit", "questionnaire"])
def test_who_may_not_is_sent_back_with_the_reason(client_for, house, name):
    use_case = declared(house)

    response = client_for(house.zoe).get(reverse(f"usecases:{name}", args=[use_case.slug]), follow=True)

    assert response.redirect_chain == [(reverse("usecases:usecase_sheet", args=[use_case.slug]), 303)]
    assert "Seuls la personne responsable" in response.content.decode()


def test_stopping_asks_for_a_post_and_for_the_right(client_for, house):
    use_case = a_use_case(house)
    address = reverse("usecases:usecase_retire", args=[use_case.slug])

    assert client_for(house.ana).get(address).status_code == 405
    client_for(house.zoe).post(address)
    assert UseCase.objects.get().status == "classified"
    client_for(house.ana).post(address)
    assert UseCase.objects.get().status == "retired"


def test_a_use_that_looks_like_another_asks_before_it_is_declared(client_for, house):
    known = declared(house, title="Revue du code")
    ana = client_for(house.ana)

    page = ana.post(NEW, FILLED)
    assert page.status_code == 422
    assert known.reference in page.content.decode()
    assert UseCase.objects.count() == 1

    assert ana.post(NEW, {**FILLED, "is_distinct": "on"}).status_code == 303


def test_a_use_that_one_may_not_see_is_never_named_as_alike(client_for, house):
    declared(house, title="Revue du code", project=house.project)

    assert client_for(house.zoe).post(NEW, FILLED).status_code == 303


def test_a_copy_starts_from_the_other_one_and_asks_again_what_must_be_confirmed(client_for, house):
    known = a_use_case(house, "transparency", title="Agent d’accueil", phase="pilot")
    ana = client_for(house.ana)

    page = ana.get(f"{NEW}?copie={known.slug}").content.decode()
    ana.post(NEW, {**FILLED, "title": "Agent d’accueil", "copied": known.slug})

    assert 'value="Agent d’accueil"' in page
    draft = UseCase.objects.latest("number").draft
    assert draft.answers["q_people"] == ["interacts"]
    assert "q_prohibited" not in draft.answers


def test_a_template_proposes_a_purpose_and_says_how_few_questions_it_leaves(client_for, house):
    page = client_for(house.ana).get(f"{NEW}?modele=tpl_code_completion").content.decode()

    assert "Le développeur relit, teste" in page
    assert "il restera 2 questions" in page


def test_the_offer_of_a_tool_s_sheet_is_ticked(client_for, house):
    form = client_for(house.ana).get(f"{NEW}?offre={house.plan.slug}").context["form"]

    assert form["plans"].value() == [house.plan.pk]


@pytest.mark.parametrize(("client", "objective"), [(True, "client"), (False, "internal")])
def test_the_client_says_the_objective_that_nobody_gave(client_for, house, client, objective):
    given = {**FILLED, "objective": "", "client": house.client.pk if client else ""}

    assert client_for(house.ana).post(NEW, given).status_code == 303
    assert UseCase.objects.get().objective == objective


def test_each_data_level_names_what_belongs_to_it(client_for, house):
    assert "code source du client" in client_for(house.ana).get(NEW).content.decode()


def test_what_is_rarely_said_is_folded_and_opens_when_it_is_wrong(client_for, house):
    ana = client_for(house.ana)

    assert '<details class="e-more"><summary>Préciser' in ana.get(NEW).content.decode()
    wrong = ana.post(NEW, {**FILLED, "first_used_on": "hier"}).content.decode()
    assert '<details class="e-more" open><summary>Préciser' in wrong
