"""Connections to vendors: the list with their health, the form, a sheet with its readings, their review."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.connectors import KINDS
from catalog.forms import AccountLinkForm, ConnectionForm
from catalog.models import AccountLink, Connection, SyncRun, VendorSeat
from catalog.permissions import can_admit_host
from catalog.services import accounts, connections, reviews
from catalog.services.connections import Account
from catalog.views.freshness import Freshness
from catalog.views.readings import groups_of, progress_of, sentences_of
from etech_ai import web
from people.access import Permission
from people.decorators import requires
from people.models import User
from people.views.answers import accepted, act, sent

RUNS_SHOWN = 10
UNMATCHED_SHOWN = 20


@require_safe
@requires(Permission.MANAGE_CONNECTIONS)
def connection_list(request: web.HtmxRequest) -> HttpResponse:
    """Every account that is read, with its health and its freshness."""
    now = timezone.now()
    rows = Connection.objects.visible_to(request.user).for_list()
    context = {
        "rows": [(row, Freshness.of([row], now), _kind(row)) for row in rows],
        "held": SyncRun.objects.visible_to(request.user).held_back().select_related("connection"),
    }
    return web.render_page(request, "catalog/connection_list_page.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_CONNECTIONS)
def connection_new(request: web.HtmxRequest) -> HttpResponse:
    form = ConnectionForm(sent(request), may_admit=bool(can_admit_host(request.user)))

    def connect(facts: dict[str, Any]) -> Connection:
        account, described = _told(facts)
        return connections.connect(
            account, **described, owner=request.user, by=request.user, now=timezone.now()
        )

    made: list[Connection] = []
    if request.method == "POST" and accepted(form, lambda facts: made.append(connect(facts))):
        messages.success(request, _("%(label)s est connecté. Lancez un essai à blanc.") % {"label": made[0]})
        return web.see_other(_sheet(made[0].pk))
    return _form(request, form, title=_("Connecter un éditeur"), submit=_("Vérifier et connecter"))


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_CONNECTIONS)
def connection_edit(request: web.HtmxRequest, pk: int) -> HttpResponse:
    connection = _readable(request, pk)
    may_admit = bool(can_admit_host(request.user))
    form = ConnectionForm(sent(request), known=connection, may_admit=may_admit)

    def correct(facts: dict[str, Any]) -> None:
        account, described = _told({**facts, "kind": connection.kind})
        connections.correct(connection, account, **described, by=request.user, now=timezone.now())

    if request.method == "POST" and accepted(form, correct):
        messages.success(request, _("La connexion %(label)s est corrigée.") % {"label": connection})
        return web.see_other(_sheet(pk))
    title = _("Corriger la connexion %(label)s") % {"label": connection}
    return _form(request, form, title=title, submit=_("Vérifier et enregistrer"), connection=connection)


@require_safe
@requires(Permission.MANAGE_CONNECTIONS)
def connection_sheet(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """One account: how it is, what is missing, its readings, and who is behind each account of its list."""
    connection = _readable(request, pk)
    return _show(request, connection, AccountLinkForm())


@require_safe
@requires(Permission.MANAGE_CONNECTIONS)
def connection_run(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """One reading: its figures and differences; a held-back one can be confirmed or dismissed here."""
    runs = SyncRun.objects.visible_to(request.user).select_related("connection", "reviewed_by")
    run = get_object_or_404(runs, pk=pk)
    context = {
        "run": run,
        "connection": run.connection,
        "groups": groups_of(run),
        "notes": sentences_of(run, "notes"),
        "holds": sentences_of(run, "holds"),
    }
    return web.render_page(request, "catalog/connection_run_page.html", context)


@require_POST
@requires(Permission.MANAGE_CONNECTIONS)
def connection_read(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """« Relever maintenant », or a trial: a job, whose progress the sheet shows."""
    connection, dry = _readable(request, pk), "essai" in request.POST
    done = _("L’essai à blanc est lancé.") if dry else _("Le relevé est lancé.")
    return act(
        request, _sheet(pk), done,
        lambda: connections.ask_run(connection, dry_run=dry, by=request.user, now=timezone.now()),
    )  # fmt: skip


@require_POST
@requires(Permission.MANAGE_CONNECTIONS)
def connection_pause(request: web.HtmxRequest, pk: int) -> HttpResponse:
    connection = _readable(request, pk)
    return act(
        request, _sheet(pk), _("La connexion est en pause : elle n’est plus relevée."),
        lambda: connections.pause(connection, by=request.user),
    )  # fmt: skip


@require_POST
@requires(Permission.MANAGE_CONNECTIONS)
def connection_resume(request: web.HtmxRequest, pk: int) -> HttpResponse:
    connection = _readable(request, pk)
    return act(
        request, _sheet(pk), _("Les relevés reprennent."),
        lambda: connections.resume(connection, by=request.user, now=timezone.now()),
    )  # fmt: skip


@require_POST
@requires(Permission.MANAGE_CONNECTIONS)
def account_link(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Say whose account it is. What is wrong with the form is shown on the sheet again."""
    connection, form = _readable(request, pk), AccountLinkForm(request.POST)

    def link(facts: dict[str, Any]) -> None:
        accounts.link(connection, **facts, by=request.user, now=timezone.now())

    if accepted(form, link):
        facts = {"login": form.cleaned_data["login"], "person": form.cleaned_data["person"]}
        messages.success(request, _("Le compte %(login)s est rattaché à %(person)s.") % facts)
        return web.see_other(f"{_sheet(pk)}#comptes")
    return _show(request, connection, form, status=422)


