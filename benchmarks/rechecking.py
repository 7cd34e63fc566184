"""The sweep over live approvals after a plan has changed, against one request at a time; prints JSON.

python -m benchmarks.rechecking NUMBER      seconds of each, and whether they agree
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import django

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etech_ai.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from approvals import checks  # noqa: E402
from approvals.kinds import digest  # noqa: E402
from approvals.materiality import holds  # noqa: E402
from approvals.models import Reopening, Request  # noqa: E402
from approvals.services import rechecking  # noqa: E402
from approvals.workflow import Kind, State  # noqa: E402
from benchmarks.fill import clone, vacuum  # noqa: E402
from builders.requests import approve, sent  # noqa: E402
from catalog.models import Plan, Seat, Subscription  # noqa: E402
from catalog.services import plans  # noqa: E402
from etech_ai.audit import chain  # noqa: E402
from people.models import User  # noqa: E402

PLANS = 30
KINDS = (Kind.TOOL_ACCESS, Kind.LICENCE)


def measure(number: str) -> dict[str, Any]:
    """Nothing changed; a plan in thirty moved, and another, swept and by hand; then every plan moved."""
    house = _house()
    ours = _fill(house, int(number))
    found: dict[str, Any] = {"idle": _timed(_sweep)}
    _move(ours[:1], house)
    with CaptureQueriesContext(connection) as captured:
        _sweep()
    found["statements"] = len(captured)
    _move(ours[1:2], house)
    found["sweep"] = _timed(_sweep)
    start = perf_counter()
    broken = _by_hand()
    found["by_hand"] = perf_counter() - start
    opened = set(Reopening.objects.open().values_list("request", flat=True))
    found |= {"reopened": len(opened), "agrees": opened == broken}
    _move(ours[2:], house)
    found["all"] = _timed(_sweep)
    found["reopened_of_all"] = Reopening.objects.open().count()
    problem = chain.verify().problem
    assert not problem, problem
    return found


class _House:
    """Who the builders ask for, read from the furnished database."""

    def __init__(self) -> None:
        for name in ("ana", "cho", "ida", "dan", "lea", "fin"):
            setattr(self, name, User.objects.get(email=f"{name}@etech.example"))
        self.plan = Plan.objects.earliest("pk")


def _house() -> Any:
    return _House()


def _fill(house: Any, number: int) -> list[Plan]:
    """So many approvals, half accesses and half seats, over thirty plans, each with the facts of its plan."""
    plan, subscription = house.plan, Subscription.objects.earliest("pk")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_subscription SET seat_ceiling = NULL")
    made = clone(Plan, plan.pk, PLANS - 1, slug="'offre-' || n", name="'Offre ' || n")
    bought = clone(Subscription, subscription.pk, PLANS - 1, plan_id=f"(ARRAY{made})[n]")
    offers, bought = [plan.pk, *made], [subscription.pk, *bought]
    people = clone(
        User, house.ana.pk, number // PLANS + 1, email="'d' || n || '@etech.example'",
        first_name="'Personne'", last_name="'Durable ' || n",
    )  # fmt: skip
    for proto in [_approved(house, kind) for kind in KINDS]:
        _approvals(proto, number // 2, offers, people)
    clone(
        Seat, Seat.objects.earliest("pk").pk, number // 2,
        subscription_id=f"(ARRAY{bought})[1 + n % {PLANS}]",
        holder_id=f"(ARRAY{people})[1 + n / {PLANS}]",
    )  # fmt: skip
    offered = list(Plan.objects.filter(pk__in=offers).select_related("tool").order_by("pk"))
    _seal(offered)
    vacuum()
    return offered


def _approved(house: Any, kind: Kind) -> Request:
    asked = Request.objects.open().filter(kind=kind, beneficiary=house.ana).first()
    proto = approve(house, asked or sent(house, kind))
    assert proto.state == State.APPROVED
    return proto


def _approvals(proto: Request, number: int, offers: list[int], people: list[int]) -> None:
    who, first = f"(ARRAY{people})[1 + n / {PLANS}]", Request.objects.latest("number").number
    clone(
        Request, proto.pk, number, number=f"n + {first}", reference=f"'DEM-2026-' || (n + {first})",
        plan_id=f"(ARRAY{offers})[1 + n % {PLANS}]", requester_id=who, beneficiary_id=who, sending_key="NULL",
    )  # fmt: skip


def _seal(offered: list[Plan]) -> None:
    """The facts of each plan on its approvals, as sending would have sealed them."""
    for plan in offered:
        for kind in KINDS:
            proto = Request.objects.for_display().filter(plan=plan, kind=kind).earliest("pk")
            facts = checks.facts_of(proto, timezone.localdate())
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE approvals_request SET facts = %s, facts_digest = %s"
                    " WHERE plan_id = %s AND kind = %s",
                    [json.dumps(facts), digest(facts), plan.pk, kind.value],
                )


def _move(offered: list[Plan], house: Any) -> None:
    for plan in offered:
        plans.edit(plan, region="other", by=house.ida)


def _sweep() -> None:
    rechecking.sweep(now=timezone.now())


def _by_hand() -> set[int]:
    """Every approval read for itself, and its facts with it."""
    today, broken = timezone.localdate(), set()
    for pk in Request.objects.in_effect(today).values_list("pk", flat=True):
        request = Request.objects.get(pk=pk)
        if not holds(request.facts, checks.facts_of(request, today)):
            broken.add(pk)
    return broken


def _timed(act: Any) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
