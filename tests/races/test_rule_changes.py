"""Two people on the data rules at once, on PostgreSQL: one outcome, and one clear sentence to the other."""

import pytest

from builders.clock import NOW, TODAY
from builders.races import at_once, refusals
from compliance.data_rules import Change, ChangeKind
from compliance.models import RuleChange
from compliance.services import rule_changes, rules
from etech_ai.audit import chain
from people.access import Role
from people.services import roles

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]

HARDER = Change(ChangeKind.LEVEL_VALUE, "confidential", "t1", "forbidden")
OWNED = Change(ChangeKind.LEVEL_CONDITION, "confidential", "dpo_approval", "added")
CERTIFIED = Change(ChangeKind.LEVEL_CONDITION, "personal", "trusted_hosting", "added")


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW)


def propose(house, change, title="Durcir"):
    return rule_changes.propose(
        title=title, reason="Doute", changes=[change], effective_on=TODAY, by=house.dan, now=NOW
    )


def publishing(change, by):
    seen = rule_changes.mark(change, rule_changes.sides(change)[0])
    return lambda: rule_changes.publish(RuleChange.objects.get(pk=change.pk), seen=seen, by=by, now=NOW)


@pytest.mark.parametrize("_try", range(3))
def test_two_people_publish_the_same_change_once(house, _try):
    roles.grant(house.zoe, role=Role.DIRECTION, starts_on=TODAY, by=house.adi, today=TODAY)
    zoe = type(house.zoe).objects.get(pk=house.zoe.pk)
    change = propose(house, HARDER)

    results = at_once(publishing(change, house.lea), publishing(change, zoe))

    (refusal,) = refusals(results)
    assert "a déjà approuvé cette modification" in refusal
    assert RuleChange.objects.published().count() == 1
    assert chain.verify().ok


@pytest.mark.parametrize("_try", range(3))
def test_of_two_changes_published_at_once_the_second_is_read_again(house, _try):
    acts = [publishing(propose(house, HARDER), house.lea),
            publishing(propose(house, OWNED, "Autre"), house.lea)]  # fmt: skip

    results = at_once(*acts)

    (refusal,) = refusals(results)
    assert "ont changé depuis votre lecture" in refusal
    assert rules.data(TODAY).version.count("+") == 1
    assert chain.verify().ok


def test_two_proposals_at_once_have_a_number_each_or_one_starts_again(house):
    results = at_once(lambda: propose(house, HARDER), lambda: propose(house, CERTIFIED, "Autre"))

    kept = [result for result in results if isinstance(result, RuleChange)]
    assert len({change.number for change in kept}) == len(kept) >= 1
    assert all("recommencez" in refusal for refusal in refusals(results))
