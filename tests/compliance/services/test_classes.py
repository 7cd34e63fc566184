from datetime import timedelta

import pytest

from builders import compliance as build
from builders.clock import TODAY
from compliance.services import classes
from etech_ai.audit.models import Event
from people.models import Notification

SOON = TODAY + timedelta(days=20)


@pytest.mark.parametrize(
    ("proofs", "found", "level"),
    [
        ((), "t0", "public"),
        (build.CLASS_T1, "t1", "personal"),
        (build.CLASS_T2, "t2", "personal"),
        ((*build.CLASS_T2, "zero_retention", "transfer_ok", "trusted_hosting"), "t3", "special_category"),
        (build.CLASS_T4, "t4", "special_category"),
    ],
)
def test_the_class_follows_from_the_proofs(house, proofs, found, level):
    plan = build.plan_of_class(house, "Outil", *proofs)

    assert (plan.tool_class, plan.highest_level) == (found, level)


def test_the_class_falls_the_day_after_its_last_proof(house):
    plan = build.plan_of_class(house, "Claude", *build.CLASS_T1)
    build.prove(house, plan, "dpa_signed", "eu_residency", "bounded_retention", until=SOON)

    on_the_day = classes.refresh(plan, by=classes.BY_JOB, today=SOON)
    assert (on_the_day.tool_class, on_the_day.class_valid_until) == ("t2", SOON)

    after = classes.refresh(plan, by=classes.BY_JOB, today=SOON + timedelta(days=1))
    assert (after.tool_class, after.class_valid_until) == ("t1", TODAY + build.YEAR)
    assert Notification.objects.filter(user=house.ida, event=classes.FELL).count() == 1


def test_a_second_longer_proof_keeps_the_class(house):
    plan = build.plan_of_class(house, "Claude", *build.CLASS_T1)
    build.prove(house, plan, "no_training", until=SOON)

    assert plan.class_valid_until == TODAY + build.YEAR


def test_a_proof_of_tomorrow_does_not_count_today(house):
    plan = build.plan_of_class(house, "Claude", *build.CLASS_T1)

    assert classes.refresh(plan, by=house.dan, today=build.SINCE - timedelta(days=1)).tool_class == "t0"


def test_the_hourly_job_refreshes_every_plan_and_writes_only_what_changed(house):
    plan = build.plan_of_class(house, "Claude", *build.CLASS_T1)
    house.plan = classes.refresh(house.plan, by=classes.BY_JOB, today=TODAY)
    before = Event.objects.count()

    assert classes.refresh_all(by=classes.BY_JOB, today=TODAY) == {"changed": 0, "warned": 0}
    assert Event.objects.count() == before

    found = classes.refresh_all(by=classes.BY_JOB, today=TODAY + timedelta(days=400))
    plan.refresh_from_db()
    assert found["changed"] == 2
    assert plan.tool_class == "t0"


def test_the_owner_is_told_once_thirty_days_before(house):
    plan = _until(house, TODAY + timedelta(days=40))

    assert classes.warn_of_expiry(plan, today=TODAY) == 0
    assert classes.warn_of_expiry(plan, today=TODAY + timedelta(days=10)) == 1
    assert classes.warn_of_expiry(plan, today=TODAY + timedelta(days=11)) == 0

    told = Notification.objects.get(event=classes.EXPIRES)
    assert told.user == house.ida
    assert "03/01/2027" in told.text


def test_without_an_owner_the_licences_are_told(house):
    plan = _until(house, SOON)
    plan.tool.owner = None

    assert classes.warn_of_expiry(plan, today=TODAY) == 1
    assert Notification.objects.get(event=classes.EXPIRES).user == house.ida


def _until(house, day):
    """A t1 plan whose proofs end on that day."""
    plan = build.plan_of_class(house, "Claude")
    return build.prove(house, plan, *build.CLASS_T1, until=day)
