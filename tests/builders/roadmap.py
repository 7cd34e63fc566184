"""Two pieces of work, one waiting for the other and for a decision of the plan (which must be loaded)."""

from datetime import timedelta
from types import SimpleNamespace

from builders.clock import TODAY
from roadmap.models import Decision, Dependency, RoadmapItem, Theme
from roadmap.services import items


def a_road_map(house: SimpleNamespace) -> tuple[RoadmapItem, Dependency]:
    first, second = (
        items.add(
            title=title,
            theme=Theme.objects.get(number=5),
            phase=phase,
            horizon_months=6,
            owner=house.cho,
            starts_on=TODAY + timedelta(days=start),
            ends_on=TODAY + timedelta(days=start + 60),
            state=state,
            effort_days=10,
            decision=Decision.objects.get(ref=ref) if ref else None,
            by=house.lea,
        )  # fmt: skip
        for title, phase, start, state, ref in (
            ("Charte et règles de données", "frame", -90, "done", ""),
            ("Pilote de relecture", "pilot", -10, "planned", "05.Q4"),
        )
    )
    return second, items.depend(second, on=first, by=house.lea)
