from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from builders.clock import TODAY
from builders.people import BUILDER, admitted, granted_dpo, holding, pending
from etech_ai.audit import recording as audit
from etech_ai.audit.guard import UnauditedWrite
from people.access import Permission, Role
from people.models import Profile, RoleAssignment, User
from people.services import roles, users

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(timezone.make_aware(timezone.datetime(2026, 11, 24, 10)), tick=False)


def test_an_active_person_holds_staff_by_themselves():
    user = admitted()

    assert user.roles == {Role.STAFF}
    assert user.may(Permission.USE_PORTAL)


def test_a_pending_person_holds_nothing():
    user = pending()

    assert user.roles == frozenset()
    assert not any(user.may(permission) for permission in Permission)


def test_a_pending_person_may_sign_in_and_a_leaver_may_not(house):
    users.leave(house.ana, by=house.adi, today=TODAY)

    assert pending().is_active
    assert not User.objects.get(pk=house.ana.pk).is_active


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [(-1, None, True), (0, None, True), (1, None, False), (-9, 1, True), (-9, 30, True)],
)
def test_a_role_is_held_from_its_first_day_to_the_day_before_its_end(start, end, held):
    user = admitted()
    day = timedelta(days=1)
    ends_on = TODAY + end * day if end else None
    roles.grant(
        user, role=Role.FINANCE, starts_on=TODAY + start * day, ends_on=ends_on, by=BUILDER, today=TODAY
    )

    assert user.may(Permission.SEE_COSTS) is held


def test_a_role_is_gone_on_its_end_day(time_machine):
    user = admitted()
    tomorrow = TODAY + timedelta(days=1)
    roles.grant(user, role=Role.FINANCE, starts_on=TODAY, ends_on=tomorrow, by=BUILDER, today=TODAY)

    time_machine.move_to(timezone.make_aware(timezone.datetime(2026, 11, 25, 0, 30)))

    assert Role.FINANCE not in User.objects.get(pk=user.pk).roles


def test_a_role_that_takes_two_people_is_not_in_force_before_the_second(house):
    granted_dpo(house.ana, by=house.adi)

    assert Role.DPO not in User.objects.get(pk=house.ana.pk).roles
    assert house.ana not in User.objects.holding(Role.DPO, TODAY)


def test_a_champion_holds_the_role_for_the_people_of_their_scope(house):
    tester = holding(Role.CHAMPION, "Tia", profile=Profile.OPS)
    whole = holding(Role.CHAMPION, "Wim")

    assert house.cho.holds(Role.CHAMPION, for_person=house.ana)
    assert not house.cho.holds(Role.CHAMPION, for_person=house.zoe)
    assert tester.holds(Role.CHAMPION, for_person=house.zoe)
    assert not tester.holds(Role.CHAMPION, for_person=house.ana)
    assert whole.holds(Role.CHAMPION, for_person=house.zoe)


def test_deciders_are_those_whose_scope_covers_the_person(house):
    tester = holding(Role.CHAMPION, "Tia", profile=Profile.OPS)

    assert set(User.objects.deciders(Role.CHAMPION, house.ana)) == {house.cho}
    assert set(User.objects.deciders(Role.CHAMPION, house.zoe)) == {tester}
    assert set(User.objects.deciders(Role.DPO, house.zoe)) == {house.dan}


def test_deciders_of_somebody_without_a_team_hold_the_role_for_the_whole_house(house):
    assert set(User.objects.deciders(Role.CHAMPION, house.lea)) == set()


def test_two_people_cannot_share_an_address_in_another_case(house):
    with pytest.raises(IntegrityError), audit.record("user.copied", by=BUILDER, on=house.ana):
        User(email=house.ana.email.upper(), first_name="A", last_name="B").save()


def test_a_person_is_found_by_address_in_any_case(house):
    assert User.objects.get_by_natural_key("ANA@etech.example") == house.ana


def test_names_do_not_change_outside_the_trail(house):
    house.ana.first_name = "Anna"
    with pytest.raises(UnauditedWrite):
        house.ana.save()


def test_a_sign_in_date_and_a_password_are_not_for_the_trail(house):
    house.ana.last_login = timezone.now()
    house.ana.set_password("quelque-chose-de-long")
    house.ana.save()

    assert User.objects.get(pk=house.ana.pk).check_password("quelque-chose-de-long")


def test_the_database_refuses_a_role_confirmed_by_who_gave_it(house):
    held = granted_dpo(house.ana, by=house.adi)
    with pytest.raises(IntegrityError), audit.record("role.forged", by=BUILDER, on=held):
        RoleAssignment.objects.filter(pk=held.pk).update(confirmed_by=house.adi, confirmed_on=TODAY)
