from datetime import timedelta

import pytest

from builders.clock import NOW, TODAY
from builders.people import pending
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.access import Scope
from people.models import ApiToken
from people.services import tokens, users

pytestmark = pytest.mark.django_db
READ = [Scope.READ_TOOLS]


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def make(person, **given):
    options = {"label": "Essai", "scopes": READ, "expires_on": TODAY + timedelta(days=30)} | given
    return tokens.make(person, by=given.pop("by", person), now=NOW, **options)


def test_a_secret_is_long_marked_and_stored_only_as_its_digest(house):
    token, secret = make(house.ana)

    assert secret.startswith("etk_")
    assert len(secret) >= 47
    assert token.prefix == secret[:12]
    assert secret not in str(ApiToken.objects.values().get())
    assert len(token.digest) == 64


def test_the_trail_tells_of_the_token_without_its_secret_or_digest(house):
    token, secret = make(house.ana)

    event = Event.objects.get(name="api_token.created")
    assert secret not in event.payload
    assert token.digest not in event.payload
    assert "Essai" not in event.payload  # a free text is committed, not written


def test_its_owner_is_told_that_it_was_made(house):
    make(house.ana)

    assert house.ana.notifications.filter(event="api_token.created").exists()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"label": "  "}, "nom"),
        ({"scopes": []}, "portée"),
        ({"scopes": ["everything"]}, "portée"),
        ({"expires_on": TODAY}, "un an"),
        ({"expires_on": TODAY + timedelta(days=366)}, "un an"),
    ],
)
def test_make_refuses_what_would_be_no_good_token(house, given, reason):
    with pytest.raises(Refused, match=reason):
        make(house.ana, **given)

    assert not ApiToken.objects.exists()


def test_nobody_makes_a_token_for_somebody_else(house):
    with pytest.raises(Refused):
        tokens.make(house.ana, label="x", scopes=READ, expires_on=TODAY, by=house.adi, now=NOW)


def test_somebody_who_waits_makes_none(db):
    with pytest.raises(Refused, match="admis"):
        make(pending())


def test_there_is_an_end_to_how_many_one_holds(house, monkeypatch):
    monkeypatch.setattr(tokens, "MOST", 1)
    make(house.ana)

    with pytest.raises(Refused, match="révoquez"):
        make(house.ana)


def test_a_token_is_recognised_to_its_last_day(house):
    token, secret = make(house.ana)

    assert tokens.recognise(secret, today=token.expires_on) == token
    assert tokens.recognise(secret, today=token.expires_on + timedelta(days=1)) is None
    assert tokens.recognise(secret[:-1], today=TODAY) is None


def test_a_revoked_token_is_not_recognised_and_is_revoked_once(house):
    token, secret = make(house.ana)

    tokens.revoke(token, by=house.ana, now=NOW)

    assert tokens.recognise(secret, today=TODAY) is None
    with pytest.raises(Refused, match="déjà"):
        tokens.revoke(token, by=house.ana, now=NOW)


def test_an_administrator_revokes_anybody_s_and_others_do_not(house):
    token, _secret = make(house.ana)

    with pytest.raises(Refused):
        tokens.revoke(token, by=house.dan, now=NOW)
    assert tokens.revoke(token, by=house.adi, now=NOW).revoked_at == NOW


def test_a_departure_revokes_them_in_the_trail(house):
    token, secret = make(house.ana)

    users.leave(house.ana, by=house.adi, today=TODAY)

    token.refresh_from_db()
    assert token.revoked_at
    assert tokens.recognise(secret, today=TODAY) is None
    left, revoked = Event.objects.get(name="user.left"), Event.objects.get(name="api_token.revoked")
    assert left.operation == revoked.operation


def test_a_use_is_noted_once_an_hour_and_leaves_no_event(house):
    token, _secret = make(house.ana)
    events = Event.objects.count()

    tokens.note_use(token, now=NOW)
    tokens.note_use(token, now=NOW + timedelta(minutes=59))
    assert ApiToken.objects.get().last_used_at == NOW
    tokens.note_use(token, now=NOW + timedelta(minutes=60))

    assert ApiToken.objects.get().last_used_at == NOW + timedelta(minutes=60)
    assert Event.objects.count() == events


def test_one_sees_one_s_own_and_who_manages_people_sees_all(house):
    token, _secret = make(house.ana)

    assert list(ApiToken.objects.visible_to(house.ana)) == [token]
    assert list(ApiToken.objects.visible_to(house.zoe)) == []
    assert list(ApiToken.objects.visible_to(house.dan)) == []
    assert list(ApiToken.objects.visible_to(house.adi)) == [token]
