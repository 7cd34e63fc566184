from datetime import date, timedelta

from builders.clock import TODAY
from builders.usecases import a_use_case
from usecases import agenda
from usecases.models import UseCase
from usecases.services import obligations, risks, usecases
from usecases.vocabulary import AgendaKind

LITERACY = "ob_art4_literacy"


def _entries(kind):
    found = agenda.entries(UseCase.objects.all(), today=TODAY)
    return [entry for entry in found if entry.kind == kind]


def _duties(name):
    return [entry for entry in _entries(AgendaKind.OBLIGATION) if entry.obligation == name]


def test_a_duty_that_applies_already_has_no_day_until_one_is_agreed(house):
    use_case = a_use_case(house)
    assert {entry.day for entry in _entries(AgendaKind.OBLIGATION)} == {None}

    agreed = TODAY + timedelta(days=5)
    obligations.mark(
        use_case, obligation=LITERACY, state="todo", due_on=agreed, owner=house.cho, by=house.ana, today=TODAY
    )

    (entry,) = _duties(LITERACY)
    assert (entry.day, entry.person, entry.is_legal) == (agreed, house.cho, False)


def test_a_duty_that_comes_later_has_the_day_of_the_law(house):
    a_use_case(house, "high_risk")

    days = {entry.day for entry in _entries(AgendaKind.OBLIGATION) if entry.is_legal and entry.day}

    assert days == {date(2027, 12, 2)}


def test_what_is_met_is_not_due(house):
    use_case = a_use_case(house)

    obligations.mark(use_case, obligation=LITERACY, state="done", by=house.ana, today=TODAY)

    assert _duties(LITERACY) == []


def test_a_classification_is_due_again_a_year_later(house):
    a_use_case(house)

    assert [entry.day for entry in _entries(AgendaKind.REVIEW)] == [date(2027, 11, 24)]


def test_risks_and_biases_have_their_review_day(house):
    use_case = a_use_case(house)
    day = TODAY + timedelta(days=90)
    risks.add(
        use_case, title="Erreur", tags=[], likelihood="low", impact="low", mitigation="", state="open",
        review_on=day, by=house.ana, today=TODAY,
    )  # fmt: skip
    answers = dict.fromkeys(("data", "tested", "proxies", "human", "contest"), "unsure")
    risks.review_bias(use_case, answers=answers, next_on=day, by=house.ana, today=TODAY)

    assert [entry.day for entry in _entries(AgendaKind.RISK)] == [day]
    assert [entry.day for entry in _entries(AgendaKind.BIAS)] == [day]


def test_a_stopped_use_owes_nothing(house):
    use_case = a_use_case(house)

    usecases.retire(use_case, by=house.ana, today=TODAY)

    assert agenda.entries(UseCase.objects.all(), today=TODAY) == []
