"""Journey 1: Ana asks for a seat, Cho approves, Ida opens the access; everything is in the trail."""

import pytest
from django.core import mail

from approvals.models import Request
from builders.clock import NOW
from catalog.models import Seat
from etech_ai.audit.chain import verify
from etech_ai.audit.models import Event
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_from_the_catalogue_to_the_seat_without_javascript(house, client_for):
    ana, cho, ida = client_for(house.ana), client_for(house.cho), client_for(house.ida)

    # Ana finds the tool and asks: she sees who decides and by when before she sends.
    assert ana.get("/").status_code == 200
    assert "Copilot" in ana.get("/catalogue/").content.decode()
    sheet = ana.get(f"/catalogue/{house.tool.slug}/").content.decode()
    assert f"/demandes/nouvelle/{house.plan.slug}/" in sheet
    form = ana.get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()
    assert "Cho Chan" in form
    assert "avant le jeudi 26 novembre 2026" in form
    sent = ana.post(
        f"/demandes/nouvelle/{house.plan.slug}/",
        {"beneficiary": house.ana.pk, "justification": "Écrire des tests.", "data_levels": ["internal"]},
        follow=True,
    )
    assert sent.redirect_chain[0][1] == 303
    request = Request.objects.get()

    # Cho finds it in the inbox and approves: the seat is held.
    assert request.reference in cho.get("/a-decider/").content.decode()
    step = request.steps.current().get()
    decided = cho.post(
        f"/demandes/{request.reference}/decider/",
        {"step": step.pk, "move": "approve", "message": "Bon usage."},
    )
    assert decided.status_code == 303
    assert Seat.objects.open().get().holder == house.ana

    # Ana is told by the portal and by mail.
    for job in Job.objects.filter(kind="people.send_notification"):
        queue.run(job.pk, NOW)
    assert any(
        message.to == [house.ana.email] and request.reference in message.subject for message in mail.outbox
    )
    assert request.reference in ana.get("/notifications/").content.decode()
    assert "GitHub Copilot" in ana.get("/").content.decode()

    # Ida opens the access at the vendor.
    ida.post(
        f"/demandes/{request.reference}/decider/",
        {"step": request.steps.current().get().pk, "move": "open-access"},
    )
    assert not request.steps.current().exists()

    # The trail tells it, the approval and the seat as one operation.
    approved = Event.objects.get(name="request.approved")
    assert Event.objects.get(name="seat.assigned").operation == approved.operation
    assert Event.objects.get(name="request.submitted").operation != approved.operation
    assert Event.objects.filter(name="request.access_opened").exists()
    verify()


def test_a_refusal_carries_its_reason_to_the_requester(house, client_for):
    ana, cho = client_for(house.ana), client_for(house.cho)
    ana.post(
        f"/demandes/nouvelle/{house.plan.slug}/", {"beneficiary": house.ana.pk, "justification": "Essayer."}
    )
    request = Request.objects.get()

    cho.post(
        f"/demandes/{request.reference}/decider/",
        {
            "step": request.steps.current().get().pk,
            "move": "refuse",
            "message": "Votre équipe a déjà Claude.",
        },
    )

    assert "Votre équipe a déjà Claude." in ana.get(f"/demandes/{request.reference}/").content.decode()
    assert not Seat.objects.exists()
