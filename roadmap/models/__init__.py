from roadmap.models.decision import Decision, DecisionQuerySet, DecisionState
from roadmap.models.item import Dependency, ItemState, Phase, RoadmapItem, RoadmapItemQuerySet
from roadmap.models.theme import Constraint, Theme

__all__ = [
    "Constraint",
    "Decision",
    "DecisionQuerySet",
    "DecisionState",
    "Dependency",
    "ItemState",
    "Phase",
    "RoadmapItem",
    "RoadmapItemQuerySet",
    "Theme",
]
