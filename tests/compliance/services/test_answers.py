import pytest

from builders import compliance as build
from builders.clock import TODAY
from catalog.services import tools
from compliance.data_rules import BadQuestion
from compliance.services import answers, evidence
from etech_ai.verdicts import Refused

SEND = ("licence_ok", "secrets_scan")


def ask(house, *levels, by=None, plan=None, **more):
    return answers.ask(by=by or house.ana, plan=plan or house.plan, levels=levels, today=TODAY, **more)


@pytest.fixture
def team_plan(house):
    """A t2 plan in the EU whose client accepts AI and agrees to it in writing."""
    plan = build.plan_of_class(house, "Claude Team", *build.CLASS_T2)
    build.accept_ai(house)
    build.consent_to(house, plan)
    return plan


def test_internal_data_goes_to_an_enterprise_plan(house):
    answer = ask(house, "internal")

    assert answer.result == "allowed"
    assert answer.title == "Oui"
    assert answer.verdict.allowed
    assert [rule.id for rule in answer.rules] == ["internal.t1"]


def test_secrets_never_go(house):
    plan = build.plan_of_class(house, "Ollama", *build.CLASS_T4)

    answer = ask(house, "public", "secret", plan=plan)

    assert answer.state == "no"
    assert answer.title == "Non"
    assert [rule.id for rule in answer.deciding] == ["secret.t4"]
    assert answer.attestable == ()


def test_missing_proofs_are_counted_with_who_can_supply_them(house):
    answer = ask(house, "personal")

    assert answer.state == "missing"
    assert answer.title == "Non, il manque 4 preuves"
    by_name = {item.condition: item for item in answer.missing}
    assert "Ida Isnard" in by_name["dpa_signed"].who
    assert by_name["dpa_signed"].article == "RGPD art. 28"
    assert "projet" in by_name["legal_basis"].who
    assert {item.condition for item in answer.met} == {"work_account", "no_training"}


def test_a_client_without_policy_is_forbidden(house):
    answer = ask(house, "client_confidential", client=house.client)

    assert answer.result == "forbidden"
    assert "client.no_policy" in [rule.id for rule in answer.deciding]


def test_only_ticks_missing_says_yes_under_conditions(house, team_plan):
    answer = ask(house, "client_confidential", plan=team_plan, client=house.client)

    assert answer.result == "refused"
    assert answer.state == "attest"
    assert answer.title == "Oui, sous 2 conditions"
    assert tuple(item.condition for item in answer.to_attest) == SEND
    assert not answer.verdict


def test_ticking_every_condition_turns_the_answer_to_allowed(house, team_plan):
    answer = ask(house, "client_confidential", plan=team_plan, client=house.client, attested=SEND)

    assert answer.title == "Oui"
    assert answer.verdict
    assert all(box.is_ticked for box in answer.attestable)
    assert {item.by for item in answer.met if item.scope == "send"} == {"attesté par vous pour cet envoi"}


def test_nobody_attests_what_others_must_prove(house):
    answer = ask(
        house, "personal", attested=["dpa_signed", "legal_basis", "transfer_ok", "bounded_retention"]
    )

    assert answer.result == "refused"
    assert len(answer.missing) == 4


def test_consent_is_met_by_the_agreement_with_its_reference(house, team_plan):
    answer = ask(house, "client_confidential", plan=team_plan, client=house.client)

    [consent] = [item for item in answer.met if item.condition == "client_consent"]
    assert (consent.by, consent.reference, consent.proven_on) == (
        "accord du client", "Courriel du client", build.SINCE,
    )  # fmt: skip


def test_consent_for_another_tool_does_not_count(house, team_plan):
    build.prove(house, house.plan, "bounded_retention")

    answer = ask(house, "client_confidential", client=house.client)

    assert [item.condition for item in answer.to_supply] == ["client_consent"]


