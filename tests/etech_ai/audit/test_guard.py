"""Every door by which a governed row could change without the trail, and how it is shut."""

import json

import pytest
from django.core import serializers
from django.db import transaction

from etech_ai.audit import recording as audit
from etech_ai.audit.guard import UnauditedWrite
from etech_ai.audit.models import Event
from people.models import Client, Team

pytestmark = pytest.mark.django_db
JOB = audit.Actor("job:test")


@pytest.fixture
def team() -> Team:
    team = Team(name="Dev", slug="dev")
    with audit.record("team.created", by=JOB, on=team):
        team.save()
    return team


DOORS = {
    "save": lambda team: team.save(),
    "save of a new row": lambda team: Team(name="Ops", slug="ops").save(),
    "delete": lambda team: team.delete(),
    "create": lambda team: Team.objects.create(name="Ops", slug="ops"),
    "update": lambda team: Team.objects.update(name="X"),
    "queryset delete": lambda team: Team.objects.all().delete(),
    "bulk_create": lambda team: Team.objects.bulk_create([Team(name="Ops", slug="ops")]),
    "bulk_update": lambda team: Team.objects.bulk_update([team], ["name"]),
    "get_or_create": lambda team: Team.objects.get_or_create(slug="ops", defaults={"name": "Ops"}),
    "update_or_create": lambda team: Team.objects.update_or_create(slug="dev", defaults={"name": "X"}),
    "base manager update": lambda team: Team._base_manager.update(name="X"),
    "base manager delete": lambda team: Team._base_manager.all().delete(),
    "base manager create": lambda team: Team._base_manager.create(name="Ops", slug="ops"),
    "default manager": lambda team: Team._default_manager.filter(pk=team.pk).update(name="X"),
    "related manager": lambda team: team.people.update(job_title="X"),
    "related create": lambda team: team.people.create(email="x@example.org"),
    "raw delete": lambda team: Team.objects.all()._raw_delete("default"),
    "raw update": lambda team: Team.objects.filter(pk=team.pk)._update([(NAME, None, "X")]),
    "loaddata of a new row": lambda team: _load({"fields": {"name": "O", "slug": "o"}}),
    "loaddata of a known row": lambda team: _load({"pk": team.pk, "fields": {"name": "O", "slug": "dev"}}),
}  # fmt: skip
NAME = Team._meta.get_field("name")


def _load(row: dict) -> None:
    for loaded in serializers.deserialize("json", json.dumps([{"model": "people.team", **row}])):
        loaded.save()


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_no_write_passes_outside_a_record(door, team):
    before = list(Team.objects.values())

    with pytest.raises(UnauditedWrite), transaction.atomic():
        door(team)

    assert list(Team.objects.values()) == before


@pytest.mark.parametrize("door", ["delete", "queryset delete", "base manager delete", "raw delete"])
def test_nothing_is_deleted_even_inside_a_record(door, team):
    with pytest.raises(UnauditedWrite), audit.record("team.deleted", by=JOB, on=team):
        DOORS[door](team)

    assert Team.objects.filter(pk=team.pk).exists()


def test_an_update_inside_a_record_keeps_each_rows_before_and_after(team):
    with audit.record("team.renamed", by=JOB, on=team):
        Team.objects.filter(pk=team.pk).update(name="Développement")

    assert _last_change() == {"row": f"people.team:{team.pk}", "fields": {"name": ["Dev", "Développement"]}}


def test_a_bulk_update_inside_a_record_keeps_before_and_after(team):
    team.name = "Développement"
    with audit.record("team.renamed", by=JOB, on=team):
        Team.objects.bulk_update([team], ["name"])

    assert _last_change()["fields"] == {"name": ["Dev", "Développement"]}


def test_a_save_records_what_the_database_held_not_what_memory_thought(team):
    stale = Team.objects.get(pk=team.pk)
    with audit.record("team.renamed", by=JOB, on=team):
        team.name = "A"
        team.save()

    with audit.record("team.renamed", by=JOB, on=stale):
        stale.name = "B"
        stale.save()

    assert _last_change()["fields"]["name"] == ["A", "B"]


def test_bulk_create_records_each_row(team):
    with audit.record("team.created", by=JOB, on=team):
        Client.objects.bulk_create([Client(name="A", slug="a"), Client(name="B", slug="b")])

    rows = [change["row"] for change in _payload()["changes"]]
    assert rows == [f"people.client:{client.pk}" for client in Client.objects.order_by("pk")]


def _payload() -> dict:
    return json.loads(Event.objects.latest("position").payload)


def _last_change() -> dict:
    return _payload()["changes"][-1]
