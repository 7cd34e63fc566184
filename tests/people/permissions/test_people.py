"""One table per question: who may, and what the refusal says."""

import pytest

from builders.clock import TODAY
from builders.people import BUILDER, granted_dpo, pending
from etech_ai.verdicts import Refused
from people import permissions
from people.access import Role
from people.services import roles

pytestmark = pytest.mark.django_db
CAST = ("ana", "cho", "ida", "dan", "lea", "fin", "zoe", "adi")


@pytest.mark.parametrize("name", CAST)
def test_only_the_admin_role_manages_people(house, name):
    verdict = permissions.can_manage_people(getattr(house, name))

    assert bool(verdict) is (name == "adi")
    assert verdict or "Administration du portail" in verdict.reason


@pytest.mark.parametrize("name", CAST)
def test_only_the_dpo_records_what_a_client_says(house, name):
    assert bool(permissions.can_record_policy(getattr(house, name))) is (name == "dan")


def test_a_named_job_may_because_its_code_was_reviewed():
    assert permissions.can_manage_people(BUILDER)


@pytest.mark.parametrize(("by", "allowed"), [("adi", True), ("dan", False), ("ana", False)])
def test_who_admits(house, by, allowed):
    assert bool(permissions.can_admit(getattr(house, by), pending())) is allowed


def test_nobody_is_admitted_twice(house):
    assert "n’attend pas" in permissions.can_admit(house.adi, house.ana).reason


@pytest.mark.parametrize(
    ("by", "to", "role", "reason"),
    [
        ("adi", "ana", Role.CHAMPION, ""),
        ("adi", "ana", Role.DPO, ""),
        ("adi", "adi", Role.FINANCE, "d’une autre personne"),
        ("adi", "ana", Role.STAFF, "vient avec l’admission"),
        ("ana", "zoe", Role.CHAMPION, "réservée"),
        ("dan", "zoe", Role.CHAMPION, "réservée"),
    ],
)
def test_who_gives_which_role_to_whom(house, by, to, role, reason):
    verdict = permissions.can_grant(getattr(house, by), getattr(house, to), role)

    assert bool(verdict) is (reason == "")
    assert reason in verdict.reason


def test_a_pending_person_receives_no_role(house):
    assert "Admettez d’abord" in permissions.can_grant(house.adi, pending(), Role.CHAMPION).reason


def test_who_confirms_a_role_that_takes_two_people(house):
    second = _second_admin(house)
    held = granted_dpo(house.ana, by=house.adi)

    assert permissions.can_confirm(second, held)
    assert "Vous avez donné" in permissions.can_confirm(house.adi, held).reason
    assert "réservée" in permissions.can_confirm(house.dan, held).reason


def test_nobody_confirms_the_role_they_receive(house):
    second = _second_admin(house)
    held = granted_dpo(second, by=house.adi)

    assert "vous est donné" in permissions.can_confirm(second, held).reason


def test_a_role_in_force_waits_for_nobody(house):
    held = house.dan.role_assignments.get()

    assert "n’attend pas" in permissions.can_confirm(house.adi, held).reason


def test_the_last_administrator_can_neither_lose_the_role_nor_leave(house):
    held = house.adi.role_assignments.get()

    assert "plus d’administrateur" in permissions.can_end_role(house.adi, held).reason
    assert "plus d’administrateur" in permissions.can_record_leaver(BUILDER, house.adi).reason

    second = _second_admin(house)

    assert permissions.can_end_role(second, held)
    assert permissions.can_record_leaver(second, house.adi)


def test_nobody_records_their_own_departure(house):
    _second_admin(house)

    assert "Un autre administrateur" in permissions.can_record_leaver(house.adi, house.adi).reason


@pytest.mark.parametrize(
    ("by", "proof", "allowed"),
    [("ana", "Attestation", True), ("ana", " ", False), ("adi", "", True), ("zoe", "Attestation", False)],
)
def test_who_records_that_ana_followed_a_training(house, by, proof, allowed):
    assert bool(permissions.can_record_completion(getattr(house, by), house.ana, proof)) is allowed


def test_a_refusal_is_raised_with_its_reason(house):
    with pytest.raises(Refused, match="Administration du portail"):
        permissions.can_manage_people(house.ana).enforce()


def _second_admin(house):
    roles.grant(
        house.fin, role=Role.ADMIN, starts_on=TODAY.replace(day=1), by=BUILDER, today=TODAY.replace(day=1)
    )
    return house.fin
