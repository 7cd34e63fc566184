from datetime import timedelta

import pytest

from builders import compliance as build
from builders.clock import TODAY
from compliance.models import Exemption
from compliance.services import answers, exemptions
from etech_ai.verdicts import Refused


def set_aside(house, *conditions, levels=("personal",), **more):
    more = {"expires_on": TODAY + timedelta(days=30), "reference": "DEM-2026-001", **more}
    return exemptions.grant(
        plan=house.plan, project=house.project, levels=levels, conditions=conditions, by=house.dan,
        today=TODAY, **more,
    )  # fmt: skip


def ask(house, *levels, on=TODAY, **more):
    more = {"project": house.project, "plan": house.plan, **more}
    return answers.ask(by=house.ana, levels=levels, today=on, **more)


@pytest.fixture
def accepting(house):
    """The client accepts AI and agreed to the tool: what misses is the house's own to prove."""
    build.accept_ai(house)
    build.consent_to(house, house.plan)
    return house


def everything(house):
    return [item.condition for item in ask(house, "personal").to_supply]


def test_what_was_set_aside_no_longer_misses_and_says_by_which_decision(accepting):
    lacking = everything(accepting)
    set_aside(accepting, *lacking)

    answer = ask(accepting, "personal")

    assert lacking
    assert answer.title == "Oui, par dérogation"
    assert {item.condition for item in answer.exempted} == set(lacking)
    assert "DEM-2026-001" in answer.exempted[0].by


@pytest.mark.parametrize("other", ["level", "plan", "project", "day"])
def test_an_exemption_covers_its_levels_its_plan_its_project_and_its_days_only(accepting, other):
    set_aside(accepting, *everything(accepting))
    asked = {
        "level": lambda: ask(accepting, "personal", "special_category"),
        "plan": lambda: ask(accepting, "personal", plan=build.plan_of_class(accepting, "X", *build.CLASS_T1)),
        "project": lambda: ask(accepting, "personal", project=None, client=accepting.client),
        "day": lambda: ask(accepting, "personal", on=TODAY + timedelta(days=31)),
    }

    answer = asked[other]()

    assert not answer.exempted
    assert answer.state in ("missing", "no")


def test_no_exemption_opens_secrets(accepting):
    set_aside(accepting, "owner_approval", levels=("secret",))

    assert ask(accepting, "secret").state == "no"


def test_no_exemption_stands_for_the_clients_agreement(house):
    build.accept_ai(house)
    set_aside(house, "client_consent", "bounded_retention", levels=("client_confidential",))

    answer = ask(house, "client_confidential")

    assert [item.condition for item in answer.to_supply] == ["client_consent"]
    assert not answer.may_be_excepted


def test_no_exemption_stands_for_what_a_clause_of_the_client_asks(accepting):
    set_aside(accepting, *everything(accepting), "eu_residency")
    build.add_clause(accepting, "eu_only")

    answer = ask(accepting, "personal")

    assert [item.condition for item in answer.to_supply] == ["eu_residency"]


def test_no_exemption_weighs_against_a_clause_that_forbids(accepting):
    set_aside(accepting, *everything(accepting))
    build.add_clause(accepting, "forbids_ai")

    assert ask(accepting, "personal").state == "no"


def test_ended_early_it_stops_at_once_and_only_the_dpo_ends_it(accepting):
    exemption = set_aside(accepting, *everything(accepting))

    with pytest.raises(Refused, match="DPO"):
        exemptions.end(exemption, by=accepting.ana, today=TODAY)
    exemptions.end(exemption, by=accepting.dan, today=TODAY)

    assert not ask(accepting, "personal").exempted
    with pytest.raises(Refused, match="déjà terminée"):
        exemptions.end(exemption, by=accepting.dan, today=TODAY)


@pytest.mark.parametrize(
    "more", [{"expires_on": None}, {"expires_on": TODAY - timedelta(days=1)}, {"conditions": ()}]
)
def test_an_exemption_has_an_end_to_come_and_conditions(house, more):
    conditions = more.pop("conditions", ("owner_approval",))

    with pytest.raises(Refused):
        set_aside(house, *conditions, **more)
    assert not Exemption.objects.exists()
