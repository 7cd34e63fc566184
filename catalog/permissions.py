"""What one may do with the catalogue, each answer a Verdict for button, tooltip and service alike.

`by` may be a named Actor: jobs and the shipped content write in their own name, without roles.
"""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.enums import ToolDecision
from catalog.models import ApiKeySheet, Plan, Seat, Subscription
from etech_ai.audit.actors import Actor
from etech_ai.verdicts import YES, Verdict, no
from people.access import Permission

CLOSED_TO_NEW_SEATS = (ToolDecision.RETIRING, ToolDecision.FORBIDDEN)


def can_edit_catalogue(person: Any) -> Verdict:
    """Champions, licences and the DPO keep the catalogue."""
    if _may(person, Permission.EDIT_CATALOGUE):
        return YES
    return no(_("Le catalogue est tenu par les champions, les licences et le DPO : écrivez à l’un d’eux."))


def can_record_evidence(person: Any) -> Verdict:
    """Who keeps the catalogue or the data rules may record a proof; its class is computed, not chosen."""
    if _may(person, Permission.EDIT_CATALOGUE) or _may(person, Permission.EDIT_DATA_RULES):
        return YES
    return no(
        _("Les preuves sont enregistrées par les champions, les licences et le DPO : envoyez-leur la pièce.")
    )


def can_manage_seats(person: Any) -> Verdict:
    if _may(person, Permission.MANAGE_SEATS):
        return YES
    return no(_("Les abonnements et leurs plafonds sont tenus par le rôle Licences : adressez-vous à lui."))


def can_manage_connections(person: Any) -> Verdict:
    if _may(person, Permission.MANAGE_CONNECTIONS):
        return YES
    return no(_("Licences et administration tiennent les connexions aux éditeurs : adressez-vous à elles."))


def can_admit_host(person: Any) -> Verdict:
    """An address outside of a kind's own list gets the credential: administrators alone name one."""
    if _may(person, Permission.ADMIT_VENDOR_HOSTS):
        return YES
    return no(_("Cette adresse n’est pas celle de l’éditeur : l’administration du portail peut l’admettre."))


def can_ask_for(person: Any, plan: Plan) -> Verdict:
    """Whether asking for this plan makes sense; a full plan may be asked for (waiting list)."""
    holds_one = Seat.objects.open().filter(holder=person, subscription__plan=plan).exists()
    return can_ask_for_given(plan, holds_one=holds_one)


def can_ask_for_given(plan: Plan, *, holds_one: bool) -> Verdict:
    """The same answer for lists, which already know whether the person holds a seat of the plan."""
    if holds_one:
        return no(_("Vous avez déjà un siège de cette offre."))
    if not plan.tool.may_be_asked_for:
        return no(_why_closed(plan.tool))
    if not plan.is_offered:
        return no(_("Cette offre n’est plus proposée : choisissez une autre offre du même outil."))
    return YES


def can_take_seat(person: Any, subscription: Subscription, today: date | None = None) -> Verdict:
    """Whether that person may hold a seat of that subscription, counted now."""
    tool, day = subscription.plan.tool, today or timezone.localdate()
    if not (welcome := _may_be_given(person, tool)):
        return welcome
    if not subscription.is_current(day):
        return no(
            _("L’abonnement « %(label)s » n’est pas en cours : choisissez-en un autre.")
            % {"label": subscription}
        )
    if subscription.seats.open().filter(holder=person).exists():
        return no(_("%(person)s a déjà un siège de cet abonnement.") % {"person": person})
    return _room_in(subscription)


def can_hold_seat(person: Any, plan: Plan) -> Verdict:
    """Whether that person may wait for a seat of that plan: nothing but room is wanting."""
    if Seat.objects.open().filter(holder=person, subscription__plan=plan).exists():
        return no(_("%(person)s a déjà un siège de cette offre.") % {"person": person})
    return _may_be_given(person, plan.tool)


def _may_be_given(person: Any, tool: Any) -> Verdict:
    if not person.is_admitted:
        return no(
            _("%(person)s n’est pas membre actif du portail : admettez d’abord cette personne.")
            % {"person": person}
        )
    return no(_why_closed(tool)) if tool.decision in CLOSED_TO_NEW_SEATS else YES


def can_keep_key(person: Any, sheet: ApiKeySheet) -> Verdict:
    """Owners keep the sheets of their own keys; the role Licences keeps any."""
    if sheet.owner == person or _may(person, Permission.MANAGE_SEATS):
        return YES
    return no(_("La fiche est tenue par la personne responsable de la clé et par le rôle Licences."))


def can_release_seat(person: Any, seat: Seat) -> Verdict:
    """Holders give back their own seat; the role Licences takes back any."""
    if seat.released_on is not None:
        return no(_("Ce siège est déjà rendu."))
    if seat.holder == person or _may(person, Permission.MANAGE_SEATS):
        return YES
    return no(_("Seuls la personne qui tient le siège et le rôle Licences peuvent le rendre."))


def _room_in(subscription: Subscription) -> Verdict:
    ceiling = subscription.seat_ceiling
    if ceiling is None or subscription.seats.open().count() < ceiling:
        return YES
    text = _("Plus de siège libre dans « %(label)s » (plafond de %(ceiling)s) : rejoignez la file d’attente.")
    return no(text % {"label": subscription, "ceiling": ceiling})


def _why_closed(tool: Any) -> str:
    texts = {
        ToolDecision.EVALUATION: _(
            "%(tool)s est en évaluation : attendez la décision avant de demander un accès."
        ),
        ToolDecision.RETIRING: _("%(tool)s est en retrait : choisissez une alternative du catalogue."),
        ToolDecision.FORBIDDEN: _("%(tool)s est interdit : choisissez une alternative du catalogue."),
    }
    return texts[ToolDecision(tool.decision)] % {"tool": tool}


def _may(by: Any, permission: Permission) -> bool:
    return isinstance(by, Actor) or by.may(permission)
