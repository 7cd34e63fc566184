"""Accounts at vendors: connecting, correcting, pausing; opening one to read it; asking for a reading.

A credential comes in once and never goes out again but to the vendor: it is encrypted before it is stored,
and no event, log, task argument or message carries it.
"""

import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.connectors import (
    KINDS,
    Connector,
    FailureClass,
    Health,
    VendorFailure,
    check_base_url,
    open_connector,
)
from catalog.connectors.clock import SYSTEM, Clock
from catalog.enums import ConnectionState
from catalog.models import Connection, Subscription
from catalog.models.connection import worded
from catalog.permissions import can_admit_host, can_manage_connections
from catalog.services import health, vault
from etech_ai.audit import recording as audit
from etech_ai.enums import gettext_noop
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job
from etech_ai.verdicts import Refused

TOOLS = {"github_copilot": "github-copilot"}  # slugs of the shipped catalogue
VARIABLE = re.compile(r"VENDOR_CREDENTIAL_[A-Z0-9_]{1,60}")
UNREADABLE = gettext_noop(
    "Le jeton enregistré ne s’ouvre plus avec les clés de cette installation : saisissez-le à nouveau."
)
UNSET = gettext_noop(
    "La variable d’environnement {variable} est vide ou absente : définissez-la, puis relancez."
)


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """What is asked for: where, for whom, and with what. Not printable: it carries the credential."""

    kind: str
    base_url: str = ""
    organisation: str = ""
    secret: str = ""
    variable: str = ""
    extra_hosts: tuple[str, ...] = ()

    @property
    def credential(self) -> str:
        """The credential itself; "" when neither the account nor the environment has one."""
        return self.secret or os.environ.get(self.variable, "") if self.variable else self.secret


def connect(
    account: Account,
    *,
    label: str,
    by: Any,
    now: datetime,
    subscription: Subscription | None = None,
    interval: timedelta = timedelta(days=1),
    owner: Any = None,
) -> Connection:
    """Check the account with one cheap call, then keep it. Raises Refused in words, with nothing kept."""
    can_manage_connections(by).enforce()
    account = _admissible(account, by)
    _refuse_twice(account)
    _answers(account)
    return keep(
        account, label=label, subscription=subscription, interval=interval, owner=owner, by=by, now=now
    )


def keep(
    account: Account, *, label: str, subscription: Subscription | None, interval: timedelta, owner: Any,
    by: Any, now: datetime,
) -> Connection:  # fmt: skip
    """Write an account down without asking the vendor: for what was checked just before, and for demos."""
    connection = Connection(**_identity(account), owner=owner, next_due_at=now)
    _describe(connection, account, label, subscription, interval)
    _keep_credential(connection, account, now)
    with audit.record("connection.added", by=by, on=connection):
        connection.save(force_insert=True)
    return connection


def correct(
    connection: Connection,
    account: Account,
    *,
    label: str,
    by: Any,
    now: datetime,
    subscription: Subscription | None = None,
    interval: timedelta = timedelta(days=1),
) -> Connection:
    """Change what is known of an account; without a new credential the old one stays.

    Raises Refused when the vendor does not accept it, and for an old credential at another address.
    """
    can_manage_connections(by).enforce()
    account = _admissible(account, by, known=tuple(connection.extra_hosts))
    if not (account.secret or account.variable):
        if _origin(account.base_url) != _origin(connection.base_url):
            raise Refused(_("L’adresse change : saisissez aussi le jeton, il n’est pas envoyé ailleurs."))
        account, is_renewed = _stored_or_refused(account, connection), False
    else:
        is_renewed = True
    _refuse_twice(account, but=connection)
    _answers(account)
    return _write(connection, account, is_renewed, (label, subscription, interval), by=by, now=now)


def find(account: Account) -> Connection | None:
    """The connection of this very account, if it is connected."""
    spec = KINDS[account.kind]
    base_url = (account.base_url.strip() or spec.base_url).rstrip("/")
    same = Connection.objects.filter(kind=account.kind, base_url=base_url)
    return same.filter(organisation__iexact=account.organisation).select_related("subscription").first()


