"""Licences and costs: what we hold, what we may hold, and what it costs, by vendor."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog import costing
from catalog.enums import CostKind
from catalog.forms import CeilingForm, SubscriptionForm
from catalog.models import Connection, CostRecord, Plan, Seat, Subscription
from catalog.permissions import can_manage_seats
from catalog.services import seats, subscriptions
from catalog.views.forms import answer_form
from catalog.views.freshness import Freshness, by_subscription
from catalog.views.lines import Seats
from etech_ai import web
from etech_ai.verdicts import Refused
from etech_ai.wording import MONTHS, NBSP, language, money
from people.access import Permission
from people.decorators import open_to_staff, requires

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class CostLine:
    """One vendor of the month: its three figures as text, and the small line of its last months."""

    vendor: Any
    committed: str
    consumed: str
    billed: str
    kind: str
    polyline: str
    last_point: tuple[str, str]
    first: str
    last: str

    @classmethod
    def of(cls, row: costing.VendorCosts, month: date, months: list[date]) -> "CostLine":
        course = row.course(months)
        points = costing.spark_points(course)
        return cls(
            vendor=row.vendor,
            committed=money(row.amount(CostKind.COMMITTED, month), row.currency),
            consumed=money(row.amount(CostKind.CONSUMED, month), row.currency),
            billed=money(row.amount(CostKind.BILLED, month), row.currency),
            kind=CostKind(row.shown_kind).label,
            polyline=" ".join(f"{x},{y}" for x, y in points),
            last_point=(str(points[-1][0]), str(points[-1][1])),
            first=money(course[0], row.currency),
            last=money(course[-1], row.currency),
        )


@require_GET
@requires(Permission.SEE_COSTS)
def cost_overview(request: web.HtmxRequest) -> HttpResponse:
    """Seats held against ceilings, and a month's costs by vendor; `?mois=2026-10` opens another month."""
    today = timezone.localdate()
    records = CostRecord.objects.visible_to(request.user).select_related("vendor")
    months = _months_with_costs(records, today)
    month = _asked_month(request, months)
    shown = costing.months_until(month, MONTHS_SHOWN)
    rows = costing.arrange(records.filter(month__range=(shown[0], month)))
    lines = list(Subscription.objects.visible_to(request.user).for_costs())
    fresh = by_subscription(lines, timezone.now())
    context = {
        "month": month,
        "month_label": _month_name(month),
        "months": [(other, _month_name(other)) for other in months],
        "costs": [CostLine.of(row, month, shown) for row in rows],
        "figures": [(kind.label, _amounts(costing.totals(rows, kind, month))) for kind in CostKind],
        "subscriptions": [
            (line, Seats.of([line], line.starts_on), line.is_current(today), fresh[line.pk]) for line in lines
        ],
        "health": _health(request),
        "can_manage": can_manage_seats(request.user),
        "today": today,
    }
    return web.render_page(request, "catalog/cost_overview_page.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_SEATS)
def subscription_new(request: web.HtmxRequest, plan_slug: str) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("tool"), slug=plan_slug)
    form = SubscriptionForm(request.POST or None, initial={"starts_on": timezone.localdate()})

    def add() -> str:
        subscription = subscriptions.add(plan, by=request.user, **form.cleaned_data)
        messages.success(request, _("L’abonnement %(label)s est enregistré.") % {"label": subscription})
        return reverse("catalog:cost_overview")

    title = _("Ajouter un abonnement à %(plan)s") % {"plan": plan}
    return answer_form(request, form, add, title=title, submit=_("Ajouter l’abonnement"), tool=plan.tool)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_SEATS)
def subscription_ceiling(request: web.HtmxRequest, pk: int) -> HttpResponse:
    lines = Subscription.objects.visible_to(request.user).select_related("plan__tool")
    subscription = get_object_or_404(lines, pk=pk)
    form = CeilingForm(request.POST or None, initial={"ceiling": subscription.seat_ceiling})

    def set_ceiling() -> str:
        subscriptions.set_ceiling(subscription, by=request.user, **form.cleaned_data)
        messages.success(request, _("Le plafond de %(label)s est enregistré.") % {"label": subscription})
        return reverse("catalog:cost_overview")

    title = _("Plafond de %(label)s") % {"label": subscription}
    note = _("%(held)s sièges sont attribués aujourd’hui.") % {"held": subscription.held_seats()}
    return answer_form(
        request, form, set_ceiling, title=title, submit=_("Enregistrer le plafond"), note=note,
        tool=subscription.plan.tool,
    )  # fmt: skip


@require_POST
@open_to_staff
def seat_release(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Give a seat back; a stranger's seat is not found."""
    seat = get_object_or_404(Seat.objects.visible_to(request.user).for_sheet(), pk=pk)
    tool = seat.subscription.plan.tool
    try:
        seats.release(seat, by=request.user, today=timezone.localdate())
        messages.success(request, _("Le siège %(tool)s est rendu.") % {"tool": tool})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return web.see_other(reverse("catalog:tool_sheet", args=[tool.slug]))


def _health(request: web.HtmxRequest) -> list[tuple[Connection, Freshness]]:
    """Every connection with its freshness, for those who keep them; nothing for the others."""
    now = timezone.now()
    connections = Connection.objects.visible_to(request.user).for_list()
    return [(connection, Freshness.of([connection], now)) for connection in connections]


def _months_with_costs(records: Any, today: date) -> list[date]:
    known = records.order_by("-month").values_list("month", flat=True).distinct()[:36]
    return list(known) or [today.replace(day=1)]


def _asked_month(request: web.HtmxRequest, months: list[date]) -> date:
    asked = request.GET.get("mois", "")
    return next((month for month in months if f"{month:%Y-%m}" == asked), months[0])


def _amounts(sums: list[tuple[str, int]]) -> list[str]:
    return [money(amount, currency) for currency, amount in sums]


def _month_name(month: date) -> str:
    """« novembre 2026 », in the reader's language."""
    return f"{MONTHS[language()][month.month - 1]}{NBSP}{month.year}"
