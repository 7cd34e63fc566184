"""Connect a vendor's account, or enter its new credential."""

import os
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from catalog.connectors import KINDS
from catalog.models import Connection, Subscription
from catalog.services import connections
from catalog.services.connections import Account
from etech_ai.audit.actors import Actor
from etech_ai.verdicts import Refused

JOB = Actor("job:connect-vendor", "connect_vendor")


class Command(BaseCommand):
    help = (
        "Connect a vendor's account: the credential is read from an environment variable, checked with one "
        "call, and stored encrypted. Repeated for the same address and organisation, it updates."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=f"one of: {', '.join(sorted(KINDS))}")
        parser.add_argument("--base-url", default="", help="default: the vendor's own address")
        parser.add_argument(
            "--org", default="", help="the organisation, as the vendor writes it in addresses"
        )
        parser.add_argument("--credential-env", required=True, metavar="VAR", help="variable that holds it")
        parser.add_argument(
            "--subscription", default="", help="label or number of the subscription it counts"
        )
        parser.add_argument("--label", default="", help="what the portal calls it")
        parser.add_argument("--every-days", type=int, default=1, help="days from one reading to the next")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] not in KINDS:
            raise CommandError(f"unknown kind {options['kind']!r}: one of {', '.join(sorted(KINDS))}")
        secret = os.environ.get(options["credential_env"], "").strip()
        if not secret:
            raise CommandError(f"the environment variable {options['credential_env']} is empty or not set")
        if options["every_days"] < 1:
            raise CommandError("--every-days: at least 1")
        with override("en"):
            try:
                done, connection = _connect(_account(options, secret), options)
            except Refused as refusal:
                raise CommandError(f"{options['kind']}: not connected. {refusal}") from None
        counts = (
            f"counts {connection.subscription}" if connection.subscription else "counts no subscription yet"
        )
        self.stdout.write(f"{connection.kind} {connection.organisation}: {done}, {counts}")


def _account(options: dict[str, Any], secret: str) -> Account:
    """Whoever types commands here is an administrator of the machine: a public host is admitted as named."""
    base_url, spec = options["base_url"].strip(), KINDS[options["kind"]]
    host = (urlsplit(base_url).hostname or "").lower()
    is_admitted = host in spec.hosts or host in settings.VENDOR_HOSTS or settings.ALLOW_LOOPBACK_VENDORS
    extra = () if not host or is_admitted else (host,)
    return Account(
        kind=spec.kind,
        base_url=base_url,
        organisation=options["org"].strip(),
        secret=secret,
        extra_hosts=extra,
    )


def _connect(account: Account, options: dict[str, Any]) -> tuple[str, Connection]:
    now, known = timezone.now(), connections.find(account)
    described: dict[str, Any] = {
        "label": options["label"] or (known.label if known else ""),
        "subscription": _subscription(options, known),
        "interval": timedelta(days=options["every_days"]),
        "by": JOB,
        "now": now,
    }
    if known:
        return "updated", connections.correct(known, account, **described)
    return "connected", connections.connect(account, **described)


def _subscription(options: dict[str, Any], known: Connection | None) -> Subscription | None:
    """The one that is named; else the one it counts already; else the only one of the vendor's tool."""
    asked, lines = options["subscription"].strip(), Subscription.objects.order_by("pk")
    if not asked:
        kept = known.subscription if known else None
        return kept or connections.likely_subscription(options["kind"], timezone.localdate())
    by_number = lines.filter(pk=int(asked)) if asked.isdecimal() else lines.none()
    found = list(by_number or lines.filter(label__iexact=asked))
    if len(found) != 1:
        labels = ", ".join(f"{line.pk} {line.label!r}" for line in lines[:20]) or "none yet"
        raise CommandError(f"--subscription {asked!r} names {len(found)} subscriptions; known: {labels}")
    return found[0]
