"""Declaring, editing and retiring a use case. Its classification lives in `services/classification.py`."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.models import Plan
from compliance.ai_act.ruleset import latest
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Client, Project, User
from usecases import checks, permissions, prefill
from usecases.models import ClassificationDraft, UseCase, UseCasePlan
from usecases.vocabulary import Objective, UseCaseStatus

EDITABLE = ("title", "purpose", "objective", "frequency", "phase", "first_used_on", "client", "project")


@transaction.atomic
def declare(
    *,
    by: User,
    title: str,
    purpose: str,
    objective: str = "",
    now: dt.datetime,
    today: dt.date,
    plans: Iterable[Plan] = (),
    client: Client | None = None,
    project: Project | None = None,
    data_levels: Iterable[str] = (),
    frequency: str = "",
    phase: str = "",
    first_used_on: dt.date | None = None,
    template: str = "",
    copy_of: UseCase | None = None,
) -> UseCase:
    """A use case owned by `by`, still to be classified.

    A template, the tools or the use that it copies prefill its questionnaire, never what must be confirmed.
    Without an objective, the client says it.

    Raises Refused when the client or project is not one that `by` may see, or when they do not go together.
    """
    client = _client_of(client, project)
    permissions.can_declare(by, client=client, project=project).enforce()
    number = _next_number()
    use_case = UseCase(
        number=number,
        reference=f"UC-{number:03d}",
        slug=f"{slugify(title)[:70].strip('-') or 'cas'}-{number}",
        title=title,
        purpose=purpose,
        objective=objective or _objective_for(client),
        owner=by,
        team=by.team,
        client=client,
        project=project,
        frequency=frequency,
        phase=phase,
        first_used_on=first_used_on,
        declared_on=today,
        updated_on=today,
    )
    use_case.set_data_levels(data_levels)
    use_case.refresh_search_text()
    with audit.record("use_case.declared", by=by, on=use_case):
        use_case.save()
        UseCasePlan.objects.bulk_create(UseCasePlan(use_case=use_case, plan=plan) for plan in plans)
    _start_draft(use_case, template=template, plans=plans, copy_of=copy_of, now=now)
    return use_case


@transaction.atomic
def edit(
    use_case: UseCase, *, by: User, today: dt.date, plans: Iterable[Plan] | None = None, **changes
) -> UseCase:
    """Change what was declared; a new purpose, new data or new tools make the classification stale.

    `changes` are any of EDITABLE and `data_levels`. Nothing changed: nothing is written.
    """
    use_case = UseCase.objects.select_for_update().get(pk=use_case.pk)
    permissions.can_edit(by, use_case).enforce()
    if changes.get("objective") == "":
        changes["objective"] = _objective_for(changes.get("client", use_case.client))
    changed = _apply(use_case, changes)
    _refuse_foreign_binding(use_case, changed, by)
    moved = _plan_moves(use_case, plans)
    if not changed and not moved:
        return use_case
    classified = bool(use_case.outcome)
    use_case.is_purpose_changed |= classified and bool(
        changed & {"purpose", "objective", "data_levels", "client"}
    )
    use_case.are_tools_changed |= classified and bool(moved)
    use_case.updated_on = today
    use_case.refresh_search_text()
    with audit.record("use_case.edited", by=by, on=use_case):
        use_case.save()
        for link in moved:
            link.save()
    return use_case


@transaction.atomic
def retire(use_case: UseCase, *, by: User, today: dt.date) -> UseCase:
    """The use has stopped; its sheet, classifications and trail stay readable."""
    use_case = UseCase.objects.select_for_update().get(pk=use_case.pk)
    permissions.can_retire(by, use_case).enforce()
    use_case.status = UseCaseStatus.RETIRED
    use_case.retired_on = use_case.updated_on = today
    with audit.record("use_case.retired", by=by, on=use_case):
        use_case.save()
    ClassificationDraft.objects.filter(use_case=use_case).delete()
    return use_case


def _objective_for(client: Client | None) -> str:
    return Objective.CLIENT.value if client else Objective.INTERNAL.value


def _next_number() -> int:
    """The newest row is locked first, so that two declarations at once do not take the same number."""
    UseCase.objects.select_for_update().order_by("-number").values("pk").first()
    return (UseCase.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _client_of(client: Client | None, project: Project | None) -> Client | None:
    """The project's own client when it has one."""
    if project is None or project.client_id is None:
        return client
    if client is not None and client.pk != project.client_id:
        raise Refused(_("Ce projet appartient à un autre client : choisissez l’un ou l’autre."))
    return project.client


def _start_draft(
    use_case: UseCase, *, template: str, plans: Iterable[Plan], copy_of: UseCase | None, now: dt.datetime
) -> None:
    categories = [plan.tool.category for plan in plans]
    answers = prefill.starting_answers(latest(), template=template, categories=categories)
    copied = checks.newest_classification(copy_of) if copy_of else None
    if copied:
        answers |= prefill.again(latest(), copied.answers)
    if answers:
        ClassificationDraft.objects.create(
            use_case=use_case, answers=answers, prefilled=sorted(answers), updated_at=now
        )


def _apply(use_case: UseCase, changes: dict) -> set[str]:
    unknown = set(changes) - {*EDITABLE, "data_levels"}
    if unknown:
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    changed = {name for name, value in changes.items() if getattr(use_case, name) != value}
    for name in changed - {"data_levels"}:
        setattr(use_case, name, changes[name])
    if "data_levels" in changed:
        use_case.set_data_levels(changes["data_levels"])
    return changed


def _refuse_foreign_binding(use_case: UseCase, changed: set[str], by: User) -> None:
    """Only a new client or project is judged: the DPO may edit a use bound where they are not a member."""
    if not changed & {"client", "project"}:
        return
    use_case.client = _client_of(use_case.client, use_case.project)
    permissions.can_declare(by, client=use_case.client, project=use_case.project).enforce()


def _plan_moves(use_case: UseCase, plans: Iterable[Plan] | None) -> list[UseCasePlan]:
    """The links to save: new plans, plans taken up again, plans dropped."""
    if plans is None:
        return []
    wanted = {plan.pk: plan for plan in plans}
    links = {link.plan_id: link for link in use_case.plan_links.select_related("plan")}
    moves = [UseCasePlan(use_case=use_case, plan=plan) for pk, plan in wanted.items() if pk not in links]
    for plan_id, link in links.items():
        if link.is_current != (plan_id in wanted):
            link.is_current = plan_id in wanted
            moves.append(link)
    return moves
