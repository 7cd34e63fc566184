"""Six clients with differing clauses, their projects and who works on them."""

from typing import Any

from catalog.models import Tool
from compliance.models import Clause, ClientConsent
from compliance.services import clauses, consents
from people.models import Client, Project
from people.services import clients, projects
from roadmap.services.demo.stage import LOADER, Stage


def load(stage: Stage) -> None:
    for row in stage.data["clients"]:
        client = Client.objects.filter(name=row["name"]).first() or _client(stage, row)
        for project in row["projects"]:
            _project(stage, project, client)
    for row in stage.data["internal_projects"]:
        _project(stage, row, None)
    stage.count("clients", len(stage.data["clients"]))


def load_clauses(stage: Stage) -> None:
    for row in stage.data["clients"]:
        client = Client.objects.get(name=row["name"])
        for clause in row["clauses"]:
            if not Clause.objects.filter(client=client, reference=clause["reference"]).exists():
                clauses.add(client, by=LOADER, **clause)
        for consent in row["consents"]:
            _consent(stage, client, consent)


def _client(stage: Stage, row: dict[str, Any]) -> Client:
    client = clients.create(name=row["name"], sector=row["sector"], cloud=row["cloud"], by=LOADER)
    policy = row.get("policy")
    if policy:
        clients.record_policy(
            client, policy=policy["value"], reference=policy["reference"],
            on=stage.ago(policy["days_ago"]), by=LOADER,
        )  # fmt: skip
    return client


def _project(stage: Stage, row: dict[str, Any], client: Client | None) -> None:
    if Project.objects.filter(name=row["name"]).exists():
        return
    lead = stage.person(row["lead"])
    project = projects.create(name=row["name"], client=client, lead=lead, starts_on=stage.ago(180), by=LOADER)
    for name in row["members"]:
        projects.add_member(project, user=stage.person(name), starts_on=stage.ago(150), by=LOADER)
    stage.count("projects")


def _consent(stage: Stage, client: Client, row: dict[str, Any]) -> None:
    tool = Tool.objects.get(slug=row["tool"])
    if ClientConsent.objects.filter(client=client, tool=tool).exists():
        return
    consents.grant(
        client, tool=tool, scope=row["scope"], reference="Courriel du client", granted_on=stage.ago(30),
        expires_on=stage.ahead(row["days"]), by=LOADER,
    )  # fmt: skip
