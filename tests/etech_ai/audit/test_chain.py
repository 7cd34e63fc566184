"""The chain: what breaks it is found and named, and erasure and retention leave it whole."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from builders.clock import NOW
from etech_ai.audit import chain, triggers
from etech_ai.audit import recording as audit
from etech_ai.audit.models import Event, Head, TrailIsAppendOnly
from people.models import Client, Team

pytestmark = pytest.mark.django_db
JOB = audit.Actor("job:test", "Camille Renard")


@pytest.fixture
def trail() -> list[Event]:
    for number in range(5):
        team = Team(name=f"Équipe {number}", slug=f"e{number}")
        with audit.record("team.created", by=JOB, on=team, at=NOW + timedelta(minutes=number)):
            team.save()
    return list(Event.objects.order_by("position"))


def _tamper(sql: str, *params: object) -> None:
    """What somebody with the database's password could do, triggers out of the way."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    triggers.install(connection)


def test_a_whole_chain_verifies(trail):
    verification = chain.verify()

    assert verification.ok
    assert (verification.count, verification.head) == (5, trail[-1].digest)


def test_an_empty_chain_verifies():
    assert chain.verify().ok


def test_each_event_follows_the_one_before(trail):
    assert [event.previous_digest for event in trail[1:]] == [event.digest for event in trail[:-1]]


TAMPERINGS = {
    "payload": ("UPDATE audit_event SET payload = '{}' WHERE position = 3", 3),
    "name": ("UPDATE audit_event SET name = 'team.renamed' WHERE position = 2", 2),
    "actor": ("UPDATE audit_event SET actor_ref = 'people.user:1' WHERE position = 2", 2),
    "subject": ("UPDATE audit_event SET subject_ref = 'people.team:9' WHERE position = 4", 4),
    "time": ("UPDATE audit_event SET at = '2020-01-01 00:00:00+00:00' WHERE position = 4", 4),
    "digest": (f"UPDATE audit_event SET digest = '{'a' * 64}' WHERE position = 3", 3),
    "a missing middle": ("DELETE FROM audit_event WHERE position = 3", 4),
    "a missing first": ("DELETE FROM audit_event WHERE position = 1", 2),
    "a missing last": ("DELETE FROM audit_event WHERE position = 5", 4),
    "a renumbered entry": ("UPDATE audit_event SET position = 50 WHERE position = 5", 50),
    "another head": (f"UPDATE audit_head SET digest = '{'b' * 64}'", 5),
}


@pytest.mark.parametrize(("sql", "broken_at"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_a_tampered_chain_is_refused_at_the_entry(trail, sql, broken_at):
    _tamper(sql)

    verification = chain.verify()

    assert not verification.ok
    assert verification.broken_at == broken_at
    assert verification.problem


def test_a_false_text_beside_the_event_is_found(trail):
    openings = {**trail[1].openings, "actor": {**trail[1].openings["actor"], "text": "Quelqu’un d’autre"}}
    Event.objects.filter(position=2).update(openings=openings)

    assert chain.verify().broken_at == 2


FORBIDDEN = [
    "UPDATE audit_event SET payload = '{}' WHERE position = 1",
    "UPDATE audit_event SET digest = 'x' WHERE position = 1",
    "DELETE FROM audit_event WHERE position = 1",
    "DELETE FROM audit_event",
    "UPDATE audit_head SET retained_from = 3",
    "DELETE FROM audit_head",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_database_itself_refuses_edits_and_deletions(trail, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert chain.verify().ok


def test_the_database_refuses_a_fork(trail):
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.bulk_create([_copy(trail[2], position=99, digest="c" * 64)])


def test_the_model_and_its_queryset_refuse_too(trail):
    for write in (
        trail[0].save,
        trail[0].delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(name="x.y"),
        lambda: Event.objects.bulk_update(trail, ["name"]),
    ):
        with pytest.raises(TrailIsAppendOnly):
            write()


def test_erasing_a_person_blanks_the_texts_and_the_chain_still_verifies(trail):
    client = Client(name="Camille Renard SARL", slug="cr")
    with audit.record("client.created", by=JOB, on=client):
        client.save()

    erased = chain.erase("job:test", "Camille Renard")

    assert erased == 6
    assert not Event.objects.filter(openings__icontains="Camille").exists()
    assert chain.verify().ok


def test_a_checkpoint_carries_a_signature_that_verification_checks(trail):
    event = chain.checkpoint(JOB, NOW)

    assert chain.verify().ok
    _tamper("UPDATE audit_head SET position = position")  # the triggers are back in place afterwards
    assert event.name == "trail.checkpointed"


def test_retention_deletes_below_a_checkpoint_and_the_rest_verifies_from_there(trail):
    checkpoint = chain.checkpoint(JOB, NOW)

    assert chain.retain_from(checkpoint) == 5

    assert chain.verify().ok
    assert Head.objects.get().retained_from == checkpoint.position
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event")


def test_retention_refuses_any_other_event(trail):
    with pytest.raises(ValueError):
        chain.retain_from(trail[2])


def test_a_forged_checkpoint_is_found(trail, settings):
    chain.checkpoint(JOB, NOW)
    settings.SEAL_KEYS = ["b3RoZXItaW5zdGFsbGF0aW9uLW90aGVyLWtleS0wMDA="]

    verification = chain.verify()

    assert verification.broken_at == 6
    assert "signature" in verification.problem


def _copy(event: Event, **changes: object) -> Event:
    values = {field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    return Event(**{**values, **changes})
