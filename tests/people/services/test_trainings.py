from datetime import date

import pytest

from builders.clock import TODAY
from etech_ai.verdicts import Refused
from people.models import TrainingCompletion
from people.services import trainings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("months", "followed", "expires"),
    [
        (12, date(2026, 11, 24), date(2027, 11, 24)),
        (1, date(2026, 1, 31), date(2026, 2, 28)),
        (14, date(2026, 12, 1), date(2028, 2, 1)),
        (None, date(2026, 11, 24), None),
    ],
)
def test_a_proof_holds_for_the_months_of_its_training(house, months, followed, expires):
    training = trainings.create(title="Bases de l’IA", minutes=45, valid_months=months, by=house.adi)
    done = trainings.complete(training, user=house.ana, completed_on=followed, by=house.adi)

    assert done.expires_on == expires


def test_a_proof_that_ran_out_counts_no_more(house):
    training = trainings.create(title="Bases de l’IA", minutes=45, valid_months=12, by=house.adi)
    trainings.complete(training, user=house.ana, completed_on=date(2025, 11, 24), by=house.adi)

    assert not TrainingCompletion.objects.valid_on(TODAY).exists()


def test_a_training_is_recorded_once_a_day(house):
    training = trainings.create(title="Bases de l’IA", minutes=45, by=house.adi)
    trainings.complete(training, user=house.ana, completed_on=TODAY, by=house.ana, proof="Attestation")
    with pytest.raises(Refused, match="déjà enregistrée"):
        trainings.complete(training, user=house.ana, completed_on=TODAY, by=house.adi)
