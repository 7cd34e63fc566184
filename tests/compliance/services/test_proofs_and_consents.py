from datetime import timedelta

import pytest

from builders import compliance as build
from builders.clock import TODAY
from compliance.services import consents, evidence
from etech_ai.verdicts import Refused

TOMORROW = TODAY + timedelta(days=1)


def record(house, condition, by, **facts):
    facts = {"reference": "Registre n° 4", "proven_on": TODAY} | facts
    return evidence.record_for_project(house.project, condition=condition, by=by, **facts)


def test_the_lead_proves_what_is_theirs_and_the_dpo_the_rest(house):
    record(house, "legal_basis", house.cho)
    record(house, "dpo_approval", house.dan)

    with pytest.raises(Refused, match="relève du DPO"):
        record(house, "dpo_approval", house.cho)
    with pytest.raises(Refused, match="Cho Chan"):
        record(house, "legal_basis", house.ana)


@pytest.mark.parametrize("facts", [{"reference": " "}, {"proven_on": TOMORROW, "expires_on": TODAY}])
def test_a_proof_needs_a_reference_and_ordered_dates(house, facts):
    with pytest.raises(Refused):
        record(house, "legal_basis", house.dan, **facts)


def test_a_condition_of_another_scope_is_no_project_proof(house):
    with pytest.raises(Refused, match="dpa_signed"):
        record(house, "dpa_signed", house.dan)


def test_a_consent_is_recorded_by_the_dpo_with_scope_and_reference(house):
    with pytest.raises(Refused, match="DPO"):
        consents.grant(
            house.client, tool=house.tool, scope="s", reference="r", granted_on=TODAY, by=house.cho
        )
    with pytest.raises(Refused, match="périmètre"):
        consents.grant(house.client, tool=house.tool, scope="", reference="r", granted_on=TODAY, by=house.dan)


def test_a_consent_names_a_project_of_its_client(house):
    with pytest.raises(Refused, match="pas de ce client"):
        build.consent_to(house, house.plan, project=house.other_project)


def test_a_withdrawn_consent_stops_at_once(house):
    consent = build.consent_to(house, house.plan)

    consents.withdraw(consent, by=house.dan, today=TODAY)

    assert not house.client.consents.valid_on(TODAY).exists()
    with pytest.raises(Refused, match="déjà retiré"):
        consents.withdraw(consent, by=house.dan, today=TODAY)


def test_a_consent_holds_on_its_last_day(house):
    build.consent_to(house, house.plan, expires_on=TODAY)

    assert house.client.consents.valid_on(TODAY).exists()
    assert not house.client.consents.valid_on(TOMORROW).exists()
