from datetime import timedelta

from builders import compliance as build
from builders.clock import TODAY
from compliance.services import exemptions, expiries
from people.models import Notification

SOON, FAR = TODAY + timedelta(days=20), TODAY + timedelta(days=60)


def told():
    return sorted(Notification.objects.filter(event__endswith=".ends").values_list("user__email", flat=True))


def test_an_agreement_that_ends_within_a_month_is_told_once_to_the_dpo_and_the_lead(house):
    build.consent_to(house, house.plan, expires_on=SOON)

    assert expiries.remind(today=TODAY) == 2
    assert expiries.remind(today=TODAY) == 0
    assert told() == sorted({house.dan.email, house.project.lead.email})
    assert "finit le" in Notification.objects.filter(event="consent.ends").first().subject


def test_what_ends_later_or_was_withdrawn_is_not_told(house):
    build.consent_to(house, house.plan, expires_on=FAR)

    assert expiries.remind(today=TODAY) == 0


def test_an_exemption_that_ends_is_told_too(house):
    exemptions.grant(
        plan=house.plan, project=house.project, levels=["confidential"], conditions=["owner_approval"],
        reference="DEM-2026-001", expires_on=SOON, by=house.dan, today=TODAY,
    )  # fmt: skip

    assert expiries.remind(today=TODAY) == 2
    assert "DEM-2026-001" in Notification.objects.filter(event="exemption.ends").first().subject