def test_consent_of_a_project_counts_for_that_project_alone(house):
    plan = build.plan_of_class(house, "Claude Team", *build.CLASS_T2)
    build.accept_ai(house)
    build.consent_to(house, plan, project=house.project)

    assert ask(house, "client_confidential", plan=plan, client=house.client).state == "missing"
    assert ask(house, "client_confidential", plan=plan, project=house.project).state == "attest"


def test_an_expired_consent_does_not_count(house):
    plan = build.plan_of_class(house, "Claude Team", *build.CLASS_T2)
    build.accept_ai(house)
    build.consent_to(house, plan, expires_on=build.SINCE)

    assert ask(house, "client_confidential", plan=plan, client=house.client).state == "missing"


def test_a_client_that_forbids_is_forbidden_for_every_level(house, team_plan):
    build.forbid_ai(house)

    answer = ask(house, "internal", plan=team_plan, client=house.client)

    assert answer.result == "forbidden"
    assert "policy.forbids" in [rule.id for rule in answer.deciding]


def test_proofs_of_the_project_are_counted(house):
    plan = build.plan_of_class(house, "Claude Team", *build.CLASS_T2, "transfer_ok")
    build.accept_ai(house)
    build.consent_to(house, plan)
    evidence.record_for_project(
        house.project, condition="legal_basis", reference="Registre n° 4", proven_on=build.SINCE, by=house.cho
    )

    answer = ask(house, "personal", plan=plan, project=house.project)

    assert answer.state == "yes"
    [proof] = [item for item in answer.met if item.condition == "legal_basis"]
    assert proof.by == "projet Alpha Mobile"
    assert proof.reference == "Registre n° 4"


def test_an_unknown_region_forbids_personal_data(house):
    plan = build.plan_of_class(house, "Mystère", *build.CLASS_T2, "transfer_ok", region="unknown")

    answer = ask(house, "personal", plan=plan)

    assert answer.result == "forbidden"
    assert "region.unknown" in [rule.id for rule in answer.deciding]


def test_a_tool_that_the_house_forbids_takes_nothing(house):
    tools.decide(house.tool, decision="forbidden", reason="Fuite", by=house.ida, today=TODAY)
    house.plan.refresh_from_db()

    answer = ask(house, "public")

    assert answer.result == "forbidden"
    assert answer.rules[0].id == "tool.forbidden"


def test_the_passage_is_quoted_to_a_member_and_hidden_from_who_knows_only_the_name(house, team_plan):
    build.add_clause(house, "eu_only", reference="A-7", passage="Tout reste en Europe.")

    member = ask(house, "client_confidential", plan=team_plan, client=house.client)
    by_name = ask(house, "client_confidential", by=house.ida, plan=team_plan, client=house.client)

    assert "Tout reste en Europe." in member.passages[0].text
    assert "A-7" in [rule.id for rule in member.rules]
    assert by_name.passages == ()
    assert not any("Europe" in rule.because.fr or rule.id == "A-7" for rule in by_name.rules)
    assert not any(item.reference == "Courriel du client" for item in by_name.met)


def test_an_invisible_client_is_refused_in_the_words_of_an_unknown_one(house):
    build.accept_ai(house)

    with pytest.raises(Refused, match="^Client inconnu\u00a0: choisissez-le dans la liste.$"):
        ask(house, "internal", by=house.zoe, client=house.client)
    with pytest.raises(Refused, match="^Projet inconnu\u00a0: choisissez-le dans la liste.$"):
        ask(house, "internal", by=house.zoe, project=house.project)


def test_a_project_of_another_client_is_refused(house):
    with pytest.raises(Refused, match="pas de ce client"):
        ask(house, "internal", by=house.dan, client=house.other_client, project=house.project)


@pytest.mark.parametrize("levels", [["nope"], []])
def test_an_unknown_level_or_none_is_a_bad_question(house, levels):
    with pytest.raises(BadQuestion):
        ask(house, *levels)


def test_asking_writes_nothing(house, django_assert_max_num_queries):
    with django_assert_max_num_queries(8) as captured:
        ask(house, "personal")

    assert all(query["sql"].startswith("SELECT") for query in captured.captured_queries)
