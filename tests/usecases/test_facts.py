import pytest

from usecases.facts import registry_facts


def test_an_internal_use_of_ordinary_data_raises_nothing():
    assert registry_facts(levels=["public", "internal", "client_confidential"]) == frozenset()


@pytest.mark.parametrize("level", ["personal", "special_category"])
def test_data_about_people_raise_personal_data(level):
    assert registry_facts(levels=["internal", level]) == {"personal_data"}


def test_a_public_body_as_client_raises_public_authority():
    assert registry_facts(levels=[], client_sector="public") == {"public_authority"}
    assert registry_facts(levels=[], client_sector="banking") == frozenset()


def test_both_facts_stand_together():
    both = registry_facts(levels=["personal"], client_sector="public")

    assert both == {"personal_data", "public_authority"}


def test_a_vendor_outside_the_union_is_no_fact_about_us():
    """Art. 22 binds a provider established outside the Union; when we are the provider, we are in France."""
    assert "provider_outside_eu" not in registry_facts(levels=["personal"], client_sector="public")
