from datetime import timedelta

import pytest

from builders import compliance as build
from builders.clock import TODAY
from compliance.models import Acknowledgement, PolicyVersion
from compliance.services import policies
from etech_ai.verdicts import Refused


def due(person, day=TODAY):
    return list(PolicyVersion.objects.to_acknowledge(person, day))


def test_a_published_policy_waits_for_everybody(house):
    version = build.publish_charter(house)

    assert due(house.ana) == due(house.zoe) == [version]


def test_accepting_is_done_once_and_keeps_its_day(house):
    version = build.publish_charter(house)

    first = policies.acknowledge(version, by=house.ana, today=TODAY)
    again = policies.acknowledge(version, by=house.ana, today=TODAY + timedelta(days=9))

    assert first == again == Acknowledgement.objects.get()
    assert again.acknowledged_on == TODAY
    assert due(house.ana) == []


def test_a_new_version_must_be_accepted_again_from_its_day_on(house):
    policies.acknowledge(build.publish_charter(house), by=house.ana, today=TODAY)
    second = build.publish_charter(house, effective_on=TODAY + timedelta(days=7))

    assert second.number == 2
    assert due(house.ana) == []
    assert due(house.ana, TODAY + timedelta(days=7)) == [second]


def test_an_old_version_cannot_be_accepted(house):
    first = build.publish_charter(house)
    build.publish_charter(house, effective_on=TODAY)

    with pytest.raises(Refused, match="pas en vigueur"):
        policies.acknowledge(first, by=house.ana, today=TODAY)


def test_a_text_for_information_waits_for_nobody(house):
    build.publish_charter(house, requires_acknowledgement=False)

    assert due(house.ana) == []


def test_publishing_is_for_the_dpo_and_needs_a_text(house):
    with pytest.raises(Refused, match="DPO"):
        policies.publish("Règle", body="Texte", effective_on=TODAY, by=house.cho)
    with pytest.raises(Refused, match="texte"):
        policies.publish("Règle", body=" ", effective_on=TODAY, by=house.dan)
