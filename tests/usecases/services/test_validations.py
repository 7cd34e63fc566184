import pytest

from builders.clock import NOW, TODAY
from builders.usecases import ANSWERS, a_use_case, answer_all
from etech_ai.verdicts import Refused
from usecases.services import classification, usecases, validations


def test_granting_marks_the_use_as_approved_with_its_conditions(house):
    validated = validations.grant(
        a_use_case(house, "high_risk"), by=house.dan, today=TODAY, conditions=" Aucun tri automatique. "
    )

    assert validated.status == "validated"
    assert validated.decided_on == TODAY
    assert validated.decision_note == "Aucun tri automatique."


def test_granting_refuses_a_stale_classification(house):
    use_case = a_use_case(house)
    usecases.edit(use_case, by=house.ana, today=TODAY, purpose="Autre chose.")

    with pytest.raises(Refused, match="reclassez"):
        validations.grant(use_case, by=house.dan, today=TODAY)


def test_a_champion_alone_validates_a_minimal_use(house):
    assert validations.grant(a_use_case(house), by=house.cho, today=TODAY).status == "validated"


def test_nothing_above_minimal_is_validated_without_the_dpo(house):
    use_case = a_use_case(house, "transparency")

    with pytest.raises(Refused, match="avis du DPO"):
        validations.grant(use_case, by=house.cho, today=TODAY)


def test_the_direction_validates_what_the_dpo_gave_an_opinion_on(house):
    use_case = a_use_case(house, "high_risk")

    assert validations.grant(use_case, by=house.lea, today=TODAY, has_dpo_opinion=True).status == "validated"


def test_a_refusal_says_why_and_can_be_answered_by_classifying_again(house):
    refused = validations.refuse(a_use_case(house), by=house.cho, today=TODAY, reason="Données client.")

    assert (refused.status, refused.decision_note) == ("refused", "Données client.")
    answer_all(refused, ANSWERS["minimal"])
    classification.conclude(refused, by=house.ana, now=NOW)
    refused.refresh_from_db()
    assert (refused.status, refused.decision_note, refused.decided_on) == ("classified", "", None)


def test_refusing_what_waits_for_nothing_changes_nothing(house):
    use_case = a_use_case(house, "")

    assert validations.refuse(use_case, by=house.dan, today=TODAY, reason="Non.").status == "draft"
