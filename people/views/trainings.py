"""Training and champions: what to learn, what one has learnt, whom to ask."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from etech_ai import web
from people.access import Permission, Role
from people.decorators import open_to_staff, requires
from people.forms import CompletionForm, TrainingForm
from people.models import RoleAssignment, Training, TrainingCompletion
from people.services import trainings
from people.views.answers import accepted, sent


@open_to_staff
@require_safe
def training_list(request: web.HtmxRequest) -> HttpResponse:
    """The required ones first, with the reader's own state; then the champions."""
    today = timezone.localdate()
    mine = TrainingCompletion.objects.visible_to(request.user).valid_on(today).order_by("-completed_on")
    rows = Training.objects.visible_to(request.user).prefetch_related(
        Prefetch("completions", mine, to_attr="mine")
    )
    champions = (
        RoleAssignment.objects.visible_to(request.user).in_force(today).filter(role=Role.CHAMPION.value)
    )
    context: dict[str, Any] = {
        "page": web.paginate(request, rows.order_by("-is_required", "title")),
        "champions": champions.select_related("user", "team").order_by("user__last_name", "pk"),
        "manages": request.user.may(Permission.MANAGE_PEOPLE),
    }
    return web.render_page(request, "people/training_list_page.html", context)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def training_complete(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Declare a training that one followed, with its proof."""
    training = get_object_or_404(Training.objects.visible_to(request.user), slug=slug)
    form = CompletionForm(sent(request), initial={"completed_on": timezone.localdate()})
    if request.method == "POST" and accepted(
        form, lambda data: trainings.complete(training, user=request.user, by=request.user, **data)
    ):
        messages.success(request, _("Votre formation est enregistrée."))
        return web.see_other(reverse("people:training_list"))
    context = {"form": form, "training": training}
    status = 422 if form.is_bound else 200
    return web.render_page(request, "people/training_complete_page.html", context, status=status)


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def training_new(request: web.HtmxRequest) -> HttpResponse:
    """A new training."""
    form = TrainingForm(sent(request))
    if request.method == "POST" and accepted(form, lambda data: trainings.create(**data, by=request.user)):
        messages.success(request, _("La formation est créée."))
        return web.see_other(reverse("people:training_list"))
    status = 422 if form.is_bound else 200
    return web.render_page(request, "people/training_form_page.html", {"form": form}, status=status)
