"""What other rules would answer, everywhere: the simulation against every answer asked one by one."""

from datetime import timedelta

import pytest

from builders import compliance as build
from builders.clock import NOW, TODAY
from catalog.services import seats
from compliance.data_rules import Amendment, Change, ChangeKind, amended
from compliance.models import Receipt
from compliance.services import (
    answers,
    clauses,
    exemptions,
    facts,
    matrices,
    receipts,
    rules,
    simulations,
)
from etech_ai.audit.models import Event
from people.models import Client, Project

CHANGES = [
    Change(ChangeKind.LEVEL_VALUE, "internal", "t1", "forbidden"),
    Change(ChangeKind.LEVEL_VALUE, "confidential", "t1", "allowed"),
    Change(ChangeKind.LEVEL_CONDITION, "client_confidential", "eu_residency", "added"),
    Change(ChangeKind.LEVEL_CONDITION, "client_confidential", "secrets_scan", "removed"),
    Change(ChangeKind.CLASS_REQUIREMENT, "t2", "zero_retention", "added"),
    Change(ChangeKind.REGION_VALUE, "us_dpf", "", "forbidden"),
    Change(ChangeKind.PLAN_CEILING, "european-standard", "", "t1"),
]


@pytest.fixture
def furnished(house):
    """Clients that accept, with clauses, agreements, a project's own clause and an exception."""
    build.accept_ai(house)
    house.t1 = build.plan_of_class(house, "Assistant", *build.CLASS_T1)
    house.t2 = build.plan_of_class(house, "European", *build.CLASS_T2)
    house.us = build.plan_of_class(house, "American", *build.CLASS_T2, region="us_dpf")
    build.consent_to(house, house.t2)
    build.consent_to(house, house.us)
    build.add_clause(house, "no_training")
    clauses.add(
        house.client, project=house.project, reference="P-1", effect="certification", value="HDS",
        passage="Hébergement certifié.", document="Avenant", by=house.dan,
    )  # fmt: skip
    exemptions.grant(
        plan=house.t1, project=house.project, levels=["confidential"], conditions=["bounded_retention"],
        reference="DEM-2026-901", expires_on=TODAY + timedelta(days=9), by=house.dan, today=TODAY,
    )  # fmt: skip
    return house


def sides(change):
    before = rules.data(TODAY)
    return before, amended(before, [Amendment(1, (change,))])


def said_one_by_one(ruleset, plan, client, project, levels, attested=()):
    """The answer of every surface, asked alone under these rules."""
    found = answers.answer_for(
        None, ruleset, facts.of_plan(plan, ruleset, TODAY), facts.of_client(client, TODAY, project),
        facts.of_project(project, TODAY), levels=levels, attested=attested, today=TODAY, may_read=False,
    )  # fmt: skip
    return found.state, tuple(item.condition for item in found.missing)


def one_by_one(before, after, client, project):
    return {
        (plan.slug, level)
        for plan in matrices.offered()
        for level in before.levels
        if said_one_by_one(before, plan, client, project, [level])
        != said_one_by_one(after, plan, client, project, [level])
    }


@pytest.mark.parametrize(
    "change", CHANGES, ids=lambda change: f"{change.kind}-{change.subject}-{change.detail}"
)
def test_the_flips_are_exactly_the_answers_that_differ_one_by_one(furnished, change):
    before, after = sides(change)
    flips = list(simulations.read(before, after, today=TODAY).answers())
    told = {}
    for flip in flips:
        key = (flip.client and flip.client.slug, flip.project and flip.project.slug)
        told.setdefault(key, set()).add((flip.plan.slug, flip.levels[0].id))

    assert flips
    for client in [None, *Client.objects.all()]:
        assert told.get((client and client.slug, None), set()) == one_by_one(before, after, client, None)
    for project in Project.objects.open():
        above = one_by_one(before, after, project.client, None)
        mine = told.get((project.client and project.client.slug, project.slug), set())
        assert mine | above >= one_by_one(before, after, project.client, project)


@pytest.mark.parametrize("change", CHANGES[:4], ids=lambda change: f"{change.kind}-{change.subject}")
def test_the_receipts_are_those_that_answer_otherwise_when_asked_again(furnished, change):
    for levels, project in ((["internal"], None), (["confidential"], furnished.project),
                            (["client_confidential"], furnished.project)):  # fmt: skip
        for plan in (furnished.t1, furnished.t2):
            receipts.keep(by=furnished.ana, plan=plan, levels=levels, project=project, today=TODAY, now=NOW,
                          attested=["licence_ok"])  # fmt: skip
    before, after = sides(change)
    found = {receipt.pk for receipt, _flip in simulations.read(before, after, today=TODAY).receipts()}

    assert found == {
        row.pk
        for row in Receipt.objects.all()
        if said_one_by_one(before, row.plan, row.client, row.project, row.levels, row.attested)
        != said_one_by_one(after, row.plan, row.client, row.project, row.levels, row.attested)
    }


def test_agreements_and_seats_follow_the_answers(furnished):
    before, after = sides(
        Change(ChangeKind.LEVEL_CONDITION, "client_confidential", "trusted_hosting", "added")
    )
    whole = simulations.read(before, after, today=TODAY)
    flips = list(whole.answers())

    assert {consent.tool for consent in whole.consents(flips)} == {furnished.t2.tool, furnished.us.tool}
    assert whole.seats(flips) == []


def test_a_seat_counts_for_our_own_data_or_for_a_client_of_its_holder(furnished):
    held, elsewhere = (
        seats.assign(furnished.subscription, to=who, by=furnished.ida, today=TODAY)
        for who in (furnished.ana, furnished.zoe)
    )
    build.consent_to(furnished, furnished.plan)
    of_us = simulations.read(*sides(CHANGES[0]), today=TODAY)
    of_clients = simulations.read(*sides(CHANGES[2]), today=TODAY)

    assert {seat.pk for seat in of_us.seats(of_us.answers())} == {held.pk, elsewhere.pk}
    assert {seat.pk for seat in of_clients.seats(of_clients.answers())} == {held.pk}


def test_looking_writes_nothing_in_a_fixed_number_of_statements(furnished, django_assert_max_num_queries):
    events = Event.objects.count()
    before, after = sides(CHANGES[0])
    with django_assert_max_num_queries(15):
        whole = simulations.read(before, after, today=TODAY)
        flips = list(whole.answers())
        whole.receipts(), whole.consents(flips), whole.seats(flips)

    assert Event.objects.count() == events


def test_a_ceiling_counts_a_plan_lower_and_never_higher(furnished):
    _before, after = sides(Change(ChangeKind.PLAN_CEILING, furnished.t2.slug, "", "t1"))
    _before, higher = sides(Change(ChangeKind.PLAN_CEILING, furnished.t1.slug, "", "t4"))

    assert facts.of_plan(furnished.t2, after, TODAY).tool_class == "t1"
    assert facts.of_plan(furnished.t1, higher, TODAY).tool_class == "t1"
