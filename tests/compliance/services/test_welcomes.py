import pytest

from builders import compliance as build
from builders.clock import TODAY
from compliance.models import Clause, ClientConsent
from compliance.services import matrices, welcomes
from compliance.services.welcomes import Newcomer
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Client, Project

EU_ONLY = {
    "reference": "SEC-1", "document": "Contrat", "page": "3", "passage": "Tout reste en Europe.",
    "effect": "eu_only", "value": "",
}  # fmt: skip


def newcomer(house, **facts):
    known = {
        "name": "Banque du Nord", "sector": "banking", "cloud": "Azure", "policy": "accepts",
        "reference": "Contrat cadre", "clauses": (EU_ONLY,), "project": "Portail crédit",
        "lead": house.ana, **facts,
    }  # fmt: skip
    return Newcomer(**known)


def lists(matrix):
    return {
        item.row.plan.slug: [[level.id for level in part] for part in (item.open, item.attest, item.banned)]
        for item in matrices.permitted(matrix)
    }


def test_the_list_before_registering_is_the_list_after(house):
    plan = build.plan_of_class(house, "Claude Team", *build.CLASS_T2)
    asked = newcomer(house, tools=(plan.tool,), scope="Code source")

    before = welcomes.preview(asked, by=house.dan, today=TODAY)
    client = welcomes.welcome(asked, by=house.dan, today=TODAY)
    after = matrices.build(by=house.dan, client=client, today=TODAY)

    assert lists(before) == lists(after)
    assert "client_confidential" in lists(after)[plan.slug][1]


def test_a_preview_writes_nothing(house):
    events, known = Event.objects.count(), Client.objects.count()

    welcomes.preview(newcomer(house), by=house.dan, today=TODAY)

    assert (Event.objects.count(), Client.objects.count()) == (events, known)


def test_everything_is_registered_in_one_go(house):
    client = welcomes.welcome(newcomer(house), by=house.dan, today=TODAY)

    assert (client.sector, client.ai_policy) == ("banking", "accepts")
    assert Clause.objects.get(client=client).reference == "SEC-1"
    assert Project.objects.get(client=client).lead == house.ana


@pytest.mark.parametrize(
    "wrong",
    [
        {"clauses": (EU_ONLY, EU_ONLY)}, {"lead": None}, {"clauses": ({**EU_ONLY, "passage": " "},)},
        {"clauses": ({**EU_ONLY, "effect": "forbids_vendor", "value": "Inconnu"},)},
    ],
)  # fmt: skip
def test_one_mistake_and_nothing_is_registered(house, wrong):
    with pytest.raises(Refused):
        welcomes.welcome(newcomer(house, **wrong), by=house.dan, today=TODAY)

    assert not Client.objects.filter(name="Banque du Nord").exists()
    assert not Clause.objects.exists()
    assert not ClientConsent.objects.exists()


def test_registering_a_clients_terms_is_for_the_dpo(house):
    with pytest.raises(Refused, match="DPO"):
        welcomes.welcome(newcomer(house), by=house.adi, today=TODAY)
