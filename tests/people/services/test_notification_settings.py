import pytest

from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import NotificationSettings
from people.services import notification_settings

pytestmark = pytest.mark.django_db


def choose(person, weekly=True, **channels):
    named = {name.replace("_", "-"): channel for name, channel in channels.items()}
    return notification_settings.choose(person, channels=named, has_weekly_digest=weekly)


def test_who_chose_nothing_has_the_defaults_and_no_row(house):
    found = notification_settings.of(house.ana)

    assert (found.channels, found.has_weekly_digest) == ({}, True)
    assert not NotificationSettings.objects.exists()


def test_only_what_differs_from_the_default_is_kept_and_recorded(house):
    choose(house.ana, watch="digest", to_decide="portal")

    assert notification_settings.of(house.ana).channels == {"to-decide": "portal"}
    event = Event.objects.filter(name="notifications.chosen").get()
    assert event.actor_ref == f"people.user:{house.ana.pk}"


def test_the_same_choice_twice_is_one_event(house):
    choose(house.ana, weekly=False)
    choose(house.ana, weekly=False)

    assert Event.objects.filter(name="notifications.chosen").count() == 1
    assert NotificationSettings.objects.count() == 1


def test_what_nobody_may_silence_is_refused(house):
    with pytest.raises(Refused, match="toujours par courriel"):
        choose(house.ana, incidents="portal")

    assert not NotificationSettings.objects.exists()


def test_everybody_chooses_for_themselves(house):
    choose(house.ana, decided="portal")

    assert notification_settings.of(house.zoe).channels == {}
