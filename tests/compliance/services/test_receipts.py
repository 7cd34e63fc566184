from datetime import timedelta

from builders import compliance as build
from builders.clock import NOW, TODAY
from compliance.models import Receipt
from compliance.services import receipts
from etech_ai.audit.models import Event


def kept(house, *levels, **more):
    return receipts.keep(by=house.ana, plan=house.plan, levels=levels, today=TODAY, now=NOW, **more)


def test_a_receipt_keeps_the_answer_and_what_was_attested(house):
    build.accept_ai(house)
    plan = build.plan_of_class(house, "Claude Team", *build.CLASS_T2)
    build.consent_to(house, plan)
    house.plan = plan

    receipt = kept(
        house,
        "client_confidential",
        project=house.project,
        attested=["licence_ok", "secrets_scan", "dpa_signed"],
    )

    assert (receipt.result, receipt.client) == ("allowed", house.client)
    assert sorted(receipt.attested) == ["licence_ok", "secrets_scan"]
    assert receipt.expires_at == NOW + timedelta(hours=24)


def test_a_receipt_never_says_more_than_the_rules(house):
    receipt = kept(house, "secret")

    assert receipt.result == "forbidden"
    assert receipt.rules == ["secret.t1"]


def test_the_same_question_is_answered_again_the_day_it_is_read(house):
    receipt = kept(house, "internal")
    later = receipts.answer_today(receipt, by=house.ana, today=TODAY + timedelta(days=4000))

    assert receipt.result == "allowed"
    assert later.result != "allowed"


def test_receipts_are_forgotten_a_month_after_their_end(house):
    kept(house, "internal")

    assert receipts.forget(now=NOW + timedelta(days=30)) == 0
    assert receipts.forget(now=NOW + timedelta(days=32)) == 1
    assert not Receipt.objects.exists()


def test_asking_leaves_no_trace_in_the_trail(house):
    before = Event.objects.count()

    kept(house, "internal")

    assert Event.objects.count() == before
