import pytest

from builders import compliance as build
from compliance.models import Acknowledgement, Clause, ClientConsent, ProjectEvidence
from compliance.services import evidence, policies

READERS = {"ana": True, "cho": True, "dan": True, "ida": False, "lea": False, "adi": False, "zoe": False}


@pytest.mark.parametrize(("who", "reads"), READERS.items())
def test_clauses_and_consents_are_read_by_members_champion_and_dpo(house, who, reads):
    build.add_clause(house, "eu_only")
    build.consent_to(house, house.plan)
    person = getattr(house, who)

    assert Clause.objects.visible_to(person).exists() == reads
    assert ClientConsent.objects.visible_to(person).exists() == reads


def test_proofs_of_a_project_follow_the_project(house):
    evidence.record_for_project(
        house.project, condition="legal_basis", reference="r", proven_on=build.SINCE, by=house.dan
    )

    assert ProjectEvidence.objects.visible_to(house.ana).exists()
    assert not ProjectEvidence.objects.visible_to(house.zoe).exists()


def test_everybody_sees_their_own_acceptances_and_the_dpo_all(house):
    policies.acknowledge(build.publish_charter(house), by=house.ana, today=build.TODAY)

    seen = {
        who: Acknowledgement.objects.visible_to(getattr(house, who)).count() for who in ("ana", "dan", "zoe")
    }
    assert seen == {"ana": 1, "dan": 1, "zoe": 0}
