"""Coming in: the sign-in page with its demo accounts, the waiting page, closed doors of allauth."""

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from etech_ai.web import HtmxRequest, see_other
from people.decorators import open_to_pending, open_to_staff, public
from people.services import demo


@public
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """allauth's sign-in page; while demo mode is on it also lists the demo accounts."""
    response = account.login(request)
    if settings.DEMO_MODE and isinstance(response, TemplateResponse):
        listed = [(one.email, one.role.label, one.user.full_name) for one in demo.accounts()]
        shown = {"demo_accounts": listed, "demo_password": demo.PASSWORD}
        response.context_data = (response.context_data or {}) | shown
    return response


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo account (`account`: its address). Outside demo mode there is no such page."""
    user = demo.account(request.POST.get("account", "")) if settings.DEMO_MODE else None
    if user is None:
        raise Http404
    get_adapter(request).login(request, user)
    return see_other(settings.LOGIN_REDIRECT_URL)


@open_to_pending
def pending(request: HtmxRequest) -> HttpResponse:
    """What somebody sees who is signed in but not admitted yet."""
    if request.user.is_admitted:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/pending_page.html")


@open_to_staff
def email_closed(request: HttpRequest) -> HttpResponse:
    """An address is how one signs in: an administrator changes it, so allauth's page is not offered."""
    return redirect("people:profile")
