"""Reading a file of use cases in: choose it, see row by row what it would do, confirm."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from etech_ai import sheets, web
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff
from people.views.answers import accepted, sent
from usecases.forms import UseCaseForm
from usecases.models import RegisterImport, UseCase
from usecases.services import imports
from usecases.vocabulary import ImportAction

BADGES = {
    ImportAction.DECLARE: ("success", "plus"),
    ImportAction.CHANGE: ("info", "pencil"),
    ImportAction.LEAVE: ("neutral", "minus"),
    ImportAction.ERROR: ("danger", "alert-circle"),
}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_lazy("Fichier"), help_text=_lazy("CSV ou XLSX, 5 Mo et 2 000 lignes au plus, sans formule.")
    )


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def usecase_import(request: web.HtmxRequest) -> HttpResponse:
    """Choose a file; a good one leads to its preview, and nothing is written yet."""
    form = ImportForm(sent(request), request.FILES or None)
    taken: list[RegisterImport] = []
    if request.method == "POST" and accepted(form, lambda data: taken.append(_read(request, data["file"]))):
        return web.see_other(reverse("usecases:import_preview", args=[taken[0].pk]))
    status = 422 if form.is_bound else 200
    return web.render_page(request, "usecases/import_page.html", {"form": form}, status=status)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """What each row would do; confirming writes all the sound ones, or none."""
    taken = get_object_or_404(RegisterImport.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        return _confirm(request, taken)
    planned = imports.preview(taken, judge=_judge(request))
    counts = Counter(row.action.value for row in planned)
    context = {
        "taken": taken,
        "page": web.paginate(request, sorted(planned, key=lambda row: row.action != ImportAction.ERROR)),
        "badges": {action.value: {"tone": tone, "icon": icon} for action, (tone, icon) in BADGES.items()},
        "counts": counts,
        "writes": counts[ImportAction.DECLARE.value] + counts[ImportAction.CHANGE.value],
    }
    context["rows"] = [_row(row) for row in context["page"].object_list]
    return web.render_page(request, "usecases/import_preview_page.html", context)


def _confirm(request: web.HtmxRequest, taken: RegisterImport) -> HttpResponse:
    try:
        done = imports.confirm(
            taken, judge=_judge(request), clean=_cleaner(request), by=request.user,
            now=timezone.now(), today=timezone.localdate(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
        return web.see_other(reverse("usecases:import_preview", args=[taken.pk]))
    words = _(
        "Import fait : %(declare)s déclarés, %(change)s modifiés, %(leave)s inchangés, %(error)s écartés."
    )
    messages.success(request, words % {action.value: done[action.value] for action in ImportAction})
    return web.see_other(f"{reverse('usecases:usecase_list')}?vue=moi")


def _read(request: web.HtmxRequest, file: Any) -> RegisterImport:
    data = file.read(sheets.LARGEST_FILE + 1)
    return imports.read(name=file.name, data=data, judge=_judge(request), by=request.user, now=timezone.now())


def _judge(request: web.HtmxRequest) -> Any:
    """The errors of the form that a person would fill in, each with its field."""

    def errors(told: dict[str, Any], target: UseCase | None) -> list[str]:
        form = UseCaseForm(told, user=request.user, bound_to=target)
        return [_told(form, name, str(text)) for name, texts in form.errors.items() for text in texts]

    return errors


def _told(form: UseCaseForm, name: str, text: str) -> str:
    if name not in form.fields:
        return text
    return _("%(field)s : %(error)s") % {"field": form.fields[name].label, "error": text}


def _cleaner(request: web.HtmxRequest) -> Any:
    def cleaned(told: dict[str, Any], target: UseCase | None) -> dict[str, Any]:
        form = UseCaseForm(told, user=request.user, bound_to=target)
        form.is_valid()
        return form.cleaned_data

    return cleaned


def _row(row: Any) -> dict[str, Any]:
    tone, icon = BADGES[row.action]
    return {"row": row, "tone": tone, "icon": icon}
