"""Fills a database of the portal, run under its production settings: `python -m benchmarks.fill house` makes
the cast and one full sheet through the services; `… rows USE_CASES REQUESTS EVENTS` multiplies them in SQL,
`… rules CLAUSES PLANS` adds clauses and plans.

Rows made in SQL have no event of their own; further events are chained like real ones, so the trail verifies.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "tests")]  # the cast is that of the tests
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etech_ai.settings")
django.setup()

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from approvals.models import Request, Step  # noqa: E402
from approvals.workflow import Kind  # noqa: E402
from builders.clock import NOW, TODAY  # noqa: E402
from builders.compliance import add_clause  # noqa: E402
from builders.house import build_house  # noqa: E402
from builders.requests import sent  # noqa: E402
from builders.usecases import a_use_case  # noqa: E402
from catalog.models import Plan, PlanEvidence, Tool  # noqa: E402
from compliance.models import Clause  # noqa: E402
from compliance.services import consents  # noqa: E402
from etech_ai.audit.actors import reference_of  # noqa: E402
from etech_ai.audit.entries import digest_of  # noqa: E402
from etech_ai.audit.models import Head  # noqa: E402
from etech_ai.audit.values import canonical, commit, new_salt  # noqa: E402
from people.access import Scope  # noqa: E402
from people.models import Client, Team, User  # noqa: E402
from people.services import tokens  # noqa: E402
from people.services.clients import record_policy  # noqa: E402
from usecases.models import UseCase, UseCasePlan  # noqa: E402
from usecases.services import obligations, usecases  # noqa: E402

PEOPLE, CLIENTS, TEAMS, TOOLS = 200, 40, 10, 30
WORDS = "Revue de code,Traduction,Synthese,Tri du courrier,Generation de tests,Analyse de journaux,Redaction"
TITLE = f"(string_to_array('{WORDS}', ','))[1 + n % 7]"
OUTCOMES = (
    "(ARRAY['minimal','transparency','minimal','high_risk','high_risk_exempted','minimal','out_of_scope',"
    "'not_ai_system'])[1 + (n / 5) % 8]"
)
LEVELS = ("internal", "public", "personal", "client_confidential")


def furnish() -> dict[str, Any]:
    """The cast, a use case with its versions, obligations and history, and who is signed in."""
    call_command("migrate", verbosity=0)
    house = build_house()
    sheet = a_use_case(house, "high_risk", title="Présélection de CV", plans=[house.plan])
    for name in sheet.classifications.get(number=1).obligations[:3]:
        obligations.mark(sheet, obligation=name, state="done", by=house.ana, note="Fait.", today=TODAY)
    for number in range(25):
        usecases.edit(sheet, by=house.ana, today=TODAY, purpose=f"Trier les candidatures, lot {number}.")
    sent(house, Kind.TOOL_ACCESS)
    clone(Team, house.team_ops.pk, TEAMS, name="'Equipe ' || n", slug="'equipe-' || n", lead_id="NULL")
    clone(Client, house.other_client.pk, CLIENTS, name="'Client ' || n", slug="'client-' || n")
    clone(Tool, house.tool.pk, TOOLS, name="'Outil ' || n", slug="'outil-' || n")
    callers = [_token(house.ana) for _ in range(10)]
    vacuum()
    return {
        "callers": callers,
        "client": house.client.slug,
        "cookie": _signed_in(house.ana),
        "decider": _signed_in(house.cho),
        "sheet": reverse("usecases:usecase_sheet", args=[sheet.slug]),
        "plan": house.plan.pk,
    }


def legislate(clauses: int, plans: int) -> dict[str, Any]:
    """So many clauses over the clients, and so many plans with their proofs; the client of the sheet accepts
    AI and agreed to the plan that is asked about."""
    house = SimpleNamespace(
        dan=User.objects.get(email="dan@etech.example"),
        client=Client.objects.get(projects__members__user__email="ana@etech.example"),
    )
    record_policy(house.client, policy="accepts", reference="Charte", on=TODAY, by=house.dan)
    plan = Plan.objects.select_related("tool").earliest("pk")
    consents.grant(
        house.client, tool=plan.tool, scope="Code", reference="Courriel", granted_on=TODAY, by=house.dan
    )
    first = add_clause(house, "no_training")
    clients = list(Client.objects.values_list("pk", flat=True))
    of_client = f"(ARRAY{clients})[1 + n % {len(clients)}]"
    clone(Clause, first.pk, clauses - 1, reference="'C-' || n", client_id=of_client)
    tools = list(Tool.objects.values_list("pk", flat=True))
    made = clone(Plan, plan.pk, plans - 1, slug="'offre-' || n", name="'Offre ' || n",
                  tool_id=f"(ARRAY{tools})[1 + n % {len(tools)}]")  # fmt: skip
    for proof in plan.evidence.values_list("pk", flat=True):
        clone(PlanEvidence, proof, len(made), plan_id=f"(ARRAY{made})[n]")
    vacuum()
    return {"plan": plan.slug}


def multiply(use_cases: int, requests: int, events: int) -> dict[str, Any]:
    """So many more use cases, requests that wait for the decider, and events."""
    team, ana = Team.objects.get(name="Développement"), User.objects.get(email="ana@etech.example")
    people = clone(
        User, ana.pk, max(PEOPLE, requests), email="'p' || n || '@etech.example'", first_name="'Personne'",
        last_name="'Numero ' || n", team_id=str(team.pk),
    )  # fmt: skip
    _use_cases(use_cases, people[:PEOPLE])
    waiting = _requests(requests, people)
    _append(events)
    vacuum()
    return {"requests": waiting}


def _use_cases(count: int, people: list[int]) -> None:
    proto = UseCase.objects.get(number=1)
    clients = list(Client.objects.order_by("pk").values_list("pk", flat=True))
    draft = "n % 5 = 0"
    made = clone(
        UseCase,
        proto.pk,
        count,
        number="n + 1000",
        reference="'UC-' || (n + 1000)",
        slug="'usage-' || (n + 1000)",
        title=f"{TITLE} || ' ' || n",
        purpose=f"'Relire ' || lower({TITLE}) || ' avant envoi, lot ' || n || '. '"
        " || repeat('Le texte part ensuite. ', 4)",
        search_text=f"'uc ' || (n + 1000) || ' ' || lower({TITLE}) || ' ' || n || ' relire ' || "
        f"lower({TITLE}) || ' avant envoi lot ' || n || repeat(' le texte part ensuite', 4)",
        owner_id=f"{people[0]} + n % {len(people)}",
        client_id=f"CASE WHEN n % 10 < 3 THEN {clients[0]} + n % {len(clients)} END",
        data_levels=f"(ARRAY{[json.dumps([level]) for level in LEVELS]})[1 + n % 4]::jsonb",
        levels_text=f"(ARRAY{[f'|{level}|' for level in LEVELS]})[1 + n % 4]",
        updated_on="DATE '2026-11-20' - (n * 7919) % 700",
        status=f"CASE WHEN {draft} THEN 'draft' WHEN n % 3 = 0 THEN 'validated' ELSE 'classified' END",
        outcome=f"CASE WHEN {draft} THEN '' ELSE {OUTCOMES} END",
        classified_on=f"CASE WHEN {draft} THEN NULL ELSE DATE '2026-11-20' - (n * 31) % 500 END",
        is_purpose_changed="n % 20 = 1",
        are_tools_changed="false",
    )
    link = UseCasePlan.objects.get(use_case=proto)
    plans = list(Plan.objects.values_list("pk", flat=True))
    if made:
        clone(
            UseCasePlan, link.pk, count, use_case_id=f"{made[0]} + n - 1",
            plan_id=f"{plans[0]} + n % {len(plans)}",
        )  # fmt: skip


def _requests(count: int, people: list[int]) -> list[tuple[str, int]]:
    """Requests for access that wait for the champion: (address to decide at, its step)."""
    proto = Request.objects.get(kind=Kind.TOOL_ACCESS)
    who = f"{people[0]} + n - 1"
    made = clone(
        Request, proto.pk, count, number="n + 1000", reference="'DEM-2026-' || (n + 1000)",
        requester_id=who, beneficiary_id=who,
    )  # fmt: skip
    steps = proto.steps.order_by("position")
    for step in steps if made else ():
        clone(Step, step.pk, count, request_id=f"{made[0]} + n - 1")
    first = Step.objects.filter(request__in=made, position=1).order_by("request_id")
    return [
        (reverse("approvals:request_decide", args=[reference]), step)
        for reference, step in first.values_list("request__reference", "pk")
    ]


def clone(model: type[models.Model], pk: int, count: int, **changed: str) -> list[int]:
    """Insert `count` copies of a row, columns of `changed` computed by SQL from n = 1…count; their keys."""
    names = [f.column for f in model._meta.concrete_fields if not f.primary_key]
    assert set(changed) <= set(names), set(changed) - set(names)
    values = ", ".join(changed.get(name, f'proto."{name}"') for name in names)
    columns, table = ", ".join(f'"{name}"' for name in names), model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" AS proto, '  # noqa: S608
            f"generate_series(1, {count}) AS n WHERE proto.id = {pk} ORDER BY n RETURNING id"
        )
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def _append(count: int) -> None:
    """Chain that many events on use cases, by COPY: a record each would take an hour for a million."""
    head = Head.objects.select_for_update().get(pk=1)
    columns = (
        "position, operation, name, actor_ref, subject_ref, at, payload, openings, previous_digest, digest"
    )
    ana = User.objects.get(email="ana@etech.example")
    with connection.cursor() as cursor, cursor.copy(f"COPY audit_event ({columns}) FROM STDIN") as copy:
        for row in _events(head, ana, count):
            copy.write_row(row)
    head.save()


def _events(head: Head, ana: User, count: int) -> Iterator[tuple]:
    actor, salt = reference_of(ana), new_salt()
    label, subject = str(ana), "UC-001 Présélection de CV"
    openings = canonical({"actor": {"text": label, "salt": salt}, "subject": {"text": subject, "salt": salt}})
    said = {"actor": commit(label, salt), "subject": commit(subject, salt), "facts": {}}
    for number in range(1, count + 1):
        about, at = f"usecases.usecase:{number % 5000 + 100}", NOW + timedelta(seconds=number)
        fields = {"status": ["classified", "validated"], "updated_on": ["2026-11-01", "2026-11-24"]}
        payload = canonical({**said, "changes": [{"row": about, "fields": fields}]})
        operation = f"00000000-0000-4000-8000-{number:012d}"
        head.position, previous = head.position + 1, head.digest
        head.digest = digest_of(
            position=head.position, operation=operation, name="use_case.edited", actor_ref=actor,
            subject_ref=about, at=at, payload=payload, previous=previous,
        )  # fmt: skip
        yield (head.position, operation, "use_case.edited", actor, about, at, payload, openings, previous,
               head.digest)  # fmt: skip


def vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _token(user: User) -> str:
    until = timezone.localdate() + timedelta(days=90)
    made = tokens.make(
        user, label="Mesure", scopes=list(Scope), expires_on=until, by=user, now=timezone.now()
    )
    return made[1]


def _signed_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(timezone.now() + timedelta(days=1))
    session.save()
    return f"sessionid={session.session_key}"


if __name__ == "__main__":
    makers = {"house": furnish, "rows": multiply, "rules": legislate}
    print(json.dumps(makers[sys.argv[1]](*map(int, sys.argv[2:]))))
