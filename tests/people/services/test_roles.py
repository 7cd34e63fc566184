from datetime import timedelta

import pytest

from builders.clock import TODAY
from builders.people import BUILDER, granted_dpo, holding
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.access import Role
from people.models import Notification, Profile, RoleAssignment, User
from people.services import roles

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_grant_gives_a_role_with_its_scope(house):
    held = roles.grant(
        house.ana, role=Role.CHAMPION, team=house.team_dev, profile=Profile.DEV, starts_on=TODAY,
        by=house.adi, today=TODAY,
    )  # fmt: skip

    assert (held.role, held.team, held.profile, held.granted_by) == (
        "champion",
        house.team_dev,
        "dev",
        house.adi,
    )
    assert not held.waits_for_second_person


@pytest.mark.parametrize("role", [Role.DPO, Role.ADMIN])
def test_dpo_and_admin_take_a_second_administrator(house, role):
    second = holding(Role.ADMIN, "Sam")
    held = roles.grant(house.ana, role=role, starts_on=TODAY, by=house.adi, today=TODAY)

    assert held not in RoleAssignment.objects.in_force(TODAY)
    assert Notification.objects.get(event="role.granted").user == second

    roles.confirm(held, by=second, today=TODAY)

    assert held in RoleAssignment.objects.in_force(TODAY)
    assert Event.objects.filter(name="role.confirmed").exists()


def test_who_gave_the_role_does_not_confirm_it(house):
    held = granted_dpo(house.ana, by=house.adi)
    with pytest.raises(Refused, match="un autre administrateur"):
        roles.confirm(held, by=house.adi, today=TODAY)


def test_a_role_is_confirmed_once(house):
    second, held = holding(Role.ADMIN, "Sam"), granted_dpo(house.ana, by=house.adi)
    roles.confirm(held, by=second, today=TODAY)
    with pytest.raises(Refused, match="n’attend pas"):
        roles.confirm(held, by=second, today=TODAY)


def test_a_named_job_gives_what_needs_no_second_person(house):
    held = roles.grant(house.ana, role=Role.DPO, starts_on=TODAY, by=BUILDER, today=TODAY)

    assert held in RoleAssignment.objects.in_force(TODAY)
    assert held.granted_by is None


@pytest.mark.parametrize("role", [Role.DPO, Role.FINANCE, Role.DIRECTION])
def test_only_champions_have_a_scope(house, role):
    with pytest.raises(Refused, match="toute la maison"):
        roles.grant(house.ana, role=role, team=house.team_dev, starts_on=TODAY, by=house.adi, today=TODAY)


@pytest.mark.parametrize("ends_on", [TODAY, TODAY - DAY])
def test_a_role_ends_after_it_starts(house, ends_on):
    with pytest.raises(Refused, match="après le début"):
        roles.grant(house.ana, role=Role.FINANCE, starts_on=TODAY, ends_on=ends_on, by=house.adi, today=TODAY)


def test_the_same_role_is_not_given_twice_for_the_same_scope_and_time(house):
    with pytest.raises(Refused, match="déjà ce rôle"):
        roles.grant(
            house.cho, role=Role.CHAMPION, team=house.team_dev, starts_on=TODAY, by=house.adi, today=TODAY
        )


def test_another_scope_is_another_role(house):
    held = roles.grant(
        house.cho, role=Role.CHAMPION, team=house.team_ops, starts_on=TODAY, by=house.adi, today=TODAY
    )

    assert held.pk


def test_a_role_follows_one_that_has_an_end(house):
    until = TODAY + 10 * DAY
    roles.grant(house.ana, role=Role.FINANCE, starts_on=TODAY, ends_on=until, by=house.adi, today=TODAY)
    held = roles.grant(house.ana, role=Role.FINANCE, starts_on=until, by=house.adi, today=TODAY)

    assert held.starts_on == until


def test_end_takes_the_role_away_today(house):
    held = house.fin.role_assignments.get()
    roles.end(held, by=house.adi, today=TODAY)

    assert held not in RoleAssignment.objects.in_force(TODAY)
    with pytest.raises(Refused, match="déjà terminé"):
        roles.end(held, by=house.adi, today=TODAY)


def test_the_instance_at_hand_sees_the_new_role(house):
    assert Role.FINANCE not in house.ana.roles
    roles.grant(
        house.ana, role=Role.FINANCE, starts_on=TODAY - 30 * DAY, by=house.adi, today=TODAY - 30 * DAY
    )

    assert Role.FINANCE in house.ana.roles


def test_holders_of_a_role_on_a_day(house):
    assert set(User.objects.holding(Role.ADMIN, TODAY)) == {house.adi}
