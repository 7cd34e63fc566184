"""What clients and decisions granted for a time: a word before it ends, to those who can renew it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from compliance.models import ClientConsent, Exemption
from people.access import Role
from people.models import Notification, Project, User
from people.services import notifications

AHEAD = timedelta(days=30)
CONSENT_ENDS, EXEMPTION_ENDS = "consent.ends", "exemption.ends"


def remind(*, today: date) -> int:
    """Nightly: tell the DPO and the projects' leads, once for each end; how many words were left."""
    soon = {"expires_on__gte": today, "expires_on__lte": today + AHEAD}
    told = 0
    for consent in ClientConsent.objects.valid_on(today).filter(**soon).for_sheet():
        told += _tell_of_consent(consent)
    for exemption in Exemption.objects.in_force(today).filter(**soon).for_sheet():
        told += _tell_of_exemption(exemption)
    return told


def _tell_of_consent(consent: ClientConsent) -> int:
    url = f"{reverse('compliance:clause_list', args=[consent.client.slug])}?accord={consent.pk}"
    words = {
        "client": consent.client.name,
        "tool": consent.tool.name,
        "day": f"{consent.expires_on:%d/%m/%Y}",
    }
    subject = format_lazy(_("L’accord de {client} pour {tool} finit le {day}"), **words)
    text = _("Sans nouvel accord écrit, ses données confidentielles ne pourront plus y être envoyées.")
    projects = [consent.project] if consent.project else consent.client.projects.open().select_related("lead")
    return _tell(_those_in_charge(projects), CONSENT_ENDS, subject, text, url)


def _tell_of_exemption(exemption: Exemption) -> int:
    url = f"{reverse('compliance:exemption_list')}?demande={exemption.reference}"
    words = {
        "reference": exemption.reference,
        "plan": str(exemption.plan),
        "day": f"{exemption.expires_on:%d/%m/%Y}",
    }
    subject = format_lazy(_("La dérogation {reference} pour {plan} finit le {day}"), **words)
    text = _("Obtenez la preuve qui manque, ou demandez une nouvelle exception avant cette date.")
    return _tell(_those_in_charge([exemption.project]), EXEMPTION_ENDS, subject, text, url)


def _those_in_charge(projects: Iterable[Project]) -> list[User]:
    """The DPO, and who leads the projects concerned; each once."""
    people = [*User.objects.deciders(Role.DPO, User()), *(project.lead for project in projects)]
    return list({person.pk: person for person in people if person.is_admitted}.values())


def _tell(people: list[User], event: str, subject: Any, text: Any, url: str) -> int:
    told = Notification.objects.filter(user__in=people, event=event, url=url).values_list("user", flat=True)
    known = set(told)
    waiting = [person for person in people if person.pk not in known]
    for person in waiting:
        notifications.tell(person, event=event, subject=subject, text=text, url=url)
    return len(waiting)
