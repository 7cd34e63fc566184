"""Who holds the seats of a subscription, and when each was last used."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import Connection, Seat, Subscription
from catalog.views.freshness import Freshness
from etech_ai import web
from people.access import Permission
from people.decorators import requires


@require_safe
@requires(Permission.MANAGE_SEATS)
def seat_list(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """The open seats of one subscription: those never known to be used first, then the longest unused."""
    lines = (
        Subscription.objects.visible_to(request.user).with_seats_held().select_related("plan__tool__vendor")
    )
    subscription = get_object_or_404(lines, pk=pk)
    held = Seat.objects.visible_to(request.user).open().filter(subscription=subscription).with_last_use()
    rows = held.select_related("holder__team").order_by(F("last_used_on").asc(nulls_first=True), "pk")
    context = {
        "subscription": subscription,
        "tool": subscription.plan.tool,
        "page": web.paginate(request, rows),
        "fresh": Freshness.of(Connection.objects.filter(subscription=subscription), timezone.now()),
    }
    return web.render_page(request, "catalog/seat_list_page.html", context)
