"""Two DPOs adopt the rules in force at once on PostgreSQL: one outcome, one clear sentence."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from builders.clock import NOW, TODAY
from builders.usecases import a_use_case, set_back
from etech_ai.audit.actors import Actor
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.access import Role
from people.services import roles
from usecases.models import RulesetAdoption
from usecases.services import replays

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def _adopt(person):
    try:
        return replays.adopt(by=person, now=NOW)
    except Refused as refusal:
        return str(refusal)
    finally:
        connection.close()


def test_two_adopt_at_once_and_the_second_reads_who_was_first(house):
    for number in range(6):
        set_back(a_use_case(house, title=f"Usage {number}"))
    set_back(a_use_case(house, "high_risk", title="Trier des candidatures"))
    roles.grant(house.zoe, role=Role.DPO, starts_on=TODAY, by=Actor("job:test"), today=TODAY)

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(_adopt, (house.dan, house.zoe)))

    adopted = RulesetAdoption.objects.get()
    assert (adopted.kept, adopted.reopened) == (6, 1)
    assert Event.objects.filter(name="use_case.carried_over").count() == 6
    (sentence,) = [answer for answer in told if isinstance(answer, str)]
    assert sentence.startswith(f"{adopted.adopted_by.full_name} a adopté les règles")
