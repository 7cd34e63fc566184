"""Many writers at once on PostgreSQL: one chain, no fork, nothing lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from etech_ai.audit import chain
from etech_ai.audit import recording as audit
from etech_ai.audit.models import Event
from people.models import Team

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
WRITERS, WRITES = 16, 10


def _write(writer: int) -> None:
    try:
        for number in range(WRITES):
            team = Team(name=f"{writer}-{number}", slug=f"{writer}-{number}")
            with audit.record("team.created", by=audit.Actor(f"job:writer-{writer}"), on=team):
                team.save()
    finally:
        connection.close()


def test_sixteen_writers_make_one_chain_in_which_every_write_has_its_event():
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(_write, range(WRITERS)))

    assert Team.objects.count() == Event.objects.count() == WRITERS * WRITES
    verification = chain.verify()
    assert (verification.ok, verification.count) == (True, WRITERS * WRITES)
