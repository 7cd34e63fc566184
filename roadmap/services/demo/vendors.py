"""A GitHub account whose last readings were taken in by the same service, from rows made here: no network.

It ends paused, since nobody at the vendor knows it: no night calls out for a demo.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from catalog.connectors import SeatRow, SeatState
from catalog.models import Connection, Seat, Subscription
from catalog.services import accounts, connections, sync
from catalog.services.connections import Account
from etech_ai.enums import gettext_noop
from people.models import User
from roadmap.services.demo.stage import LOADER, Stage

PLAN, PRODUCT = "copilot-business", "copilot"
ORGANISATION = "etech-demo"
NOBODY = "demo-credential-nobody-accepts-it-0000"
WHY = gettext_noop("Données de démonstration : cette connexion n’appelle personne.")
READ_AT = time(2, 30)
IDLE_DAYS = (0, 1, 2, 0, 3, 5, 41, 1, 12, 70)
UNKNOWN_ADDRESSES = 3  # accounts whose vendor gives no address: one is linked by hand, the others wait
FREELANCE = "kt-freelance"


def load(stage: Stage) -> None:
    subscription = Subscription.objects.filter(plan__slug=PLAN).select_related("plan__tool").first()
    if subscription is None or Connection.objects.filter(organisation=ORGANISATION).exists():
        return
    holders = [seat.holder for seat in Seat.objects.open().filter(subscription=subscription).for_sheet()]
    if len(holders) <= UNKNOWN_ADDRESSES:
        return
    connection = _connect(stage, subscription)
    _link(stage, connection, holders[0])
    full = [_row(stage, number, person) for number, person in enumerate(holders)]
    stranger = SeatRow(
        vendor_account_id="9001",
        product=PRODUCT,
        login=FREELANCE,
        assigned_at=_at(stage, 40),
        via=("plateforme",),
    )
    for nights, rows in ((2, full), (1, [*full, stranger]), (0, [*full[:-1], stranger])):
        sync.take(connection, rows, purchased=len(full) + 1, vendor_total=len(rows), now=_at(stage, nights))
    connections.pause(connection, by=LOADER, why=WHY)
    stage.count("vendor readings", 3)


def _connect(stage: Stage, subscription: Subscription) -> Connection:
    account = Account(
        kind="github_copilot", base_url="https://api.github.com", organisation=ORGANISATION, secret=NOBODY
    )
    return connections.keep(
        account, label="GitHub Copilot, Etech", subscription=subscription, interval=timedelta(days=1),
        owner=User.objects.with_email("licences@etech.example").first(), by=LOADER, now=_at(stage, 2),
    )  # fmt: skip


def _link(stage: Stage, connection: Connection, person: User) -> None:
    accounts.link(connection, login=_login(person), person=person, by=LOADER, now=_at(stage, 2))


def _row(stage: Stage, number: int, person: User) -> SeatRow:
    """The seat of one holder, used as the demo says; the first ones come without an address."""
    idle = None if number % 11 == 10 else IDLE_DAYS[number % len(IDLE_DAYS)]
    return SeatRow(
        vendor_account_id=str(7000 + number),
        product=PRODUCT,
        login=_login(person),
        email="" if number < UNKNOWN_ADDRESSES else person.email,
        state=SeatState.PENDING_CANCELLATION if number % 13 == 12 else SeatState.ACTIVE,
        assigned_at=_at(stage, 200 - number),
        last_used_at=None if idle is None else _at(stage, idle + 1),
        via=("plateforme",) if number % 3 else ("plateforme", "données"),
        plan="business",
    )


def _login(person: User) -> str:
    return person.email.partition("@")[0].replace(".", "-")


def _at(stage: Stage, nights: int) -> datetime:
    """The hour of reading, so many nights ago; never in the time to come."""
    at = datetime.combine(stage.ago(nights), READ_AT, tzinfo=timezone.get_current_timezone())
    return min(at, stage.now)
