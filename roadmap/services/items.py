"""Writing the road map."""

from typing import Any

from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from roadmap.models import Dependency, RoadmapItem
from roadmap.permissions import can_edit


def add(*, by: Any, **fields: Any) -> RoadmapItem:
    """Put a piece of work on the road map; ``fields`` are those of RoadmapItem."""
    can_edit(by).enforce()
    item = RoadmapItem(**fields)
    if item.ends_on < item.starts_on:
        raise Refused(_("La fin précède le début : corrigez les dates."))
    with audit.record("roadmap_item.added", by=by, on=item):
        item.save()
    return item


def depend(item: RoadmapItem, *, on: RoadmapItem, by: Any) -> Dependency:
    """Say that ``item`` waits for ``on``. Raises Refused when that would close a circle."""
    can_edit(by).enforce()
    if _leads_to(on, item):
        raise Refused(_("Ces deux éléments s’attendraient l’un l’autre."))
    dependency = Dependency(item=item, depends_on=on)
    with audit.record("roadmap_item.linked", by=by, on=item):
        dependency.save()
    return dependency


def _leads_to(start: RoadmapItem, goal: RoadmapItem) -> bool:
    seen, waiting = set(), [start.pk]
    edges: dict[int, list[int]] = {}
    for item_id, needed_id in Dependency.objects.values_list("item_id", "depends_on_id"):
        edges.setdefault(item_id, []).append(needed_id)
    while waiting:
        current = waiting.pop()
        if current == goal.pk:
            return True
        if current not in seen:
            seen.add(current)
            waiting.extend(edges.get(current, []))
    return False
