"""Changes of the data rules: proposed by one, agreed by another, on a day; and taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from builders import compliance as build
from builders.clock import NOW, TODAY
from builders.people import BUILDER, holding
from compliance.data_rules import Change, ChangeKind
from compliance.data_rules.examples import Asked
from compliance.models import ChangeState, RuleChange
from compliance.services import answers, pinned_examples, rule_changes, rules
from etech_ai.audit import recording as audit
from etech_ai.audit.models import Event
from etech_ai.jobs.models import Job
from etech_ai.verdicts import Refused
from people.access import Role
from people.models import Notification
from people.services import roles

BAN = Change(ChangeKind.LEVEL_VALUE, "internal", "t1", "forbidden")
LATER = TODAY + timedelta(days=10)


@pytest.fixture
def house(house):
    house.t1 = build.plan_of_class(house, "Assistant", *build.CLASS_T1)
    set_aside(house)
    return house


def proposed(house, *changes, effective_on=TODAY, title="Interne hors de T1"):
    return rule_changes.propose(
        title=title, reason="Trop de doutes.", changes=changes or (BAN,), effective_on=effective_on,
        by=house.dan, now=NOW,
    )  # fmt: skip


def set_aside(house):
    """The example that keeps internal notes allowed on T1."""
    held = {example.id: example for example in rule_changes.examples()}
    pinned_examples.retire(held["internal_on_enterprise_offers"], because="Durci", by=house.dan, today=TODAY)


def publish(change, by):
    before, _after = rule_changes.sides(change)
    return rule_changes.publish(change, seen=rule_changes.mark(change, before), by=by, now=NOW)


def said(house, day=TODAY):
    return answers.ask(by=house.ana, plan=house.t1, levels=["internal"], today=day).result


def test_a_proposal_changes_nothing_and_tells_the_second_person(house):
    change = proposed(house)

    assert said(house) == "allowed"
    assert change.number == 1
    assert rules.data(TODAY).version == rules.vocabulary().version
    assert {note.user for note in Notification.objects.filter(event="rule_change.awaits")} == {house.lea}


def test_once_a_second_person_agrees_every_answer_follows(house):
    change = publish(proposed(house), house.lea)

    assert (change.state, change.agreed_by) == (ChangeState.PUBLISHED, house.lea)
    assert said(house) == "forbidden"
    assert rules.data(TODAY).version.endswith("+1")
    assert Job.objects.filter(kind="compliance.refresh_classes").exists()
    assert list(Event.objects.order_by("position").values_list("name", flat=True))[-2:] == [
        "rule_change.proposed", "rule_change.published",
    ]  # fmt: skip


def test_it_holds_from_its_day_on(house):
    publish(proposed(house, effective_on=LATER), house.lea)

    assert said(house, LATER - timedelta(days=1)) == "allowed"
    assert said(house, LATER) == "forbidden"


def test_nobody_agrees_to_what_they_proposed_whatever_roles_they_gain(house):
    change = proposed(house)
    roles.grant(house.dan, role=Role.DIRECTION, starts_on=TODAY, by=BUILDER, today=TODAY)

    with pytest.raises(Refused, match="autre personne"):
        publish(change, house.dan)


def test_the_database_refuses_one_person_for_both(house):
    change = proposed(house)
    change.state, change.agreed_by, change.agreed_at = ChangeState.PUBLISHED, house.dan, NOW

    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        audit.record("test.forged", by=BUILDER, on=change),
    ):
        change.save()


def test_staff_neither_propose_nor_agree(house):
    with pytest.raises(Refused, match="DPO"):
        rule_changes.propose(title="t", reason="r", changes=[BAN], effective_on=TODAY, by=house.ana, now=NOW)
    with pytest.raises(Refused, match="DPO"):
        publish(proposed(house), house.ana)


def test_the_second_to_decide_reads_who_was_first(house):
    change = proposed(house)
    publish(change, house.lea)

    with pytest.raises(Refused, match="a déjà approuvé cette modification"):
        publish(change, holding(Role.DPO))


def test_rules_that_changed_since_they_were_read_are_read_again(house):
    first, second = (
        proposed(house),
        proposed(house, Change(ChangeKind.LEVEL_VALUE, "confidential", "t1", "forbidden")),
    )
    seen = rule_changes.mark(second, rule_changes.sides(second)[0])
    publish(first, house.lea)

    with pytest.raises(Refused, match="ont changé depuis votre lecture"):
        rule_changes.publish(second, seen=seen, by=house.lea, now=NOW)


def test_a_broken_example_stops_the_publication_and_is_named(house):
    pinned_examples.pin(
        given="une note interne", when="on l’envoie à une offre T1", then="c’est permis",
        asked=Asked(levels=("internal",), tool_class="t1"), result="allowed", by=house.dan, today=TODAY,
    )  # fmt: skip

    with pytest.raises(Refused, match="une note interne"):
        publish(proposed(house), house.lea)
    assert said(house) == "allowed"


def test_the_examples_that_come_with_the_rules_hold_them_too(house):
    opened = [Change(ChangeKind.LEVEL_VALUE, "internal", "t0", "allowed"),
              Change(ChangeKind.LEVEL_VALUE, "special_category", "t2", "conditions")]  # fmt: skip

    with pytest.raises(Refused, match="arrêt maladie"):
        publish(proposed(house, *opened), house.lea)


def test_an_example_starts_true_and_is_retired_with_a_reason(house):
    asked = Asked(levels=("internal",), tool_class="t1")
    words = {"given": "une note", "when": "T1", "then": "c’est interdit"}
    with pytest.raises(Refused, match="répondent autrement"):
        pinned_examples.pin(**words, asked=asked, result="forbidden", by=house.dan, today=TODAY)
    row = pinned_examples.pin(**words, asked=asked, result="allowed", by=house.dan, today=TODAY)

    example = row.example
    with pytest.raises(Refused, match="pourquoi"):
        pinned_examples.retire(example, because=" ", by=house.dan, today=TODAY)
    pinned_examples.retire(example, because="Décidé autrement", by=house.dan, today=TODAY)
    with pytest.raises(Refused, match="déjà retiré"):
        pinned_examples.retire(example, because="Encore", by=house.dan, today=TODAY)
    assert len(rule_changes.examples()) == len(rule_changes.shipped()) - 1


def test_a_shipped_example_is_set_aside_unless_the_law_asks_for_it(house):
    held = {example.id: example for example in rule_changes.examples()}
    pinned_examples.retire(held["bids_need_a_bounded_retention"], because="Revu", by=house.dan, today=TODAY)

    assert "bids_need_a_bounded_retention" not in {example.id for example in rule_changes.examples()}
    with pytest.raises(Refused, match="loi"):
        pinned_examples.retire(held["secrets_never"], because="Non", by=house.dan, today=TODAY)


def test_a_published_change_is_taken_back_by_four_eyes(house):
    change = publish(proposed(house), house.lea)
    back = rule_changes.propose_return(change, reason="Erreur", effective_on=LATER, by=house.dan, now=NOW)
    assert said(house, LATER) == "forbidden"

    publish(back, house.lea)

    assert said(house, LATER - timedelta(days=1)) == "forbidden"
    assert said(house, LATER) == "allowed"
    with pytest.raises(Refused, match="existe déjà"):
        rule_changes.propose_return(change, reason="Encore", effective_on=LATER, by=house.dan, now=NOW)


def test_a_proposal_is_given_up_once(house):
    change = rule_changes.withdraw(proposed(house), by=house.dan)

    assert change.state == ChangeState.WITHDRAWN
    with pytest.raises(Refused, match="abandonnée"):
        publish(change, house.lea)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([], "Rien ne change"),
        ([Change(ChangeKind.LEVEL_VALUE, "secret", "t4", "allowed")], "secret ne part jamais"),
        ([Change(ChangeKind.LEVEL_VALUE, "internal", "t1", "allowed")], "vaut déjà cela"),
        ([BAN, Change(ChangeKind.LEVEL_VALUE, "internal", "t1", "conditions")], "change deux fois"),
        ([Change(ChangeKind.LEVEL_VALUE, "nowhere", "t1", "allowed")], "ne connaissent pas"),
        ([Change(ChangeKind.LEVEL_CONDITION, "personal", "dpa_signed", "removed")], "ne s’enlève pas"),
        ([Change(ChangeKind.REGION_VALUE, "unknown", "", "allowed")], "seulement être durcie"),
        ([Change(ChangeKind.LEVEL_VALUE, "internal", "t3", "forbidden")], "ne peut pas permettre moins"),
    ],
)
def test_what_the_rules_cannot_take_is_refused_in_a_sentence(house, changes, why):
    with pytest.raises(Refused, match=why):
        rule_changes.propose(
            title="t", reason="r", changes=changes, effective_on=TODAY, by=house.dan, now=NOW
        )
    assert not RuleChange.objects.exists()


def test_a_day_that_is_past_or_a_missing_reason_is_refused(house):
    with pytest.raises(Refused, match="date d’effet"):
        proposed(house, effective_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="titre et une raison"):
        proposed(house, title=" ")
