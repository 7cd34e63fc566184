from approvals import checks
from approvals.materiality import FACTS, flat
from approvals.models import Request
from approvals.workflow import Kind
from builders.clock import TODAY
from builders.compliance import add_clause
from builders.requests import an_open_key, sent
from builders.usecases import a_use_case
from compliance.services import clauses, consents
from people.services import projects


def one_of_each_kind(house):
    """A seat and an access on the client's project, a use case of the client, a new tool."""
    sent(house, project=house.project)
    sent(house, Kind.TOOL_ACCESS, by=house.zoe, data_levels=("internal",))
    sent(house, Kind.USE_CASE, use_case=a_use_case(house, client=house.client, plans=[house.plan]))
    sent(house, Kind.NEW_TOOL, proposed_name="Tabnine")
    key = an_open_key(house)
    sent(house, Kind.QUOTA, api_key=key, plan=key.plan, cap_minor=9_000, currency="EUR")


def test_every_fact_is_declared_with_whether_it_matters(house):
    one_of_each_kind(house)
    conditions = {"conditions"}  # the exception's own, which the house's plan would not need

    found = set().union(*(flat(request.facts) for request in Request.objects.all()))

    assert found | conditions == set(FACTS)


def test_many_requests_are_read_as_one_by_one(house):
    one_of_each_kind(house)
    add_clause(house, "no_training")

    together = checks.facts_of_all(Request.objects.all(), TODAY)

    assert together == {request.pk: checks.facts_of(request, TODAY) for request in Request.objects.all()}


def test_the_facts_name_what_binds_the_client_by_its_key(house):
    clause = add_clause(house, "no_training")
    other = projects.create(
        name="Alpha Web", client=house.client, lead=house.cho, starts_on=TODAY, by=house.adi
    )
    elsewhere = clauses.add(
        house.client, reference="W-1", passage="Instance dédiée.", document="Contrat",
        effect="dedicated_instance", project=other, by=house.dan,
    )  # fmt: skip
    consent = consents.grant(
        house.client, tool=house.tool, scope="Code", reference="Courriel", granted_on=TODAY, by=house.dan
    )

    facts = sent(house, project=house.project).facts["client"]

    assert facts == {"ai_policy": house.client.ai_policy, "clauses": [clause.pk], "consents": [consent.pk]}
    assert elsewhere.pk not in facts["clauses"]


def test_an_internal_project_brings_no_client(house):
    inner = projects.create(name="Outillage", lead=house.cho, starts_on=TODAY, by=house.adi)

    assert "client" not in sent(house, project=inner).facts
