import pytest

from approvals.kinds import YEARLY_THRESHOLD_MINOR
from approvals.materiality import FACTS, differences, flat, holds, never


def plan(**changed):
    return {"kind": "licence", "plan": {"region": "eea", "yearly_minor": 20_000, **changed}}


def client(**changed):
    return {"kind": "licence", "client": {"ai_policy": "accepts", "clauses": [1], "consents": [7], **changed}}


def test_the_same_facts_hold():
    assert holds(plan(), plan())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (plan(), plan(region="other")),
        (plan(region="unknown"), plan()),
        (plan(retention_days=30), plan(retention_days=None)),
        (plan(trains_on_data="no"), plan(trains_on_data="yes")),
        (plan(has_sso="yes"), plan(has_sso="unknown")),
        (plan(tool_class="t1"), plan(tool_class="t2")),
        (plan(decision="approved"), plan(decision="forbidden")),
        (plan(highest_level="personal"), plan(highest_level="internal")),
        (plan(highest_level="public"), plan(highest_level="")),
        (plan(currency="EUR"), plan(currency="USD")),
        ({"use_case": {"outcome": "minimal"}}, {"use_case": {"outcome": "high_risk"}}),
        ({"use_case": {"plans": ["a"]}}, {"use_case": {"plans": ["a", "b"]}}),
        (client(), client(clauses=[1, 2])),
        (client(), client(clauses=[])),
        (client(), client(consents=[])),
        (client(), client(ai_policy="forbids")),
    ],
)
def test_a_change_that_matters_reopens(before, after):
    assert not holds(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (plan(retention_note=""), plan(retention_note="Effacé chaque nuit")),
        (plan(highest_level="internal"), plan(highest_level="personal")),
        (plan(price_minor=1900), plan(price_minor=1901)),
        ({"use_case": {"ruleset_version": "2026.1.0"}}, {"use_case": {"ruleset_version": "2026.2.0"}}),
        (client(), client(consents=[7, 8])),
    ],
)
def test_a_change_that_does_not_matter_reopens_nothing(before, after):
    assert holds(before, after)
    assert len(differences(before, after)) == 1


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (20_000, 22_000, True),
        (20_000, 22_001, False),
        (20_000, 5_000, True),
        (0, 1, False),
        (YEARLY_THRESHOLD_MINOR, YEARLY_THRESHOLD_MINOR + 1, False),
        (YEARLY_THRESHOLD_MINOR + 1, YEARLY_THRESHOLD_MINOR + 2, True),
    ],
)
def test_a_price_matters_past_a_tenth_or_past_the_threshold(before, after, expected):
    assert holds(plan(yearly_minor=before), plan(yearly_minor=after)) is expected


def test_what_matters_is_told_first():
    told = differences(plan(retention_note="a"), plan(retention_note="b", region="other"))

    assert [(one.path, one.is_material) for one in told] == [
        ("plan.region", True),
        ("plan.retention_note", False),
    ]


def test_a_field_that_nobody_declared_matters():
    assert not holds(plan(), plan(colour="red"))


def test_facts_that_were_not_sealed_matter_once_they_are_found():
    assert not holds({"kind": "licence"}, client())


def test_every_fact_says_why_it_matters_or_not():
    assert [fact.path for fact in FACTS.values() if not fact.label or not fact.reason.endswith(".")] == []
    assert any(fact.matters is never for fact in FACTS.values())


def test_facts_are_known_by_their_path():
    assert flat({"kind": "licence", "plan": {"region": "eea"}}) == {"kind": "licence", "plan.region": "eea"}
