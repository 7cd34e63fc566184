import pytest
from django.urls import reverse

from builders.clock import NOW
from builders.usecases import a_use_case
from builders.watch import a_risk
from usecases.models import Risk
from usecases.risk_words import BIAS_QUESTIONS

FILLED = {
    "title": "Le modèle écarte des candidatures atypiques",
    "tags": ["bias", "human_ai"],
    "likelihood": "medium",
    "impact": "high",
    "state": "open",
}


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def use_case(house):
    return a_use_case(house, "high_risk")


def _address(name, use_case, *more):
    return reverse(f"usecases:{name}", args=[use_case.slug, *more])


def test_a_risk_is_added_with_its_tags_and_listed_worst_first(client_for, house, use_case):
    a_risk(house, use_case, title="Faible", likelihood="low", impact="low")
    ana = client_for(house.ana)

    assert ana.post(_address("risk_new", use_case), FILLED).status_code == 303
    page = ana.get(_address("risk_list", use_case)).content.decode()
    assert page.index(FILLED["title"]) < page.index("Faible")
    assert "Biais et uniformisation" in page


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client_for, house, use_case):
    response = client_for(house.ana).post(_address("risk_new", use_case), {"title": "X", "owner": "inconnue"})

    assert response.status_code == 422
    assert 'value="X"' in response.content.decode()
    assert "Personne inconnue" in response.content.decode()
    assert not Risk.objects.exists()


def test_who_may_not_is_sent_back_with_the_reason(client_for, house, use_case):
    risk = a_risk(house, use_case)
    zoe = client_for(house.zoe)

    response = zoe.get(_address("risk_edit", use_case, risk.number), follow=True)
    assert "tiennent ses risques" in response.content.decode()


def test_the_bias_questions_are_asked_where_people_are_affected(client_for, house, use_case):
    ana = client_for(house.ana)
    internal = a_use_case(house, title="Complétion")

    assert "Des personnes sont concernées" in ana.get(_address("risk_list", use_case)).content.decode()
    assert "ne se posent pas" in ana.get(_address("risk_list", internal)).content.decode()


def test_nothing_is_preselected_and_a_missing_answer_is_said(client_for, house, use_case):
    ana = client_for(house.ana)
    assert " checked" not in ana.get(_address("risk_list", use_case)).content.decode()

    answers = {name: "yes" for name, _text, _article in BIAS_QUESTIONS}
    assert ana.post(_address("bias_review", use_case), {"next_on": "2027-11-24"}).status_code == 422
    sent = {**answers, "tested": "unsure", "next_on": "2027-11-24"}
    page = ana.post(_address("bias_review", use_case), sent, follow=True).content.decode()
    assert "1 question appelle encore un travail" in page


def test_a_stranger_reads_why_a_review_is_refused(client_for, house, use_case):
    sent = {name: "yes" for name, _text, _article in BIAS_QUESTIONS} | {"next_on": "2027-11-24"}

    response = client_for(house.zoe).post(_address("bias_review", use_case), sent)

    assert response.status_code == 422
    assert "tiennent ses risques" in response.content.decode()


def test_the_export_disarms_formulas(client_for, house, use_case):
    a_risk(house, use_case, title="@SUM(A1)")

    text = client_for(house.ana).get(_address("risk_export", use_case, "csv")).getvalue().decode()

    assert "'@SUM(A1)" in text
