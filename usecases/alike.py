"""The uses that a declaration looks like, among those that its author may see. Reads only."""

from collections.abc import Collection

from django.db.models import Q

from people.models import User
from usecases import likeness
from usecases.models import UseCase, UseCasePlan

CANDIDATES = 300
SHOWN = 5


def alike(title: str, *, plans: Collection[int], to: User) -> list[UseCase]:
    """At most SHOWN uses in force, the most alike first."""
    found = list(_candidates(title, to))
    tools = _tools_of(found)
    ranked = [
        (likeness.likeness(title, item.title, shares_a_tool=likeness.tools_meet(plans, tools[item.pk])), item)
        for item in found
    ]
    alike_ones = [pair for pair in ranked if pair[0] >= likeness.ALIKE]
    return [item for _rank, item in sorted(alike_ones, key=lambda pair: (-pair[0], pair[1].number))[:SHOWN]]


def _candidates(title: str, to: User) -> list[UseCase]:
    wanted = Q(pk__in=[])
    for word in likeness.words_of(title):
        wanted |= Q(search_text__contains=word)
    found = UseCase.objects.visible_to(to).in_force().filter(wanted).select_related("owner")
    return list(found.order_by("-updated_on", "-number")[:CANDIDATES])


def _tools_of(found: list[UseCase]) -> dict[int, set[int]]:
    tools: dict[int, set[int]] = {use_case.pk: set() for use_case in found}
    for use_case, plan in (
        UseCasePlan.objects.current().filter(use_case__in=found).values_list("use_case", "plan")
    ):
        tools[use_case].add(plan)
    return tools
