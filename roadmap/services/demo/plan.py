"""The road map, and the decisions taken since the plan."""

from typing import Any

from people.models import User
from roadmap.models import Decision, Dependency, RoadmapItem, Theme
from roadmap.services import decisions, items
from roadmap.services.demo.stage import LOADER, Stage


def load(stage: Stage) -> None:
    for row in stage.data["decided"]:
        decision = Decision.objects.get(ref=row["ref"])
        if decision.state == "open":
            decisions.decide(
                decision, text=row["text"], by=stage.person("Nadia Ferrand"),
                today=stage.ago(row["days_ago"]), review_on=stage.ahead(row["review"]),
            )  # fmt: skip
    for row in stage.data["prepared"]:
        _prepare(stage, row)
    for row in stage.data["roadmap"]:
        _item(stage, *row)
    stage.count("roadmap items", RoadmapItem.objects.count())


def _prepare(stage: Stage, row: dict[str, Any]) -> None:
    decision = Decision.objects.get(ref=row["ref"])
    if decision.owner is None and decision.state == "open":
        decisions.edit(
            decision, owner=_owner(stage, row["owner"]), due_on=stage.ahead(row["due"]),
            options=row["options"], evidence=row["evidence"], by=LOADER,
        )  # fmt: skip


def _item(
    stage: Stage, title: str, theme: int, phase: str, horizon: int, start: int, end: int, state: str,
    owner: str, effort: int, value: str, decision: str | None, needs: list[str],
) -> None:  # fmt: skip
    if RoadmapItem.objects.filter(title=title).exists():
        return
    item = items.add(
        title=title, theme=Theme.objects.get(number=theme), phase=phase, horizon_months=horizon,
        starts_on=stage.ahead(start), ends_on=stage.ahead(end), state=state, owner=_owner(stage, owner),
        effort_days=effort, value=value, decision=Decision.objects.get(ref=decision) if decision else None,
        by=LOADER,
    )  # fmt: skip
    for name in needs:
        needed = RoadmapItem.objects.get(title=name)
        if not Dependency.objects.filter(item=item, depends_on=needed).exists():
            items.depend(item, on=needed, by=LOADER)


def _owner(stage: Stage, name: str) -> User:
    return stage.person(name)
