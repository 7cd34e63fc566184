"""What the database refuses, whatever a service or a form lets through."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from builders.clock import NOW, TODAY
from catalog.models import CostRecord, Plan, PlanEvidence, Seat, SeatObservation, Subscription, Tool
from etech_ai.audit import recording as audit

YESTERDAY = TODAY - timedelta(days=1)


def refuse(house, row):
    """Save a governed row inside a record and expect the database to say no."""
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        audit.record("test.row_saved", by=house.adi, on=row),
    ):
        row.save()


def test_a_person_holds_one_open_seat_of_a_subscription(house):
    with audit.record("seat.assigned", by=house.ida, on=house.subscription):
        Seat.objects.create(subscription=house.subscription, holder=house.ana, assigned_on=TODAY)

    refuse(house, Seat(subscription=house.subscription, holder=house.ana, assigned_on=TODAY))


def test_a_released_seat_leaves_room_for_another(house):
    with audit.record("seat.assigned", by=house.ida, on=house.subscription):
        for released_on in (TODAY, None):
            Seat.objects.create(
                subscription=house.subscription, holder=house.ana, assigned_on=TODAY, released_on=released_on
            )

    assert Seat.objects.open().count() == 1


def test_a_seat_is_not_released_before_it_was_assigned(house):
    refuse(
        house,
        Seat(subscription=house.subscription, holder=house.ana, assigned_on=TODAY, released_on=YESTERDAY),
    )


def test_a_subscription_does_not_end_before_it_starts(house):
    refuse(house, Subscription(plan=house.plan, label="Autre", starts_on=TODAY, ends_on=YESTERDAY))


def test_a_price_has_a_currency(house):
    refuse(house, Subscription(plan=house.plan, label="Autre", starts_on=TODAY, price_minor=100))
    refuse(house, Plan(tool=house.tool, name="Autre", slug="autre", pricing="seat", currency="EUR"))


def test_a_vendor_count_has_its_day(house):
    refuse(house, Subscription(plan=house.plan, label="Autre", starts_on=TODAY, vendor_count=3))


def test_a_proof_does_not_expire_before_it_was_made(house):
    refuse(
        house,
        PlanEvidence(
            plan=house.plan,
            condition="tia",
            kind="file",
            reference="x",
            proven_on=TODAY,
            expires_on=YESTERDAY,
        ),
    )


def test_a_decided_tool_has_a_reason_and_a_day(house):
    refuse(house, Tool(name="X", slug="x", vendor=house.vendor, category="coding", decision="forbidden"))


def test_a_plan_slug_is_unique(house):
    refuse(house, Plan(tool=house.tool, name="Autre", slug=house.plan.slug, pricing="free"))


def test_one_cost_per_vendor_month_kind_and_source(house):
    facts = {
        "month": TODAY.replace(day=1),
        "kind": "billed",
        "amount_minor": 1,
        "currency": "EUR",
        "source": "f",
    }
    CostRecord.objects.create(vendor=house.vendor, **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        CostRecord.objects.create(vendor=house.vendor, **facts)


def test_evidence_counts_on_its_last_day_and_not_after(house):
    last_day = PlanEvidence.objects.first().expires_on

    assert PlanEvidence.objects.valid_on(last_day).count() == 2
    assert not PlanEvidence.objects.valid_on(last_day + timedelta(days=1)).exists()
    assert not PlanEvidence.objects.valid_on(YESTERDAY).exists()


def test_observations_of_a_seat_need_no_record(house):
    with audit.record("seat.assigned", by=house.ida, on=house.subscription):
        seat = Seat.objects.create(subscription=house.subscription, holder=house.ana, assigned_on=TODAY)

    observation = SeatObservation.objects.create(seat=seat, source="api", as_of=NOW)

    assert observation.last_used_on is None


def test_monthly_price_of_a_yearly_plan(house):
    plan = Plan(price_minor=12000, currency="EUR", period="year")

    assert plan.monthly_minor == 1000
