"""The filters of the catalogue page: read from the address, applied to tools, offered with their counts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.enums import DataLevel, ToolCategory, ToolDecision
from catalog.models import Plan, Tool, Vendor
from etech_ai.enums import gettext_noop
from people.models import Profile

MOST = 99
"""Counts are shown up to here: beyond, one only needs to know that there are many."""

DECISION, NEED, VENDOR, LEVEL, PROFILE, STANDARD = GROUPS = (
    "decision",
    "besoin",
    "editeur",
    "donnees",
    "profil",
    "standard",
)
LEGENDS = {
    DECISION: gettext_noop("Décision"),
    NEED: gettext_noop("Besoin"),
    VENDOR: gettext_noop("Éditeur"),
    LEVEL: gettext_noop("Données permises"),
    PROFILE: gettext_noop("Profil"),
    STANDARD: gettext_noop("Standards"),
}
STANDARDS = {
    "mcp": ("speaks_mcp", gettext_noop("MCP")),
    "openai": ("speaks_openai_api", gettext_noop("API compatible OpenAI")),
    "export": ("exports_data", gettext_noop("Données exportables")),
}
SORTS = {
    "pertinence": gettext_noop("Pertinence"),
    "nom": gettext_noop("Nom"),
    "prix": gettext_noop("Prix"),
    "libres": gettext_noop("Sièges libres"),
}


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; unknown values are left out, so that an old link still opens."""

    query: str
    sort: str
    today: date
    options: dict[str, dict[str, str]]
    ticked: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, params: QueryDict, today: date) -> "Filters":
        options = _options()
        ticked = {
            name: [value for value in dict.fromkeys(params.getlist(name)) if value in options[name]]
            for name in GROUPS
        }
        sort = params.get("tri", "")
        return cls(
            query=params.get("q", "").strip()[:100],
            sort=sort if sort in SORTS else "pertinence",
            today=today,
            options=options,
            ticked=ticked,
        )

    @property
    def active(self) -> int:
        return sum(len(values) for values in self.ticked.values())

    def apply(self, tools: Any, leaving_out: str = "") -> Any:
        """The tools that pass every group of filters, or every one but `leaving_out`."""
        tools = tools.matching(self.query).annotate(profiles=Cast("recommended_profiles", TextField()))
        for name, values in self.ticked.items():
            if values and name != leaving_out:
                tools = tools.filter(self._condition(name, values))
        return tools

    def sorted(self, tools: Any) -> Any:
        orders: dict[str, Callable[[], Any]] = {
            "pertinence": tools.by_relevance,
            "nom": lambda: tools.order_by("name", "pk"),
            "prix": tools.by_price,
            "libres": lambda: tools.by_free_seats(self.today),
        }
        return orders[self.sort]()

    def groups(self, tools: Any) -> list[dict[str, Any]]:
        """Each group with its options and how many tools each option would leave: one query a group."""
        return [
            {"legend": _(LEGENDS[name]), "name": name, "options": self._counted(name, tools)}
            for name in GROUPS
            if self.options[name]
        ]

    def chips(self, params: QueryDict) -> list[dict[str, str]]:
        """One removable mark for each active filter, with the address without it."""
        return [
            {
                "legend": _(LEGENDS[name]),
                "label": self.options[name][value],
                "url": _without(params, name, value),
            }
            for name, values in self.ticked.items()
            for value in values
        ]

    def _counted(self, name: str, tools: Any) -> list[dict[str, Any]]:
        values = list(self.options[name])
        others = self.apply(tools, leaving_out=name)
        counts = others.aggregate(
            **{
                f"n{rank}": Count("pk", filter=self._condition(name, [value]))
                for rank, value in enumerate(values)
            }
        )
        return [
            {
                "value": value,
                "label": self.options[name][value],
                "count": capped(counts[f"n{rank}"]),
                "checked": value in self.ticked[name],
            }
            for rank, value in enumerate(values)
        ]

    def _condition(self, name: str, values: list[str]) -> Any:
        """Ticks of one group widen the list, except levels and standards, which must all be met."""
        if name == LEVEL:
            strictest = max(values, key=lambda value: DataLevel(value).rank)
            return Exists(Plan.objects.offered().reaching(strictest, self.today).filter(tool=OuterRef("pk")))
        if name == STANDARD:
            return Q(**{STANDARDS[value][0]: True for value in values})
        if name == PROFILE:
            return _any(Q(profiles__contains=f'"{value}"') for value in values) | Q(profiles="[]")
        column = {DECISION: "decision", NEED: "category", VENDOR: "vendor__slug"}[name]
        return Q(**{f"{column}__in": values})


def capped(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)


def _options() -> dict[str, dict[str, str]]:
    """Every value that may be ticked, with its label; needs and vendors are those that have a tool."""
    needs = set(Tool.objects.order_by().values_list("category", flat=True).distinct())
    vendors = Vendor.objects.filter(pk__in=Tool.objects.values("vendor")).order_by("name")
    return {
        DECISION: {value.value: _(value.label) for value in ToolDecision},
        NEED: {value.value: _(value.label) for value in ToolCategory if value in needs},
        VENDOR: dict(vendors.values_list("slug", "name")),
        LEVEL: {value.value: _(value.label) for value in DataLevel},
        PROFILE: {value.value: _(value.label) for value in Profile},
        STANDARD: {value: _(label) for value, (_column, label) in STANDARDS.items()},
    }


def _any(conditions: Any) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _without(params: QueryDict, name: str, value: str) -> str:
    left = params.copy()
    left.setlist(name, [other for other in left.getlist(name) if other != value])
    left.pop("page", None)
    return f"?{left.urlencode()}"
