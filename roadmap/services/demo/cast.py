"""The people: teams, fifty persons, roles, a leaver, somebody who waits, training."""

from typing import Any

from people.access import Role
from people.models import Team, Training, User
from people.services import demo as accounts
from people.services import roles, teams, trainings, users
from roadmap.services.demo.stage import LOADER, Stage, mail_of


def load(stage: Stage) -> None:
    for name in {row["team"] for row in stage.data["people"]}:
        if not Team.objects.filter(name=name).exists():
            teams.create(name=name, by=LOADER)
    for row in stage.data["people"]:
        _person(stage, row)
    for row in stage.data["leavers"]:
        _leaver(stage, row)
    for row in stage.data["pending"]:
        _pending(row)
    _leads_and_champions(stage)
    for row in stage.data["trainings"]:
        _training(stage, row)
    stage.count("people", User.objects.active().count())


def _person(stage: Stage, row: dict[str, Any]) -> None:
    account = Role(row["account"]) if row.get("account") not in (None, "membre") else None
    is_demo = "account" in row
    email = accounts.EMAILS[account or Role.STAFF] if is_demo else mail_of(row["first"], row["last"])
    if User.objects.with_email(email).exists():
        return
    user = _invite(stage, row, email)
    if is_demo:
        accounts.open_account(user, by=LOADER)
    if account and account is not Role.CHAMPION:
        roles.grant(user, role=account, starts_on=stage.began_on, by=LOADER, today=stage.began_on)


def _invite(stage: Stage, row: dict[str, Any], email: str) -> User:
    return users.invite(
        email=email, first_name=row["first"], last_name=row["last"], profile=row["profile"],
        job_title=row["job"], team=stage.team(row["team"]), by=LOADER, now=stage.now, mail=False,
    )  # fmt: skip


def _leaver(stage: Stage, row: dict[str, Any]) -> None:
    email = mail_of(row["first"], row["last"])
    if not User.objects.with_email(email).exists():
        user = _invite(stage, row, email)
        users.leave(user, by=LOADER, today=stage.today)


def _pending(row: dict[str, Any]) -> None:
    email = mail_of(row["first"], row["last"])
    if not User.objects.with_email(email).exists():
        users.register_from_provider(email=email, first_name=row["first"], last_name=row["last"])


def _leads_and_champions(stage: Stage) -> None:
    for name, lead in stage.data["leads"].items():
        team, person = stage.team(name), stage.person(lead)
        if team.lead_id != person.pk:
            teams.set_lead(team, lead=person, by=LOADER)
    for row in stage.data["champions"]:
        person, team = stage.person(row["person"]), stage.team(row["team"])
        if not person.role_assignments.filter(role=Role.CHAMPION, team=team).exists():
            roles.grant(
                person,
                role=Role.CHAMPION,
                team=team,
                starts_on=stage.began_on,
                by=LOADER,
                today=stage.began_on,
            )


def _training(stage: Stage, row: dict[str, Any]) -> None:
    if Training.objects.filter(title=row["title"]).exists():
        return
    training = trainings.create(
        title=row["title"], minutes=row["minutes"], is_required=row["required"],
        valid_months=row["months"], summary=row["summary"], by=LOADER,
    )  # fmt: skip
    for number, user in enumerate(User.objects.active().order_by("pk")[: row["done_by"]]):
        trainings.complete(training, user=user, completed_on=stage.ago(10 + number * 5), proof="", by=LOADER)
    stage.count("trainings")
