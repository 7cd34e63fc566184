"""The pen: what one record writes, and when it refuses."""

import json

import pytest
from django.db import transaction

from builders.clock import NOW
from etech_ai.audit import chain
from etech_ai.audit import recording as audit
from etech_ai.audit.models import Event
from people.models import Client, Team

pytestmark = pytest.mark.django_db
JOB = audit.Actor("job:test", "Essai")


def _team(name: str = "Dev") -> Team:
    team = Team(name=name, slug=name.lower())
    with audit.record("team.created", by=JOB, on=team, at=NOW):
        team.save()
    return team


def test_an_event_names_who_what_and_when():
    team = _team()

    event = Event.objects.get()
    assert (event.position, event.name, event.actor_ref) == (1, "team.created", "job:test")
    assert (event.subject_ref, event.at) == (f"people.team:{team.pk}", NOW)


def test_a_block_that_changes_nothing_is_a_bug():
    team = _team()

    with pytest.raises(audit.NothingRecorded), audit.record("team.renamed", by=JOB, on=team):
        team.save()

    assert Event.objects.count() == 1


def test_a_fact_without_a_change_is_recorded():
    team = _team()

    with audit.record("team.exported", by=JOB, on=team, facts={"rows": 3}):
        pass

    assert json.loads(Event.objects.latest("position").payload)["facts"] == {"rows": 3}


def test_an_error_inside_the_block_rolls_everything_back():
    team = Team(name="X", slug="x")
    with pytest.raises(RuntimeError), audit.record("team.created", by=JOB, on=team):
        team.save()
        raise RuntimeError

    assert not Team.objects.exists() and not Event.objects.exists()


def test_nested_records_are_one_operation_in_the_order_they_ended():
    team = Team(name="Dev", slug="dev")
    with audit.record("team.created", by=JOB, on=team):
        team.save()
        client = Client(name="Acme", slug="acme")
        with audit.record("client.created", by=JOB, on=client):
            client.save()

    events = list(Event.objects.order_by("position"))
    assert [event.name for event in events] == ["client.created", "team.created"]
    assert len({event.operation for event in events}) == 1
    assert chain.verify().ok


def test_the_trail_rolls_back_with_the_transaction_around_it():
    with pytest.raises(RuntimeError), transaction.atomic():
        _team()
        raise RuntimeError

    assert not Event.objects.exists()
    assert chain.verify().ok


@pytest.mark.parametrize("by", [None, "somebody"])
def test_there_is_no_unnamed_writer(by):
    with pytest.raises(ValueError), audit.record("team.created", by=by, on=Team()):
        pass


def test_an_actor_needs_a_name():
    with pytest.raises(ValueError):
        audit.Actor(" ")


def test_an_event_name_is_noun_and_past_participle():
    with pytest.raises(ValueError), audit.record("renamed the team", by=JOB, on=Team()):
        pass


# ------------------------------------------------------------------ record_each
def test_rows_written_together_have_an_event_each():
    teams = [Team(name=name, slug=name.lower()) for name in ("A", "B", "C")]

    with audit.record_each("team.created", by=JOB, on=teams, at=NOW):
        Team.objects.bulk_create(teams)

    events = list(Event.objects.order_by("position"))
    assert [event.subject_ref for event in events] == [f"people.team:{team.pk}" for team in teams]
    assert [json.loads(event.payload)["changes"][0]["fields"]["name"] for event in events] == [
        [None, "A"], [None, "B"], [None, "C"]
    ]  # fmt: skip
    assert len({event.operation for event in events}) == 1
    assert chain.verify().ok


def test_events_that_do_not_match_their_rows_are_a_bug():
    team = Team(name="A", slug="a")

    with pytest.raises(ValueError, match="longer"), audit.record_each("team.created", by=JOB, on=[]):
        team.save()

    assert not Team.objects.exists() and not Event.objects.exists()


def test_rows_written_together_inside_a_record_share_its_operation():
    outer, inner = Team(name="A", slug="a"), Team(name="B", slug="b")

    with audit.record("team.created", by=JOB, on=outer):
        outer.save()
        with audit.record_each("team.created", by=JOB, on=[inner]):
            Team.objects.bulk_create([inner])

    assert Event.objects.count() == 2
    assert Event.objects.values("operation").distinct().count() == 1