def likely_subscription(kind: str, today: date) -> Subscription | None:
    """The subscription in force of the vendor's tool, when there is exactly one."""
    lines = Subscription.objects.current(today).filter(plan__tool__slug=TOOLS.get(kind, ""))
    found = list(lines[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def pause(connection: Connection, *, by: Any, why: str = "") -> Connection:
    """Read it no more until somebody resumes; `why` is a msgid that its sheet shows."""
    can_manage_connections(by).enforce()
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    if not connection.is_paused:
        connection.state = ConnectionState.PAUSED
        connection.problem_text, connection.problem_values = why, {}
        with audit.record("connection.paused", by=by, on=connection):
            connection.save()
    return connection


@transaction.atomic
def resume(connection: Connection, *, by: Any, now: datetime) -> Connection:
    """Read it again, from now on."""
    can_manage_connections(by).enforce()
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    if connection.is_paused:
        health.restarted(connection, now)
        with audit.record("connection.resumed", by=by, on=connection):
            connection.save()
    return connection


@transaction.atomic
def ask_run(connection: Connection, *, dry_run: bool, by: Any, now: datetime) -> Job:
    """Leave a job that reads it now; one that is under way already is returned instead."""
    can_manage_connections(by).enforce()
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    if connection.is_paused:
        raise Refused(_("Cette connexion est en pause : reprenez-la d’abord."))
    waiting = newest_job(connection)
    if waiting and not waiting.is_over:
        return waiting
    with audit.record("connection.reading_asked", by=by, on=connection, facts={"dry_run": dry_run}):
        return leave_job(connection, key=f"{now:%Y-%m-%dT%H:%M:%S.%f}", dry_run=dry_run)


def leave_job(connection: Connection, *, key: str, dry_run: bool = False) -> Job:
    """The job of one reading, once for each key."""
    return queue.enqueue(
        "catalog.sync_connection",
        subject=connection.reference,
        key=f"sync:{connection.pk}:{key}",
        payload={"connection": connection.pk, "dry_run": dry_run},
    )


def newest_job(connection: Connection) -> Job | None:
    jobs = Job.objects.filter(kind="catalog.sync_connection", subject=connection.reference)
    return jobs.order_by("-created_at", "-pk").first()


def open_vendor(connection: Connection, clock: Clock = SYSTEM) -> Connector:
    """The connector of a stored account, ready to read. Raises VendorFailure when it has no credential."""
    account = Account(
        kind=connection.kind, base_url=connection.base_url, organisation=connection.organisation,
        extra_hosts=tuple(connection.extra_hosts),
    )  # fmt: skip
    return _open(_with_stored_credential(account, connection), clock)


def said(failure: VendorFailure) -> str:
    """A failure in the reader's language, with the right that the vendor names."""
    sentence = worded(failure.text, health.values_of(failure))
    return f"{sentence} ({failure.missing})" if failure.missing else sentence


def _admissible(account: Account, by: Any, known: tuple[str, ...] = ()) -> Account:
    """The account with its address made whole; raises Refused for one that may not be asked."""
    spec = KINDS.get(account.kind)
    if spec is None:
        raise Refused(_("Ce genre de compte n’est pas connu : %(kind)s.") % {"kind": account.kind})
    if spec.needs_organisation and not account.organisation.strip():
        raise Refused(_("Nommez l’organisation telle que l’éditeur l’écrit dans ses adresses."))
    if account.variable and not VARIABLE.fullmatch(account.variable):
        raise Refused(_("Une variable d’environnement de jeton s’appelle VENDOR_CREDENTIAL_ suivi d’un nom."))
    extra = tuple(sorted({host.strip().lower() for host in account.extra_hosts if host.strip()}))
    if set(extra) - set(known):
        can_admit_host(by).enforce()
    try:
        base_url = check_base_url(account.kind, account.base_url, extra_hosts=extra, **_environment())
    except VendorFailure as failure:
        raise Refused(said(failure)) from None
    return Account(
        kind=account.kind, base_url=base_url, organisation=account.organisation.strip(),
        secret=account.secret.strip(), variable=account.variable, extra_hosts=extra,
    )  # fmt: skip


def _refuse_twice(account: Account, but: Connection | None = None) -> None:
    same = Connection.objects.filter(**_identity(account))
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(_("Ce compte est déjà connecté : corrigez la connexion qui existe."))


def _answers(account: Account) -> Health:
    """One cheap call. Raises Refused with what the vendor said."""
    try:
        with _open(account) as vendor:
            found = vendor.check()
    except VendorFailure as failure:
        raise Refused(said(failure)) from None
    if found.failure:
        raise Refused(said(found.failure))
    return found


def _open(account: Account, clock: Clock = SYSTEM) -> Connector:
    secret = account.credential
    if not secret:
        raise VendorFailure(FailureClass.CREDENTIAL, UNSET, values={"variable": account.variable or "–"})
    return open_connector(
        account.kind, secret=secret, organisation=account.organisation, base_url=account.base_url,
        extra_hosts=account.extra_hosts, clock=clock, **_environment(),
    )  # fmt: skip


def _environment() -> dict[str, Any]:
    """What the installation admits beyond the vendors' own addresses."""
    hosts: Collection[str] = frozenset(settings.VENDOR_HOSTS)
    return {"admitted_hosts": hosts, "allow_loopback": settings.ALLOW_LOOPBACK_VENDORS}


def _stored_or_refused(account: Account, connection: Connection) -> Account:
    try:
        return _with_stored_credential(account, connection)
    except VendorFailure as failure:
        raise Refused(said(failure)) from None


def _with_stored_credential(account: Account, connection: Connection) -> Account:
    secret = ""
    if connection.credential:
        try:
            secret = vault.unlock(connection.credential)
        except vault.Closed:
            raise VendorFailure(FailureClass.CREDENTIAL, UNREADABLE) from None
    return Account(
        kind=account.kind, base_url=account.base_url, organisation=account.organisation,
        secret=secret, variable=connection.credential_variable, extra_hosts=account.extra_hosts,
    )  # fmt: skip


def _identity(account: Account) -> dict[str, str]:
    return {"kind": account.kind, "base_url": account.base_url, "organisation": account.organisation}


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return (parts.scheme, parts.netloc.lower())


def _describe(
    connection: Connection,
    account: Account,
    label: str,
    subscription: Subscription | None,
    interval: timedelta,
) -> None:
    connection.base_url, connection.organisation = account.base_url, account.organisation
    connection.label = label.strip() or f"{KINDS[account.kind].label}, {account.organisation}".rstrip(", ")
    connection.extra_hosts, connection.subscription = list(account.extra_hosts), subscription
    connection.interval_hours = interval // timedelta(hours=1)


def _keep_credential(connection: Connection, account: Account, now: datetime) -> None:
    """Encrypted, or by the name of its variable; never both."""
    connection.credential_variable = account.variable
    connection.credential = "" if account.variable else vault.lock(account.secret)
    connection.credential_tail = "" if account.variable else vault.tail(account.secret)
    connection.credential_set_at = now


@transaction.atomic
def _write(
    connection: Connection, account: Account, is_renewed: bool, described: tuple, *, by: Any, now: datetime
) -> Connection:
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    before = {field.attname: getattr(connection, field.attname) for field in connection._meta.concrete_fields}
    _describe(connection, account, *described)
    if is_renewed:
        _keep_credential(connection, account, now)
    if not connection.is_paused or is_renewed:
        health.restarted(connection, now)
    if any(getattr(connection, name) != value for name, value in before.items()):
        with audit.record("connection.corrected", by=by, on=connection):
            connection.save()
    return connection
