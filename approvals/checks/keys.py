"""What is read before a key, or a higher cap for one, is asked for."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.checks.outcome import Check, failed, passed
from approvals.checks.proposal import Proposal
from catalog.enums import KeyEnvironment, Pricing
from catalog.models import ApiKeySheet
from etech_ai import wording


def priced_by_use(proposal: Proposal, today: date) -> list[Check]:
    """A key calls what is paid for as it is used; a seat is asked for as a seat."""
    plan = proposal.the_plan
    if plan.pricing == Pricing.USAGE:
        return []
    reason = _("Cette offre se paie autrement qu’à l’usage : elle se demande sans clé.")
    url = reverse("approvals:request_new", args=[plan.slug])
    return [failed("pricing", _("Offre sans clé"), reason, url=url, action=_("Demander l’offre"))]


def key_not_held(proposal: Proposal, today: date) -> list[Check]:
    """One key per person, plan, environment and project: the one that exists may need a higher cap."""
    held = ApiKeySheet.objects.in_use().filter(
        owner=proposal.beneficiary,
        plan=proposal.plan,
        environment=proposal.environment,
        project=proposal.project,
    )
    sheet = held.order_by("pk").first()
    if sheet is None:
        return []
    reason = _("Une clé existe pour cet environnement et ce projet : si elle ne suffit pas, relevez-la.")
    url = reverse("approvals:request_quota", args=[sheet.pk])
    action = _("Demander un plafond plus haut")
    return [failed("held", _("Clé déjà accordée"), reason, url=url, action=action)]


def cap_given(proposal: Proposal, today: date) -> list[Check]:
    """What the key may cost, said in a year."""
    if not proposal.cap_minor:
        return []
    yearly = wording.money(12 * proposal.cap_minor, proposal.currency)
    text = _("Au plus %(yearly)s sur un an, si tout le plafond est consommé.") % {"yearly": yearly}
    return [passed("cap", _("Dépense plafonnée"), text)]


def key_in_use(proposal: Proposal, today: date) -> list[Check]:
    """A cap is raised on a key that exists at the vendor's."""
    sheet = proposal.the_key
    url = reverse("catalog:key_sheet", args=[sheet.pk])
    if sheet.is_revoked:
        reason = _("Cette clé est révoquée : demandez-en une autre.")
        return [failed("key", _("Clé révoquée"), reason, url=url, action=_("Voir la fiche de la clé"))]
    if not sheet.is_complete:
        reason = _("Dites d’abord où la clé est gardée : la fiche est à compléter.")
        return [failed("key", _("Fiche à compléter"), reason, url=url, action=_("Compléter la fiche"))]
    environment = _(KeyEnvironment(sheet.environment).label)
    return [passed("key", _("Clé en service"), environment)]


def cap_raised(proposal: Proposal, today: date) -> list[Check]:
    """The cap that is asked for is above the present one; what it adds is said."""
    now, asked = proposal.the_key.cap_minor, proposal.cap_minor
    if asked is None:
        return []
    money = wording.money
    values = {"now": money(now, proposal.the_key.currency), "asked": money(asked, proposal.currency)}
    if asked <= now:
        reason = _("Le plafond est déjà de %(now)s par mois : demandez-en un plus haut.") % values
        return [failed("cap", _("Plafond à relever"), reason)]
    return [passed("cap", _("Plafond relevé"), _("De %(now)s à %(asked)s par mois.") % values)]
