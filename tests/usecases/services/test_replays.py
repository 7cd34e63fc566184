"""The register under another ruleset: looked at without writing, then taken over where nothing changes."""

import pytest

from builders.clock import NOW, TODAY
from builders.usecases import a_use_case, set_back
from compliance.ai_act.ruleset import latest, load
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification
from usecases.models import Classification, UseCase
from usecases.services import replays, validations
from usecases.vocabulary import Standing

FIRST = "2024.7.0"


def classified_under_the_first_act(house, outcome, title):
    """As a register that was classified before the amendment holds it."""
    return set_back(a_use_case(house, outcome, title=title))


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
    adopted = replays.adopt(by=register.dan, now=NOW)

    register.minimal.refresh_from_db()
    register.hiring.refresh_from_db()
    assert (adopted.version, adopted.kept, adopted.reopened) == ("2026.11.0", 1, 1)
    assert register.minimal.ruleset_version == "2026.11.0"
    assert register.hiring.ruleset_version == FIRST
    assert Classification.objects.filter(ruleset_version=FIRST).count() == 2
    assert Event.objects.filter(name="use_case.carried_over").count() == 1
    assert Event.objects.filter(name="ruleset.adopted").count() == 1


def test_the_owner_of_what_reopens_is_told_once(register):
    classified_under_the_first_act(register, "high_risk", "Noter des candidats")

    replays.adopt(by=register.dan, now=NOW)

    told = Notification.objects.filter(event="use_case.reopened")
    assert [(row.user, "2 de vos classements" in row.subject) for row in told] == [(register.ana, True)]


def test_a_validation_survives_an_adoption_that_does_not_touch_it(house):
    use_case = a_use_case(house)
    validations.grant(use_case, by=house.dan, today=TODAY)
    set_back(use_case)
    rules = {"ruleset_version": latest().version, "today": TODAY}
    assert use_case.standing(**rules) == Standing.LAPSED

    replays.adopt(by=house.dan, now=NOW)

    use_case.refresh_from_db()
    assert use_case.standing(**rules) == Standing.VALIDATED


def test_the_second_dpo_reads_who_adopted_and_what_is_left(register):
    replays.adopt(by=register.dan, now=NOW)
    before = Event.objects.count()

    with pytest.raises(
        Refused, match=f"{register.dan.full_name} a adopté les règles 2026.11.0 .* reste 1 classement"
    ):
        replays.adopt(by=register.dan, now=NOW)
    assert Event.objects.count() == before


def test_nothing_is_adopted_when_everything_is_under_the_rules_in_force(house):
    a_use_case(house)

    with pytest.raises(Refused, match="rien n’est à reprendre"):
        replays.adopt(by=house.dan, now=NOW)


def test_only_the_dpo_adopts(register):
    with pytest.raises(Refused, match="DPO"):
        replays.adopt(by=register.cho, now=NOW)


def test_an_unknown_ruleset_is_refused_with_those_that_exist():
    with pytest.raises(Refused, match="2024.7.0, 2026.11.0"):
        replays.named("2025.1.0")


def test_the_replay_reads_as_many_statements_with_more_rows(register, django_assert_max_num_queries):
    a_use_case(register, title="Résumer des comptes rendus")

    with django_assert_max_num_queries(1):
        assert len(list(replays.replayed(load(FIRST), of=UseCase.objects.all()))) == 3
