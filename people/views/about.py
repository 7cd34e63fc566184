"""What the portal says of itself: how accessible it is, and what it keeps of people."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from etech_ai import web
from people.decorators import public


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return web.render_page(request, "people/accessibility_page.html", {})


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return web.render_page(request, "people/privacy_page.html", {})
