"""The nightly reading of the whole trail."""

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from compliance import trail
from people.access import Role
from people.models import User
from people.services import notifications

BROKEN = "trail.broken"


def verify_and_tell() -> trail.Verification:
    """Verify every link; when one does not hold, tell the DPO, or whoever manages people without one."""
    found = trail.verify()
    if not found.ok:
        people = User.objects.deciders(Role.DPO, User()) or User.objects.deciders(Role.ADMIN, User())
        for person in people:
            notifications.tell(
                person,
                event=BROKEN,
                subject=_("La piste d’audit ne se vérifie plus"),
                text=format_lazy(
                    _("Entrée {position} : {problem}. Prévenez l’administration du portail."),
                    position=found.broken_at,
                    problem=found.problem,
                ),
                url=reverse("compliance:trail"),
            )
    return found
