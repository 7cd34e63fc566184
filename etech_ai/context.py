"""What the shell of every page needs: the menu this person may open, the theme, the rules in force.

The ground may not import the floors above: a person is only asked `may(…)`, and a menu entry shows when its
URL exists. Counts (to decide, unread) come by a fragment, so that no page pays for them.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import pgettext_lazy

from etech_ai.enums import gettext_noop

THEMES = ("light", "dark")
RULESETS = Path("compliance", "rulesets", "ai_act")

TOOLS = gettext_noop("Outils et données")
CONFORMITY = gettext_noop("Conformité")
STEERING = gettext_noop("Pilotage")
HOUSE = gettext_noop("Organisation")
USE_CASES = pgettext_lazy("plusieurs", "Cas d’usage")  # one and several read the same in French only

ANYONE = ("use_portal",)
DECIDERS = (
    "decide_as_champion",
    "decide_as_dpo",
    "decide_as_direction",
    "decide_as_finance",
    "decide_as_licences",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; it shows to whoever holds one of `permissions`, once its URL exists."""

    label: str | Promise
    url_name: str
    icon: str
    permissions: tuple[str, ...] = ANYONE
    key: str = ""
    count: str = ""
    also: tuple[str, ...] = ()  # addresses outside its own that belong to it


MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(gettext_noop("Mon espace"), "approvals:home", "layout-dashboard", key="h"),
            Entry(gettext_noop("À décider"), "approvals:inbox", "inbox", DECIDERS, key="d", count="inbox"),
            Entry(gettext_noop("Mes demandes"), "approvals:request_list", "message-question"),
        ),
    ),
    (
        TOOLS,
        (
            Entry(
                gettext_noop("Puis-je envoyer\u00a0?"), "compliance:data_check", "shield-question", key="p"
            ),
            Entry(gettext_noop("Catalogue"), "catalog:tool_list", "apps", key="c"),
            Entry(gettext_noop("Clés d’API"), "catalog:key_list", "key"),
            Entry(
                gettext_noop("Licences et coûts"),
                "catalog:cost_overview",
                "license",
                ("see_costs", "manage_seats"),
            ),
            Entry(
                gettext_noop("Connexions"),
                "catalog:connection_list",
                "plug-connected",
                ("manage_connections",),
            ),
        ),
    ),
    (
        CONFORMITY,
        (
            Entry(USE_CASES, "usecases:usecase_list", "scale", key="u"),
            Entry(gettext_noop("Échéancier"), "usecases:agenda", "calendar"),
            Entry(gettext_noop("Veille"), "compliance:watch_list", "eye"),
            Entry(
                gettext_noop("Dossiers"),
                "compliance:dossier_list",
                "file-certificate",
                ("read_dossiers", "seal_dossiers"),
            ),
            Entry(gettext_noop("Incidents"), "compliance:incident_list", "urgent"),
            Entry(gettext_noop("Politiques"), "compliance:policy_list", "book-2"),
            Entry(gettext_noop("Piste d’audit"), "compliance:trail", "history", ("read_trail",)),
        ),
    ),
    (
        STEERING,
        (
            Entry(gettext_noop("Feuille de route"), "roadmap:board", "timeline-event"),
            Entry(gettext_noop("Décisions du plan"), "roadmap:decision_list", "gavel"),
            Entry(gettext_noop("Indicateurs"), "roadmap:kpi_list", "chart-line"),
            Entry(gettext_noop("Formation et champions"), "people:training_list", "school"),
        ),
    ),
    (
        HOUSE,
        (
            Entry(gettext_noop("Personnes"), "people:user_list", "users"),
            Entry(gettext_noop("Équipes"), "people:team_list", "sitemap"),
            Entry(gettext_noop("Clients et projets"), "people:client_list", "briefcase", also=("/projets/",)),
            Entry(gettext_noop("Webhooks"), "approvals:webhook_list", "webhook", ("manage_webhooks",)),
        ),
    ),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor of every page: the menu as `nav`, everything else the shell shows under `shell`."""
    user = getattr(request, "user", None)
    shell = {
        "search_url": url_or_blank("roadmap:search"),
        "counts_url": url_or_blank("approvals:nav_counts"),
        "notifications_url": url_or_blank("people:notification_list"),
        "account_url": url_or_blank("people:profile") or url_or_blank("mfa_index"),
        "layout": "base.html" if getattr(user, "is_authenticated", False) else "layouts/entrance.html",
        "decides": lambda: _may_decide(user),
        "theme": theme_of(request),
        "ruleset_version": ruleset_version(),
        "one_key": getattr(user, "one_key_shortcuts", True),
    }
    return {
        "nav": SimpleLazyObject(lambda: menu_for(user, request.path)),
        "shell": shell,
        "demo": settings.DEMO_MODE,
    }


def theme_of(request: HttpRequest) -> str:
    """The theme that the reader chose, or "" for the one of their system."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def menu_for(user: Any, path: str) -> list[dict[str, Any]]:
    """The sections of the menu that `user` may open; the entry of the page at `path` is marked current."""
    if not getattr(user, "is_authenticated", False):
        return []
    sections: list[dict[str, Any]] = [
        {"title": title, "entries": [_line(entry) for entry in entries if _may_open(user, entry)]}
        for title, entries in MENU
    ]
    lines = [line for section in sections for line in section["entries"]]
    here = max(
        (line for line in lines if any(_holds(url, path) for url in (line["url"], *line["also"]))),
        key=lambda line: len(line["url"]),
        default=None,
    )
    if here:
        here["current"] = True
    return [section for section in sections if section["entries"]]


def _line(entry: Entry) -> dict[str, Any]:
    url = url_or_blank(entry.url_name)
    return {
        "label": entry.label,
        "url": url,
        "icon": entry.icon,
        "key": entry.key,
        "count": entry.count,
        "also": entry.also,
        "current": False,
    }


def _may_open(user: Any, entry: Entry) -> bool:
    return bool(url_or_blank(entry.url_name)) and any(
        user.may(permission) for permission in entry.permissions
    )


def _may_decide(user: Any) -> bool:
    return getattr(user, "is_authenticated", False) and any(user.may(permission) for permission in DECIDERS)


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def url_or_blank(name: str) -> str:
    """The address of a page, or "" while this portal has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=1)
def ruleset_version() -> str:
    """The newest AI Act ruleset shipped, by its file name; "" when none is."""
    versions = [path.stem for path in (Path(settings.BASE_DIR) / RULESETS).glob("*.yaml")]
    return max(versions, key=lambda text: [int(part) for part in text.split(".")], default="")
