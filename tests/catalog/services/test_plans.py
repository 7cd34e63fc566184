from datetime import timedelta

import pytest

from builders.catalog import seat_plan
from builders.clock import TODAY
from catalog.models import Plan, PlanEvidence
from catalog.services import plans, seats, subscriptions
from etech_ai.audit.models import Event
from etech_ai.jobs.models import Job
from etech_ai.verdicts import Refused


def prove(house, by=None, **changes):
    facts = {
        "condition": "dpa_signed",
        "kind": "file",
        "reference": "dpa.pdf",
        "proven_on": TODAY,
        "expires_on": TODAY + timedelta(days=30),
    }
    return plans.record_evidence(house.plan, by=by or house.dan, **{**facts, **changes})


def test_what_nobody_checked_stays_unknown(house):
    plan = plans.add(house.tool, name="Enterprise", pricing="seat", by=house.ida)

    assert (plan.region, plan.trains_on_data, plan.has_sso) == ("unknown", "unknown", "unknown")
    assert (plan.tool_class, plan.highest_level, plan.slug) == ("t0", "", "github-copilot-enterprise")


def test_add_refuses_a_name_or_slug_that_is_taken(house):
    with pytest.raises(Refused, match="existe déjà"):
        plans.add(house.tool, name="business", pricing="seat", by=house.ida)


def test_evidence_says_who_recorded_it_and_leaves_the_class_to_be_recomputed(house):
    evidence = prove(house)

    assert evidence.recorded_by == house.dan
    job = Job.objects.get(key=f"class-of-plan:{house.plan.pk}:evidence:{evidence.pk}")
    assert (job.kind, job.payload) == ("compliance.refresh_plan_class", {"plan": house.plan.pk})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"condition": "client_consent"}, "n’est pas une condition d’offre"),
        ({"reference": " "}, "où se trouve la preuve"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expire avant sa date"),
    ],
)
def test_evidence_refuses_what_proves_nothing(house, changes, why):
    with pytest.raises(Refused, match=why):
        prove(house, **changes)

    assert PlanEvidence.objects.count() == 2


def test_evidence_refuses_staff(house):
    with pytest.raises(Refused, match="Les preuves"):
        prove(house, by=house.ana)


def test_set_class_writes_only_what_differs(house):
    facts = {"tool_class": "t3", "valid_until": TODAY, "highest_level": "special_category", "by": house.dan}
    plans.set_class(house.plan, **facts)
    before = Event.objects.count()

    plan = plans.set_class(house.plan, **facts)

    assert Event.objects.count() == before
    assert (plan.tool_class, plan.class_valid_until, plan.highest_level) == ("t3", TODAY, "special_category")


def test_the_level_of_a_plan_lapses_with_its_class(house):
    day_after = house.plan.class_valid_until + timedelta(days=1)

    assert (house.plan.level_on(TODAY), house.plan.class_on(TODAY)) == ("personal", "t1")
    assert (house.plan.level_on(day_after), house.plan.class_on(day_after)) == ("public", "t0")
    assert list(Plan.objects.reaching("internal", TODAY)) == [house.plan]
    assert not Plan.objects.reaching("internal", day_after).exists()
    assert Plan.objects.reaching("public", day_after).exists()


def test_a_ceiling_is_not_lowered_under_the_seats_held(house):
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    with pytest.raises(Refused, match="reprenez-en d’abord"):
        subscriptions.set_ceiling(house.subscription, ceiling=0, by=house.ida)


def test_a_ceiling_is_lifted_and_the_change_is_recorded(house):
    subscription = subscriptions.set_ceiling(house.subscription, ceiling=None, by=house.ida)

    assert subscription.seat_ceiling is None
    assert Event.objects.filter(name="subscription.ceiling_set").exists()


def test_only_licences_change_a_ceiling(house):
    with pytest.raises(Refused, match="rôle Licences"):
        subscriptions.set_ceiling(house.subscription, ceiling=9, by=house.cho)


def test_a_subscription_label_is_used_once_per_plan(house):
    with pytest.raises(Refused, match="existe déjà"):
        seat_plan(house, house.plan, label="copilot business")


def test_the_vendors_count_stands_beside_the_ceiling(house):
    subscription = subscriptions.record_vendor_count(house.subscription, count=5, on=TODAY, by=house.ida)

    assert (subscription.vendor_count, subscription.seat_ceiling) == (5, 2)
