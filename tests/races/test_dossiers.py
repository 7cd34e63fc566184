"""Many people asking for dossiers at once on PostgreSQL: no number twice, no dossier twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from builders.clock import TODAY
from builders.dossiers import a_queued_dossier
from builders.usecases import a_use_case
from compliance.models import Dossier
from etech_ai.jobs.models import Job

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def _at_once(calls):
    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_eight_clicks_on_one_form_make_one_dossier_and_one_job(house):
    use_case = a_use_case(house)

    asked = _at_once([lambda: a_queued_dossier(house, use_case)] * 8)

    assert {dossier.number for dossier in asked} == {f"DOS-{TODAY.year}-001"}
    assert Dossier.objects.count() == Job.objects.filter(kind="usecases.render_dossier").count() == 1


def test_eight_subjects_get_eight_numbers_without_a_gap(house):
    cases = [a_use_case(house, title=f"Cas {number}") for number in range(8)]

    asked = _at_once([lambda case=case: a_queued_dossier(house, case) for case in cases])

    assert sorted(dossier.number for dossier in asked) == [f"DOS-{TODAY.year}-{n:03d}" for n in range(1, 9)]
