"""House policies: read them, accept them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.models import Acknowledgement, Policy, PolicyVersion
from compliance.services import policies
from compliance.views.markdown import to_html
from etech_ai import web
from people.decorators import open_to_staff
from people.views.answers import act


@open_to_staff
@require_safe
def policy_list(request: web.HtmxRequest) -> HttpResponse:
    """Every policy in force, with what the reader has accepted."""
    today = timezone.localdate()
    versions = PolicyVersion.objects.visible_to(request.user).in_force(today).for_list()
    accepted = dict(
        Acknowledgement.objects.filter(user=request.user).values_list("version_id", "acknowledged_on")
    )
    rows = [{"version": version, "accepted_on": accepted.get(version.pk)} for version in versions]
    due = PolicyVersion.objects.to_acknowledge(request.user, today).count()
    return web.render_page(request, "compliance/policy_list_page.html", {"rows": rows, "due": due})


@open_to_staff
@require_safe
def policy_sheet(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """The text in force, and the button that accepts it."""
    policy = get_object_or_404(Policy.objects.visible_to(request.user), slug=slug)
    version = _in_force(policy)
    accepted = Acknowledgement.objects.filter(user=request.user, version=version).first()
    context: dict[str, Any] = {
        "policy": policy,
        "version": version,
        "body": to_html(version.body),
        "accepted": accepted,
        "others": policy.versions.exclude(pk=version.pk).order_by("-number"),
    }
    return web.render_page(request, "compliance/policy_sheet_page.html", context)


@open_to_staff
@require_http_methods(["POST"])
def policy_acknowledge(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """« J’ai lu et j’accepte ». The number posted must be the version that was read."""
    policy = get_object_or_404(Policy.objects.visible_to(request.user), slug=slug)
    version = get_object_or_404(policy.versions, number=_number(request.POST.get("version", "")))
    back = reverse("compliance:policy_sheet", args=[policy.slug])
    return act(
        request,
        back,
        _("C’est noté : vous avez accepté « %(title)s ».") % {"title": policy},
        lambda: policies.acknowledge(version, by=request.user, today=timezone.localdate()),
    )


def _in_force(policy: Policy) -> PolicyVersion:
    return get_object_or_404(PolicyVersion.objects.in_force(timezone.localdate()), policy=policy)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
