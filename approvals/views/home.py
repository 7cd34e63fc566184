"""« Mon espace »: the first page of everybody."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals import desk
from compliance.forms import DataCheckForm
from etech_ai import web
from people.decorators import open_to_staff

FEW = 4


@open_to_staff
@require_safe
def home(request: web.HtmxRequest) -> HttpResponse:
    """What I may use, what I asked, what waits for me, what I must still learn or accept."""
    user, today = request.user, timezone.localdate()
    lines = desk.my_requests(user, today)
    context = {
        "today": today,
        "ask_form": DataCheckForm(None, user=user),
        "holdings": desk.holdings(user, today),
        "lines": lines,
        "asked_of_me": sum(line.asks_me for line in lines),
        "waiting": desk.to_decide(user, today, limit=FEW),
        "waiting_count": desk.decide_count(user),
        "after": desk.home_after(user),
        "learning": desk.learning(user, today),
        "policies": desk.to_acknowledge(user, today),
        "champions": desk.champions_of(user)[:FEW],
    }
    return web.render_page(request, "approvals/home_page.html", context)
