"""What a request costs: over a year, and this year to the end of the contract. No budget is made up."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from approvals.checks.proposal import Proposal, yearly_cost
from approvals.prorata import prorated
from approvals.workflow import Kind
from catalog import costing
from catalog.enums import CostKind
from catalog.models import CostRecord, Subscription
from etech_ai import wording
from people.access import Permission
from people.models import User


@dataclass(frozen=True, slots=True)
class Cost:
    """What is added to what the house pays. `committed` is for those who may see costs: (month, amounts)."""

    yearly_minor: int
    this_year_minor: int
    currency: str
    words: str
    committed: tuple[str, tuple[str, ...]] | None = None

    @property
    def shown_currency(self) -> str:
        """Nothing is shown in euros."""
        return self.currency or "EUR"


def cost_of(proposal: Proposal, today: date) -> Cost:
    """The cost of a proposal, read by its requester."""
    yearly = yearly_cost(proposal)
    contract = _contract(proposal, today)
    first = max(today, proposal.starts_on or today)
    last, until = _until(proposal, contract, first)
    amount = prorated(yearly, first, last)
    is_paid = contract is not None and bool(contract.free_seats())
    words = _words(proposal, amount, until, is_paid=is_paid)
    return Cost(
        yearly,
        0 if is_paid else amount,
        _currency(proposal),
        words,
        committed(proposal.requester, today),
    )


def committed(reader: User, today: date) -> tuple[str, tuple[str, ...]] | None:
    """What the house has committed in the last month that is known, in each currency."""
    if not reader.may(Permission.SEE_COSTS):
        return None
    known = CostRecord.objects.visible_to(reader).filter(kind=CostKind.COMMITTED, month__lte=today)
    newest = known.order_by("-month").first()
    if newest is None:
        return None
    rows = costing.arrange(known.filter(month=newest.month).select_related("vendor"))
    sums = costing.totals(rows, CostKind.COMMITTED, newest.month)
    amounts = tuple(wording.money(amount, currency) for currency, amount in sums)
    return wording.month_name(newest.month).lower(), amounts


def _currency(proposal: Proposal) -> str:
    return proposal.currency or (proposal.plan.currency if proposal.plan else "")


def _contract(proposal: Proposal, today: date) -> Subscription | None:
    """The subscription that would give the seat: the one with room, else the one that ends last."""
    if proposal.kind is not Kind.LICENCE:
        return None
    current = list(Subscription.objects.current(today).filter(plan=proposal.plan).with_seats_held())
    return max(current, key=lambda one: (bool(one.free_seats()), one.ends_on or date.max), default=None)


def _until(proposal: Proposal, contract: Subscription | None, first: date) -> tuple[date, str]:
    """The last day that counts this year, and why that one."""
    ends = [(date(first.year, 12, 31), _("fin de l’année"))]
    if contract and contract.ends_on:
        ends.append((contract.ends_on, _("fin du contrat")))
    if proposal.ends_on:
        ends.append((proposal.ends_on, _("fin de la demande")))
    day, why = min(ends, key=lambda end: end[0])
    return day, _("%(day)s, %(why)s") % {"day": wording.day(day), "why": why}


def _words(proposal: Proposal, amount: int, until: str, *, is_paid: bool) -> str:
    """The cost in a sentence."""
    if proposal.cap_minor:
        text = _("Au plus %(amount)s d’ici au %(until)s, si tout le plafond est consommé.")
    elif proposal.kind is not Kind.LICENCE:
        return _("Aucun siège n’est engagé par cette demande.")
    elif not amount:
        return _("La fiche de l’offre ne dit pas encore son prix.")
    elif is_paid:
        return _("Le siège est déjà payé : cette demande n’ajoute rien d’ici au %(until)s.") % {
            "until": until
        }
    else:
        text = _("%(amount)s d’ici au %(until)s, au prix de liste d’un siège.")
    return text % {"amount": wording.money(amount, _currency(proposal)), "until": until}
