import pytest
from django.db import IntegrityError

from builders.usecases import a_use_case
from etech_ai.audit import recording as audit
from usecases.models import Classification, ObligationState, UseCasePlan


@pytest.mark.parametrize("model", [Classification, ObligationState, UseCasePlan])
def test_what_hangs_on_a_use_case_is_seen_with_it(house, model):
    assert not model.objects.visible_to(house.zoe).exists()


def test_a_classification_for_a_client_is_hidden_from_strangers(house):
    stored = a_use_case(house, project=house.project).classifications.get()

    assert Classification.objects.visible_to(house.ana).get() == stored
    assert not Classification.objects.visible_to(house.zoe).exists()


def test_the_database_refuses_an_undetermined_classification(house):
    stored = a_use_case(house).classifications.get()

    with pytest.raises(IntegrityError), audit.record("test.broken", by=house.adi, on=stored):
        Classification.objects.filter(pk=stored.pk).update(outcome="undetermined")
