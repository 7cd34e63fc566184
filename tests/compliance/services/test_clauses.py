import pytest

from builders import compliance as build
from builders.clock import TODAY
from compliance.services import answers, clauses
from etech_ai.verdicts import Refused


def judged(house, effect, value="", plan=None):
    return clauses.judged(build.add_clause(house, effect, value), plan or house.plan)


@pytest.mark.parametrize(
    ("effect", "value", "forbids", "asks"),
    [
        ("forbids_ai", "", True, ()),
        ("forbids_vendor", "github", True, ()),
        ("eu_only", "", False, ("eu_residency",)),
        ("named_tools_only", "github-copilot", False, ("client_consent",)),
        ("no_training", "", False, ("no_training",)),
        ("retention_limit", "30", False, ("bounded_retention",)),
        ("retention_limit", "0", False, ("zero_retention",)),
        ("retention_limit", "7", False, ("zero_retention",)),
        ("prior_notice", "", False, ("client_consent",)),
        ("dedicated_instance", "", False, ("self_hosted",)),
        ("certification", "HDS", False, ("trusted_hosting",)),
        ("disclosure", "", False, ()),
        ("reinvoicing_allowed", "", False, ()),
        ("reinvoicing_forbidden", "", False, ()),
    ],
)
def test_each_effect_forbids_or_asks(house, effect, value, forbids, asks):
    found = judged(house, effect, value)

    assert (found.forbids, found.adds_conditions) == (forbids, asks)
    assert found.reference == f"SEC-{effect}"


def test_a_vendor_clause_leaves_other_vendors_alone(house):
    clause = build.add_clause(house, "forbids_vendor", "github")
    house.plan.tool.vendor.slug = "autre"

    assert not clauses.judged(clause, house.plan).forbids


def test_named_tools_forbid_the_others(house):
    clause = build.add_clause(house, "named_tools_only", "github-copilot")
    other = build.plan_of_class(house, "Cursor")

    assert clauses.judged(clause, other).forbids


@pytest.mark.parametrize("effect", ["forbids_vendor", "named_tools_only"])
def test_without_a_plan_what_bans_some_tools_bans_it(house, effect):
    clause = build.add_clause(house, effect, "github" if effect == "forbids_vendor" else "github-copilot")

    assert clauses.judged(clause, None).forbids


def test_a_plan_that_keeps_less_meets_a_short_limit(house):
    house.plan.retention_days = 5

    assert judged(house, "retention_limit", "7").adds_conditions == ("bounded_retention",)


def test_the_effect_is_seen_for_every_kind_of_clause(house):
    assert {effect.value for effect in clauses.ClauseEffect} == {
        "forbids_ai", "forbids_vendor", "eu_only", "named_tools_only", "no_training", "retention_limit",
        "prior_notice", "dedicated_instance", "certification", "disclosure", "reinvoicing_allowed",
        "reinvoicing_forbidden",
    }  # fmt: skip


def test_add_refuses_a_reference_already_in_force_until_it_is_retired(house):
    clause = build.add_clause(house, "eu_only", reference="A-1")
    with pytest.raises(Refused, match="déjà enregistrée"):
        build.add_clause(house, "no_training", reference="A-1")

    clauses.retire(clause, by=house.dan, today=TODAY)
    build.add_clause(house, "no_training", reference="A-1")

    assert house.client.clauses.in_force(TODAY).count() == 1


@pytest.mark.parametrize(
    ("effect", "value"),
    [
        ("retention_limit", "un mois"),
        ("forbids_vendor", "inconnu"),
        ("named_tools_only", ""),
        ("certification", " "),
    ],
)
def test_add_refuses_a_value_that_the_effect_cannot_use(house, effect, value):
    with pytest.raises(Refused):
        build.add_clause(house, effect, value)


def test_add_is_for_the_dpo(house):
    with pytest.raises(Refused, match="DPO"):
        clauses.add(house.client, reference="A", passage="P", document="D", effect="eu_only", by=house.cho)


def test_a_projects_clause_binds_that_project_and_no_other(house):
    build.accept_ai(house)
    build.add_clause(house, "forbids_ai", project=house.project)

    def ask(**what):
        return answers.ask(by=house.dan, plan=house.plan, levels=["internal"], today=TODAY, **what)

    assert ask(project=house.project).state == "no"
    assert ask(client=house.client).state == "yes"


@pytest.mark.parametrize(
    ("above", "own"),
    [
        (("forbids_ai", ""), ("prior_notice", "")),
        (("retention_limit", "0"), ("retention_limit", "30")),
        (("reinvoicing_forbidden", ""), ("reinvoicing_allowed", "")),
    ],
)
def test_a_project_may_only_tighten(house, above, own):
    build.add_clause(house, *above, reference="CLI-1")

    with pytest.raises(Refused, match="que durcir"):
        build.add_clause(house, *own, reference="PRJ-1", project=house.project)


def test_a_project_names_fewer_tools_never_others(house):
    other = build.plan_of_class(house, "Autre", *build.CLASS_T1)
    build.add_clause(house, "named_tools_only", f"{house.tool.slug}, {other.tool.name}", reference="CLI-1")

    build.add_clause(house, "named_tools_only", house.tool.slug, reference="PRJ-1", project=house.project)
    third = build.plan_of_class(house, "Tiers", *build.CLASS_T1)
    with pytest.raises(Refused, match="que durcir"):
        build.add_clause(house, "named_tools_only", third.tool.slug, reference="PRJ-2", project=house.project)


def test_a_clause_of_another_clients_project_is_refused(house):
    with pytest.raises(Refused, match="l’un des siens"):
        build.add_clause(house, "forbids_ai", project=house.other_project)


def test_clauses_that_refer_to_each_other_in_a_circle_are_refused(house):
    build.add_clause(house, "eu_only", reference="SEC-1", passage="Voir SEC-2.")

    with pytest.raises(Refused, match="se renvoient"):
        build.add_clause(house, "no_training", reference="SEC-2", passage="Comme en SEC-1.")


def test_contradictions_are_reported_and_the_strictest_applies_meanwhile(house):
    build.accept_ai(house)
    build.add_clause(house, "forbids_vendor", house.vendor.slug, reference="SEC-1")
    build.add_clause(house, "named_tools_only", house.tool.slug, reference="SEC-2")

    told = clauses.conflicts_of(house.client, house.client.clauses.all(), consented=[house.tool.slug])

    assert [(item.kind.value, item.references) for item in told] == [
        ("vendor_and_tool", ("SEC-1", "SEC-2")),
        ("consent_and_ban", ("SEC-1",)),
    ]
    answer = answers.ask(by=house.ana, plan=house.plan, levels=["public"], client=house.client, today=TODAY)
    assert answer.state == "no"
