"""The register under another ruleset: looked at without writing, then taken over where nothing changes."""

import pytest

from builders.clock import NOW
from builders.usecases import a_use_case
from compliance.ai_act.ruleset import load
from etech_ai.audit import recording as audit
from etech_ai.audit.actors import Actor
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from usecases.models import Classification, UseCase
from usecases.services import replays

FIRST = "2024.7.0"


def classified_under_the_first_act(house, outcome, title):
    """As a register that was classified before the amendment holds it."""
    use_case = a_use_case(house, outcome, title=title)
    newest = use_case.classifications.get()
    newest.ruleset_version = use_case.ruleset_version = FIRST
    with audit.record("use_case.loaded", by=Actor("job:test"), on=use_case):
        newest.save()
        use_case.save()
    return use_case


@pytest.fixture
def register(house):
    house.minimal = classified_under_the_first_act(house, "minimal", "Relire du code")
    house.hiring = classified_under_the_first_act(house, "high_risk", "Trier des candidatures")
    return house


def test_looking_writes_nothing(register):
    before = Event.objects.count(), list(UseCase.objects.order_by("pk").values())

    found = list(replays.replayed(load("2026.11.0"), of=UseCase.objects.all()))

    assert [(row.use_case.pk, row.difference.is_same) for row in found] == [
        (register.minimal.pk, True),
        (register.hiring.pk, False),
    ]
    assert before == (Event.objects.count(), list(UseCase.objects.order_by("pk").values()))


def test_what_the_rules_do_not_change_is_taken_over_and_the_rest_stays_to_review(register):
    carried = replays.carry_over(by=register.dan, now=NOW)

    register.minimal.refresh_from_db()
    register.hiring.refresh_from_db()
    assert (carried.kept, carried.reopened) == (1, 1)
    assert register.minimal.ruleset_version == "2026.11.0"
    assert register.hiring.ruleset_version == FIRST
    assert Classification.objects.filter(ruleset_version=FIRST).count() == 2
    assert Event.objects.filter(name="use_case.carried_over").count() == 1


def test_the_second_to_take_over_takes_nothing_twice(register):
    replays.carry_over(by=register.dan, now=NOW)

    assert replays.carry_over(by=register.dan, now=NOW).kept == 0
    assert Event.objects.filter(name="use_case.carried_over").count() == 1


def test_nothing_is_taken_over_when_everything_is_under_the_rules_in_force(house):
    a_use_case(house)

    with pytest.raises(Refused, match="rien n’est à reprendre"):
        replays.carry_over(by=house.dan, now=NOW)


def test_only_the_dpo_takes_over(register):
    with pytest.raises(Refused, match="DPO"):
        replays.carry_over(by=register.cho, now=NOW)


def test_an_unknown_ruleset_is_refused_with_those_that_exist():
    with pytest.raises(Refused, match="2024.7.0, 2026.11.0"):
        replays.named("2025.1.0")


def test_the_replay_reads_as_many_statements_with_more_rows(register, django_assert_max_num_queries):
    a_use_case(register, title="Résumer des comptes rendus")

    with django_assert_max_num_queries(1):
        assert len(list(replays.replayed(load(FIRST), of=UseCase.objects.all()))) == 3
