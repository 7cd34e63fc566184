"""How old a vendor's figures are, as every page words it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from catalog.enums import ConnectionState
from catalog.models import Connection, Subscription
from etech_ai import wording


@dataclass(frozen=True)
class Freshness:
    """The oldest of the readings that a figure rests on: figures are as fresh as the stalest of them."""

    at: datetime | None
    is_stale: bool
    is_troubled: bool
    is_connected: bool = True

    @classmethod
    def of(cls, connections: Iterable[Connection], now: datetime) -> "Freshness":
        rows = list(connections)
        return cls(
            at=min((row.last_success_at for row in rows if row.last_success_at), default=None),
            is_stale=any(row.is_stale(now) for row in rows if row.last_success_at),
            is_troubled=any(connection.state in TROUBLED for connection in rows),
            is_connected=bool(rows),
        )

    @property
    def tone(self) -> str:
        if self.at is None:
            return "neutral"
        return "danger" if self.is_stale else "caution" if self.is_troubled else "success"

    @property
    def icon(self) -> str:
        icons = {"neutral": "hourglass", "danger": "alert-circle", "caution": "alert-triangle"}
        return icons.get(self.tone, "circle-check")

    @property
    def label(self) -> str:
        """« relevé le 24 nov. 2026 à 02 h 30 »."""
        if not self.is_connected:
            return _("saisie manuelle")
        if self.at is None:
            return _("pas encore relevé")
        return _("relevé le %(day)s à %(hour)s") % {
            "day": wording.day(self.at), "hour": wording.hour(self.at)
        }  # fmt: skip


def by_subscription(subscriptions: Iterable[Subscription], now: datetime) -> dict[int, Freshness]:
    """The freshness of each subscription's figures, in one statement."""
    wanted = [subscription.pk for subscription in subscriptions]
    grouped: dict[int, list[Connection]] = {pk: [] for pk in wanted}
    for connection in Connection.objects.filter(subscription__in=wanted):
        if connection.subscription_id:
            grouped[connection.subscription_id].append(connection)
    return {pk: Freshness.of(rows, now) for pk, rows in grouped.items()}


TROUBLED = (ConnectionState.DEGRADED, ConnectionState.FAILING, ConnectionState.ACTION_NEEDED)
