"""What the person has already: never a dead end, a grant with an end can be asked for longer."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.checks import ways
from approvals.checks.outcome import Check, failed, passed
from approvals.checks.proposal import Proposal
from approvals.models import Request
from approvals.permissions import can_extend
from approvals.workflow import Kind
from catalog.models import Seat
from etech_ai import wording


def seat_not_held(proposal: Proposal, today: date) -> list[Check]:
    """No second seat of the same plan; the one that ends can be asked for longer."""
    if proposal.extends:
        return [_longer(proposal, proposal.extends)]
    held = Seat.objects.open().filter(holder=proposal.beneficiary, subscription__plan=proposal.plan)
    if not held.exists():
        return []
    reason = _("Un siège de cette offre est déjà attribué à cette personne.")
    return [_held(proposal, _("Siège déjà attribué"), reason, _grant(proposal, Kind.LICENCE, today))]


def access_not_held(proposal: Proposal, today: date) -> list[Check]:
    """No second access to the same plan; the one that ends can be asked for longer."""
    if proposal.extends:
        return [_longer(proposal, proposal.extends)]
    granted = _grant(proposal, Kind.TOOL_ACCESS, today)
    if granted is None:
        return []
    reason = _("Cet accès est déjà accordé à cette personne.")
    return [_held(proposal, _("Accès déjà accordé"), reason, granted)]


def exception_not_held(proposal: Proposal, today: date) -> list[Check]:
    """An exception that is extended ends later than before."""
    return [_longer(proposal, proposal.extends)] if proposal.extends else []


def _grant(proposal: Proposal, kind: Kind, today: date) -> Request | None:
    same = Request.objects.granted(today).filter(
        kind=kind.value, plan=proposal.plan, beneficiary=proposal.beneficiary
    )
    return same.newest_first().first()


def _held(proposal: Proposal, title: str, reason: str, grant: Request | None) -> Check:
    """Where to go from here: longer, or to what is held."""
    if grant and grant.ends_on and can_extend(proposal.requester, grant):
        text = _("%(reason)s C’est accordé jusqu’au %(day)s : demandez à prolonger.")
        return failed(
            "held",
            title,
            text % {"reason": reason, "day": wording.day(grant.ends_on)},
            url=ways.extend_url(grant),
            action=_("Prolonger"),
        )
    text = _("%(reason)s Il n’y a rien à demander.") % {"reason": reason}
    url, action = _what_is_held(proposal, grant)
    return failed("held", title, text, url=url, action=action)


def _what_is_held(proposal: Proposal, grant: Request | None) -> tuple[str, str]:
    if proposal.beneficiary == proposal.requester:
        return reverse("approvals:home"), _("Voir mes outils")
    if grant and Request.objects.visible_to(proposal.requester).filter(pk=grant.pk).exists():
        sheet = reverse("approvals:request_sheet", args=[grant.reference])
        return sheet, _("Voir %(reference)s") % {"reference": grant.reference}
    return reverse("catalog:tool_sheet", args=[proposal.the_plan.tool.slug]), _("Voir la fiche de l’outil")


def _longer(proposal: Proposal, former: Request) -> Check:
    """An extension ends after what it extends."""
    values = {"reference": former.reference, "day": wording.day(former.ends_on)}
    if proposal.ends_on and former.ends_on and proposal.ends_on <= former.ends_on:
        reason = _("%(reference)s court déjà jusqu’au %(day)s : choisissez une date après celle-là.")
        return failed("longer", _("Date de fin à repousser"), reason % values)
    text = _("%(reference)s court jusqu’au %(day)s ; l’accord d’avant tient jusque-là.")
    return passed("longer", _("Prolongation d’un accord en cours"), text % values)