@require_POST
@requires(Permission.MANAGE_CONNECTIONS)
def account_unlink(request: web.HtmxRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(AccountLink.objects.visible_to(request.user), pk=pk)
    return act(
        request, f"{_sheet(link.connection_id)}#comptes", _("Le compte est détaché."),
        lambda: accounts.unlink(link, by=request.user, now=timezone.now()),
    )  # fmt: skip


@require_POST
@requires(Permission.MANAGE_CONNECTIONS)
def run_confirm(request: web.HtmxRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(SyncRun.objects.visible_to(request.user), pk=pk)
    return act(
        request, _run(pk), _("Le relevé est appliqué."),
        lambda: reviews.confirm(run, by=request.user, now=timezone.now()),
    )  # fmt: skip


@require_POST
@requires(Permission.MANAGE_CONNECTIONS)
def run_dismiss(request: web.HtmxRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(SyncRun.objects.visible_to(request.user), pk=pk)
    return act(
        request, _run(pk), _("Le relevé est écarté : les chiffres d’avant restent."),
        lambda: reviews.dismiss(run, by=request.user, now=timezone.now()),
    )  # fmt: skip


def _show(
    request: web.HtmxRequest, connection: Connection, form: AccountLinkForm, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    seats = VendorSeat.objects.visible_to(request.user).filter(connection=connection)
    unmatched = seats.unmatched().for_sheet()
    runs = list(connection.runs.newest_first()[:RUNS_SHOWN])
    context = {
        "connection": connection,
        "kind": _kind(connection),
        "fresh": Freshness.of([connection], now),
        "progress": progress_of(connections.newest_job(connection)),
        "runs": runs,
        "held": next((run for run in runs if run.needs_review), None),
        "listed": seats.open().count(),
        "unmatched": unmatched[:UNMATCHED_SHOWN],
        "unmatched_count": unmatched.count(),
        "links": connection.links.in_force().select_related("person").order_by("login", "pk"),
        "form": form,
        "people": User.objects.active().for_directory() if unmatched else (),
    }
    return web.render_page(
        request, "catalog/connection_sheet_page.html", context, partial="state", status=status
    )


def _form(
    request: web.HtmxRequest, form: ConnectionForm, *, title: str, submit: str,
    connection: Connection | None = None,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "title": title, "submit": submit, "connection": connection}
    status = 422 if form.errors else 200
    return web.render_page(request, "catalog/connection_form_page.html", context, status=status)


def _told(facts: dict[str, Any]) -> tuple[Account, dict[str, Any]]:
    """A form's facts as the services take them: the account, and what is said of it."""
    account = Account(
        kind=facts["kind"], base_url=facts["base_url"], organisation=facts["organisation"],
        secret=facts["secret"], variable=facts["variable"], extra_hosts=facts["extra_hosts"],
    )  # fmt: skip
    interval = timedelta(hours=int(facts["interval_hours"]))
    return account, {"label": facts["label"], "subscription": facts["subscription"], "interval": interval}


def _readable(request: web.HtmxRequest, pk: int) -> Connection:
    return get_object_or_404(Connection.objects.visible_to(request.user).for_list(), pk=pk)


def _kind(connection: Connection) -> str:
    """The vendor's name for this kind of account; the kind itself once nobody reads it any more."""
    spec = KINDS.get(connection.kind)
    return spec.label if spec else connection.kind


def _sheet(pk: int) -> str:
    return reverse("catalog:connection_sheet", args=[pk])


def _run(pk: int) -> str:
    return reverse("catalog:connection_run", args=[pk])
