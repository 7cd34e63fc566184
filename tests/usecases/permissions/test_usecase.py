import pytest

from builders.clock import TODAY
from builders.usecases import a_use_case, declared
from people.models import User
from usecases import permissions
from usecases.services import usecases, validations

OWN = ("can_edit", "can_classify", "can_mark_obligation", "can_retire")


@pytest.mark.parametrize("name", OWN)
def test_the_owner_and_the_dpo_answer_for_a_use_case(house, name):
    use_case, ask = a_use_case(house), getattr(permissions, name)

    assert ask(house.ana, use_case)
    assert ask(house.dan, use_case)


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("person", ["cho", "zoe", "ida", "lea", "adi", "fin"])
def test_nobody_else_does(house, name, person):
    verdict = getattr(permissions, name)(getattr(house, person), a_use_case(house))

    assert not verdict
    assert "DPO" in verdict.reason


@pytest.mark.parametrize("name", OWN)
def test_a_retired_use_stays_as_it_is(house, name):
    use_case = usecases.retire(a_use_case(house), by=house.ana, today=TODAY)

    assert "arrêté" in getattr(permissions, name)(house.dan, use_case).reason


def test_a_pending_person_declares_nothing(house):
    pending = User(email="new@etech.example", first_name="New", last_name="Comer")

    assert not permissions.can_declare(pending)


@pytest.mark.parametrize("person", ["cho", "dan", "lea"])
def test_deciders_may_validate(house, person):
    assert permissions.can_validate(getattr(house, person), a_use_case(house))


@pytest.mark.parametrize("person", ["ana", "zoe", "ida"])
def test_nobody_else_may_validate_and_never_the_owner(house, person):
    assert not permissions.can_validate(getattr(house, person), a_use_case(house))


def test_the_dpo_does_not_validate_their_own_use(house):
    assert "propre" in permissions.can_validate(house.dan, a_use_case(house, by=house.dan)).reason


def test_a_prohibited_use_is_neither_validated_nor_asked_for(house):
    use_case = a_use_case(house, "prohibited")

    assert not permissions.can_validate(house.dan, use_case)
    assert not permissions.can_ask_validation(house.ana, use_case)


def test_validation_is_asked_for_a_classified_use_by_its_owner(house):
    assert permissions.can_ask_validation(house.ana, a_use_case(house))
    assert not permissions.can_ask_validation(house.zoe, a_use_case(house))
    assert not permissions.can_ask_validation(house.ana, declared(house))


def test_a_validated_use_is_not_asked_for_twice(house):
    use_case = validations.grant(a_use_case(house), by=house.dan, today=TODAY)

    assert "déjà validé" in permissions.can_ask_validation(house.ana, use_case).reason
