"""Journey 1: Ana asks for a seat, Cho approves, Ida opens the access; everything is in the trail."""

import pytest
from django.core import mail

from approvals.models import Request
from approvals.workflow import UNDO_WITHIN
from builders.clock import NOW, TODAY
from catalog.models import Seat
from compliance.services import policies
from etech_ai.audit.chain import verify
from etech_ai.audit.models import Event
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job
from people.services import trainings


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
        queue.run(job.pk, NOW + UNDO_WITHIN)
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


def test_the_light_path_from_the_blocked_form_to_the_seat(house, client_for):
    ana, ida = client_for(house.ana), client_for(house.ida)
    charter = policies.publish("Charte IA", body="Règles.", effective_on=TODAY, by=house.dan)
    training = trainings.create(title="Bases de l’IA", minutes=30, is_required=True, by=house.adi)
    ask = f"/demandes/nouvelle/{house.plan.slug}/"

    # The form says what is missing, and where to settle it.
    blocked = ana.get(ask).content.decode()
    assert "Lisez et acceptez" in blocked
    assert "Ouvrir les règles internes" in blocked
    policies.acknowledge(charter, by=house.ana, today=TODAY)
    trainings.complete(training, user=house.ana, completed_on=TODAY, by=house.adi)
    assert "Accordée dès l’envoi" in ana.get(ask).content.decode()

    # She sends: the rule of the house grants it at once, nobody decides, and the portal says so.
    sent = ana.post(ask, {"beneficiary": house.ana.pk, "justification": "Écrire des tests."}, follow=True)
    request = Request.objects.get()
    assert request.granted_by_rule == "VL-1"
    assert "est accordée dès l’envoi" in sent.content.decode()
    assert Seat.objects.open().get().holder == house.ana
    assert request.reference not in client_for(house.cho).get("/a-decider/").content.decode()

    # Licences open the access, as after any decision.
    assert request.reference in ida.get("/a-decider/").content.decode()
    ida.post(
        f"/demandes/{request.reference}/decider/",
        {"step": request.steps.current().get().pk, "move": "open-access"},
    )
    assert not request.steps.current().exists()

    # The trail tells it as one act: asked by Ana, granted by the rule, and the seat with it.
    granted = Event.objects.get(name="request.granted_by_rule")
    submitted = Event.objects.get(name="request.submitted")
    assert granted.operation == submitted.operation == Event.objects.get(name="seat.assigned").operation
    assert (submitted.actor_ref, granted.actor_ref) == (f"people.user:{house.ana.pk}", "job:light-path")
    assert verify().ok
