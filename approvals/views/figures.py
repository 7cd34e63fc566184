"""How fast the house answers, for who decides."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals import desk
from etech_ai import web
from etech_ai.enums import gettext_noop
from people.access import Permission
from people.decorators import requires

PERIODS = (("90", gettext_noop("Trois mois")), ("365", gettext_noop("Un an")))
DECIDERS = (
    Permission.DECIDE_AS_CHAMPION,
    Permission.DECIDE_AS_DPO,
    Permission.DECIDE_AS_DIRECTION,
    Permission.DECIDE_AS_FINANCE,
    Permission.DECIDE_AS_LICENCES,
)


@requires(*DECIDERS)
@require_safe
def response_times(request: web.HtmxRequest) -> HttpResponse:
    """Median and ninth decile by kind, over three months or a year (`?jours=`)."""
    known = [value for value, _label in PERIODS]
    asked = request.GET.get("jours", "")
    chosen = asked if asked in known else known[0]
    lines = desk.response_times(timezone.now(), int(chosen))
    context = {"lines": lines, "periods": PERIODS, "chosen": chosen}
    return web.render_page(request, "approvals/response_times_page.html", context)
