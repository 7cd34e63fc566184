import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from builders.clock import NOW, TODAY
from builders.people import BUILDER, admitted, pending
from etech_ai.audit.models import Event
from etech_ai.jobs.models import Job
from etech_ai.verdicts import Refused
from people import tasks
from people.access import Role
from people.models import Notification, ProjectMember, RoleAssignment, User, UserStatus
from people.services import roles, users

pytestmark = pytest.mark.django_db


def test_invite_admits_somebody_and_leaves_a_mail_job(house):
    user = users.invite(
        email=" Eve@Etech.example ", first_name="Ève", last_name="Essai", by=house.adi, now=NOW
    )

    assert (user.email, user.status, user.joined_on) == ("eve@etech.example", UserStatus.ACTIVE, TODAY)
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert Job.objects.get(kind="people.send_invitation").subject == f"people.user:{user.pk}"


def test_invite_refuses_an_address_that_somebody_has_in_another_case(house):
    with pytest.raises(Refused, match="déjà cette adresse"):
        users.invite(email="ANA@etech.example", first_name="A", last_name="B", by=house.adi, now=NOW)


def test_invite_is_refused_to_staff(house):
    with pytest.raises(Refused, match="réservée"):
        users.invite(email="x@etech.example", first_name="A", last_name="B", by=house.ana, now=NOW)


def test_the_trail_keeps_no_readable_name_in_the_chain(house):
    user = users.invite(email="eve@etech.example", first_name="Ève", last_name="Essai", by=house.adi, now=NOW)
    event = Event.objects.get(name="user.invited", subject_ref=f"people.user:{user.pk}")

    assert "Essai" not in event.payload
    assert "eve@etech.example" not in event.payload
    assert "Essai" in str(event.openings)


def test_the_invitation_is_mailed_in_text_and_html_with_a_link(house):
    user = users.invite(email="eve@etech.example", first_name="Ève", last_name="Essai", by=house.adi, now=NOW)

    result = tasks.send_invitation(Job.objects.get(kind="people.send_invitation"))

    assert result == {"mailed": True}
    message = mail.outbox[0]
    assert message.to == [user.email]
    assert "/compte/password/reset/key/" in message.body
    assert "text/html" in [kind for _content, kind in message.alternatives]


def test_the_invitation_is_not_sent_to_somebody_who_signed_in(house):
    user = users.invite(email="eve@etech.example", first_name="Ève", last_name="Essai", by=house.adi, now=NOW)
    user.last_login = NOW
    user.save(update_fields=["last_login"])

    assert tasks.send_invitation(Job.objects.get(kind="people.send_invitation")) == {"mailed": False}


def test_an_invitation_may_be_sent_again_until_the_first_sign_in(house):
    user = admitted()
    users.invite_again(user, by=house.adi, now=NOW)

    assert Job.objects.filter(kind="people.send_invitation").count() == 1
    user.last_login = NOW
    with pytest.raises(Refused, match="n’est plus utile"):
        users.invite_again(user, by=house.adi, now=NOW)


def test_somebody_unknown_from_the_provider_waits_and_administrators_are_told(house):
    user = pending()

    assert (user.status, user.joined_on) == (UserStatus.PENDING, None)
    assert Event.objects.get(name="user.registered").actor_ref == "job:single-sign-on"
    assert Notification.objects.get(event="user.registered").user == house.adi


def test_admit_opens_the_portal_vouches_for_the_address_and_tells_them(house):
    user = users.admit(pending(), by=house.adi, now=NOW, profile="dev", team=house.team_dev)

    assert (user.status, user.profile, user.team, user.joined_on) == ("active", "dev", house.team_dev, TODAY)
    assert EmailAddress.objects.get(user=user).verified
    assert Notification.objects.filter(user=user, event="user.admitted").exists()


def test_refuse_closes_the_door(house):
    user = users.refuse(pending(), by=house.adi, today=TODAY)

    assert (user.status, user.left_on) == (UserStatus.LEFT, TODAY)
    assert not user.is_active


def test_edit_changes_what_differs_and_says_nothing_otherwise(house):
    before = Event.objects.count()
    users.edit(house.ana, by=house.adi, first_name=house.ana.first_name)

    assert Event.objects.count() == before

    users.edit(house.ana, by=house.adi, job_title="Développeuse")

    assert User.objects.get(pk=house.ana.pk).job_title == "Développeuse"
    assert Event.objects.latest("pk").name == "user.changed"


def test_edit_does_not_reach_what_is_not_for_it(house):
    with pytest.raises(ValueError, match="status"):
        users.edit(house.ana, by=house.adi, status="left")


def test_another_address_moves_the_sign_in_address_too(house):
    users.change_email(house.ana, email="Ana.Nouvelle@etech.example", by=house.adi)

    assert User.objects.get(pk=house.ana.pk).email == "ana.nouvelle@etech.example"
    assert list(EmailAddress.objects.filter(user=house.ana).values_list("email", flat=True)) == [
        "ana.nouvelle@etech.example"
    ]


def test_leave_ends_roles_and_memberships_and_closes_the_door(house):
    user = users.leave(house.cho, by=house.adi, today=TODAY)

    assert (user.status, user.left_on, user.is_active) == (UserStatus.LEFT, TODAY, False)
    assert not RoleAssignment.objects.filter(user=house.cho).not_ended(TODAY).exists()
    assert not ProjectMember.objects.filter(user=house.cho).current(TODAY).exists()


def test_what_a_departure_ends_is_one_act_in_the_trail(house):
    users.leave(house.cho, by=house.adi, today=TODAY)
    left = Event.objects.get(name="user.left")

    same = set(Event.objects.filter(operation=left.operation).values_list("name", flat=True))
    assert same == {"user.left", "role.ended"}


def test_a_departure_cancels_a_role_that_had_not_begun(house):
    later = TODAY + timedelta(days=30)
    held = roles.grant(house.ana, role=Role.CHAMPION, starts_on=later, by=BUILDER, today=TODAY)
    users.leave(house.ana, by=house.adi, today=TODAY)

    assert RoleAssignment.objects.get(pk=held.pk).ends_on == later


def test_a_sign_in_is_a_fact_in_the_trail(house):
    users.signed_in(house.ana, method="password")

    event = Event.objects.latest("pk")
    assert event.name == "user.signed_in"
    assert json.loads(event.payload)["facts"] == {"method": "password"}


def test_one_sets_ones_own_preferences(house):
    users.set_preferences(house.ana, language="en", one_key_shortcuts=False)

    user = User.objects.get(pk=house.ana.pk)
    assert (user.language, user.one_key_shortcuts) == ("en", False)
