"""One's own page: who I am here, my preferences, my security."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from etech_ai import web
from people.access import SECOND_FACTOR
from people.adapter import remember_language
from people.decorators import open_to_staff
from people.forms import ProfileForm
from people.models import ProjectMember
from people.services import users
from people.views.answers import accepted, sent


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: web.HtmxRequest) -> HttpResponse:
    """Language and shortcuts; roles, projects and security to read."""
    user = request.user
    initial = {"language": user.language, "one_key_shortcuts": user.one_key_shortcuts}
    form = ProfileForm(sent(request), initial=initial)
    if request.method == "POST" and accepted(form, lambda data: users.set_preferences(user, **data)):
        messages.success(request, _("Vos préférences sont enregistrées."))
        response = web.see_other(reverse("people:profile"))
        remember_language(response, form.cleaned_data["language"])
        return response
    today = timezone.localdate()
    context = {
        "form": form,
        "assignments": user.role_assignments.in_force(today)
        .select_related("team")
        .order_by("starts_on", "pk"),
        "memberships": ProjectMember.objects.current(today)
        .filter(user=user)
        .select_related("project__client")
        .order_by("project__name"),
        "has_second_factor": is_mfa_enabled(user),
        "needs_second_factor": bool(user.roles & SECOND_FACTOR),
    }
    status = 422 if request.method == "POST" else 200
    return web.render_page(request, "people/profile_page.html", context, status=status)
