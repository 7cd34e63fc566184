import pytest

from compliance.clause_conflicts import Conflict, ConflictKind, Term, circles, conflicts

VENDORS = {"claude": "anthropic", "copilot": "github", "cursor": "anysphere"}


def found(*terms, **more):
    return [(item.kind, item.references) for item in conflicts(terms, vendor_of=VENDORS, **more)]


def test_clauses_that_agree_are_not_reported():
    assert found(Term("A", "eu_only"), Term("B", "no_training"), Term("C", "disclosure")) == []
    assert found(Term("A", "retention_limit", ("30",)), Term("B", "retention_limit", ("30",))) == []


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (Term("A", "forbids_ai"), Term("B", "prior_notice"), ConflictKind.BAN_AND_PERMISSION),
        (Term("A", "forbids_ai"), Term("B", "named_tools_only"), ConflictKind.BAN_AND_PERMISSION),
        (
            Term("A", "forbids_vendor", ("github",)), Term("B", "named_tools_only", ("copilot",)),
            ConflictKind.VENDOR_AND_TOOL,
        ),
        (
            Term("A", "named_tools_only", ("claude",)), Term("B", "named_tools_only", ("copilot",)),
            ConflictKind.TOOL_LISTS,
        ),
        (Term("A", "retention_limit", ("0",)), Term("B", "retention_limit", ("9",)), ConflictKind.RETENTIONS),
        (Term("A", "reinvoicing_allowed"), Term("B", "reinvoicing_forbidden"), ConflictKind.REINVOICING),
    ],
)  # fmt: skip
def test_two_clauses_that_contradict_are_reported_in_either_order(one, other, kind):
    assert [item[0] for item in found(one, other)] == [kind]
    assert [item[0] for item in found(other, one)] == [kind]


def test_the_general_position_is_held_against_the_clauses():
    ban, notice = Term("A", "forbids_ai"), Term("B", "prior_notice")

    assert found(ban, accepts=True) == [(ConflictKind.POSITION_AND_BAN, ("policy", "A"))]
    assert found(notice, accepts=False) == [(ConflictKind.BAN_AND_PERMISSION, ("policy", "B"))]
    assert found(ban, accepts=None) == []


def test_an_agreement_to_a_tool_that_a_clause_excludes_is_reported_with_the_tool():
    only_claude = Term("A", "named_tools_only", ("claude",))

    told = conflicts([only_claude], vendor_of=VENDORS, consented=["claude", "cursor"])

    assert told == (Conflict(ConflictKind.CONSENT_AND_BAN, ("A",), ("cursor",)),)
    assert conflicts([Term("B", "forbids_vendor", ("github",))], vendor_of=VENDORS, consented=["copilot"])


def test_clauses_that_only_refer_to_each_other_are_a_circle():
    first = Term("SEC-1", "eu_only", passage="Voir SEC-2.")
    second = Term("SEC-2", "eu_only", passage="Comme dit en sec-3 ci-dessous.")
    third = Term("SEC-3", "eu_only", passage="Conformément à SEC-1.")

    assert circles([first, second, third]) == (("SEC-1", "SEC-2", "SEC-3"),)
    assert circles([first, second]) == ()


def test_a_reference_inside_a_longer_one_is_another_reference():
    first = Term("SEC-1", "eu_only", passage="Voir SEC-20.")
    second = Term("SEC-2", "eu_only", passage="Voir SEC-1.")

    assert circles([first, second]) == ()
