"""How each family reaches its reader, and what may not be silenced."""

import pytest

from people.events import MANNERS, Channel, Family, channel_for, choosable, names_in


def test_every_family_says_what_it_holds_and_holds_something():
    assert set(MANNERS) == set(Family)
    assert [family for family in Family if not names_in(family) and family is not Family.TALK] == []
    assert all(manner.holds.endswith(".") for manner in MANNERS.values())


@pytest.mark.parametrize(
    "event", ["use_case.prohibited", "trail.broken", "role.granted", "api_token.created"]
)
def test_what_cannot_be_silenced_is_mailed_whatever_was_chosen(event):
    silent = {family.value: Channel.PORTAL.value for family in Family}

    assert channel_for(event, silent) is Channel.MAIL


def test_an_undeclared_event_is_mailed():
    assert channel_for("nobody.declared_it", {}) is Channel.MAIL


def test_a_family_goes_by_its_default_until_its_reader_chooses():
    assert channel_for("watch.late", {}) is Channel.DIGEST
    assert channel_for("watch.late", {"watch": "portal"}) is Channel.PORTAL
    assert Family.WATCH in choosable()
    assert Family.INCIDENTS not in choosable()
