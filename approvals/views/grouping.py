"""Asking for several people at once: what would go for whom, the sending, and what went."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from approvals import checks, desk
from approvals.forms import GroupForm
from approvals.models import GroupRequest, Request
from approvals.services import groups
from approvals.workflow import Kind
from catalog.enums import Pricing
from catalog.models import Plan, Subscription
from etech_ai import web
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff
from people.models import User


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """The same seat or access for several people; for who leads a team, not found for others."""
    if not request.user.teams_led.exists():
        raise Http404
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("tool__vendor"), slug=slug)
    form = GroupForm(request.POST if request.method == "POST" else request.GET or None, user=request.user)
    is_read, status = form.is_valid(), 200
    if request.method == "POST":
        if is_read and (sent := _send(request, form, plan)):
            return sent
        status = 422
    context = {"form": form, "plan": plan} | _panel(request, form, plan)
    if request.method != "POST":
        initial = {**form.what(), "people": form.chosen()}
        context["form"] = GroupForm(initial=initial, user=request.user)
    return web.render_page(request, "approvals/group_form_page.html", context, partial="live", status=status)


@open_to_staff
@require_safe
def group_sheet(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """What went and what was refused, person by person."""
    group = get_object_or_404(
        GroupRequest.objects.visible_to(request.user).select_related("plan__tool"), pk=pk
    )
    rows = Request.objects.filter(group=group).for_display().prefetch_related("steps").order_by("pk")
    today = timezone.localdate()
    people = User.objects.in_bulk([row["person"] for row in group.refused])
    context = {
        "group": group,
        "lines": [desk.line(row, today) for row in rows],
        "refused": [(people[row["person"]], row["reason"]) for row in group.refused],
    }
    return web.render_page(request, "approvals/group_page.html", context)


def _kind(plan: Plan) -> Kind:
    return Kind.LICENCE if plan.pricing == Pricing.SEAT else Kind.TOOL_ACCESS


def _send(request: web.HtmxRequest, form: GroupForm, plan: Plan) -> HttpResponse | None:
    try:
        group = groups.submit(
            _kind(plan),
            plan=plan,
            people=form.chosen(),
            by=request.user,
            now=timezone.now(),
            key=form.cleaned_data["key"],
            **form.what(),
        )
    except Refused as refusal:
        form.add_error(None, _(str(refusal)))
        return None
    _say(request, group)
    return web.see_other(reverse("approvals:group_sheet", args=[group.pk]))


def _say(request: web.HtmxRequest, group: GroupRequest) -> None:
    went, refused = group.requests.count(), len(group.refused)
    messages.success(
        request, ngettext("Une demande est partie.", "%(n)s demandes sont parties.", went) % {"n": went}
    )
    if refused:
        text = ngettext(
            "Une autre est refusée\u00a0: voyez pourquoi.",
            "%(n)s autres sont refusées\u00a0: voyez pourquoi.",
            refused,
        )
        messages.warning(request, text % {"n": refused})


def _panel(request: web.HtmxRequest, form: GroupForm, plan: Plan) -> dict[str, Any]:
    """What would happen for each person, were it sent now."""
    today, kind = timezone.localdate(), _kind(plan)
    what = {"plan": plan, **form.what()}
    outlooks = [
        (person, checks.preview(_proposal(request, kind, person, what), today)) for person in form.chosen()
    ]
    going = [preview for _person, preview in outlooks if not preview.stopping]
    return {
        "kind": kind,
        "outlooks": outlooks,
        "going": len(going),
        "short": _short_of_seats(plan, len(going)) if kind is Kind.LICENCE else "",
        "yearly_minor": sum(preview.cost.yearly_minor for preview in going),
        "currency": plan.currency or "EUR",
    }


def _proposal(request: web.HtmxRequest, kind: Kind, person: User, what: dict[str, Any]) -> checks.Proposal:
    return checks.Proposal(kind=kind, requester=request.user, beneficiary=person, **what)


def _short_of_seats(plan: Plan, going: int) -> str:
    """What happens to those for whom no seat is left."""
    current = Subscription.objects.current(timezone.localdate()).filter(plan=plan).with_seats_held()
    free = [subscription.free_seats() for subscription in current]
    left = sum(seats or 0 for seats in free)
    if None in free or left >= going:
        return ""
    text = ngettext(
        "Un siège libre pour %(going)s personnes\u00a0: les autres demandes attendront une décision.",
        "%(left)s sièges libres pour %(going)s personnes\u00a0: les autres demandes attendront une décision.",
        left,
    )
    return text % {"left": left, "going": going}
