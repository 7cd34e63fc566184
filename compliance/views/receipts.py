"""Receipts: keep the answer just given, and show it to a colleague for a day."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.forms import DataCheckForm
from compliance.models import Receipt
from compliance.services import receipts, rules
from etech_ai import web
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff


@open_to_staff
@require_POST
def receipt_keep(request: web.HtmxRequest) -> HttpResponse:
    """Keep the answer to the question posted; a question that cannot be read is shown again."""
    form = DataCheckForm(request.POST, user=request.user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            receipt = receipts.keep(
                by=request.user, plan=data["plan"], client=data["client"], project=data["project"],
                levels=data["level"], attested=form.attested, today=timezone.localdate(),
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le reçu est prêt : donnez son adresse à un collègue."))
            return web.see_other(reverse("compliance:receipt_sheet", args=[receipt.token]))
    context = {"form": form, "answer": None}
    return web.render_page(request, "compliance/data_check_page.html", context, partial="answer", status=422)


@open_to_staff
@require_safe
def receipt_sheet(request: web.HtmxRequest, token: str) -> HttpResponse:
    """What was answered, and whether the same question is answered alike today. Gone after its day."""
    known = Receipt.objects.visible_to(request.user).select_related(
        "plan__tool__vendor", "plan__tool__owner", "client", "project__client", "project__lead", "asked_by"
    )
    receipt = get_object_or_404(known, token=token)
    is_shown = receipt.is_shown(timezone.now())
    context = {"receipt": receipt, "is_shown": is_shown, "query": _question(receipt)}
    if is_shown:
        answer = receipts.answer_today(receipt, by=request.user, today=timezone.localdate())
        ruleset = rules.vocabulary()
        context |= {
            "answer": answer,
            "is_same": answer.result == receipt.result,
            "levels": [ruleset.levels[level] for level in receipt.levels if level in ruleset.levels],
            "attested": [ruleset.conditions[name] for name in receipt.attested if name in ruleset.conditions],
        }
    status = 200 if is_shown else 410
    return web.render_page(request, "compliance/receipt_page.html", context, status=status)


def _question(receipt: Receipt) -> str:
    """The same question again, as the address of the page that answers it."""
    parts = [*(("level", level) for level in receipt.levels), ("plan", receipt.plan.slug)]
    parts += [("client", receipt.client.slug)] if receipt.client else []
    parts += [("project", receipt.project.slug)] if receipt.project else []
    return urlencode(parts)
