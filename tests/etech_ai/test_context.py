from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from catalog.enums import ToolDecision
from compliance.ai_act.ruleset import latest
from compliance.data_rules import latest_rules
from etech_ai import context
from etech_ai.badges import DECISIONS, LEVELS, TIERS

HELD_BY_ALL = {"use_portal"}


def person(*permissions):
    held = HELD_BY_ALL | set(permissions)
    return SimpleNamespace(is_authenticated=True, may=lambda permission: permission in held)


def labels(user, path="/"):
    return [entry["label"] for section in context.menu_for(user, path) for entry in section["entries"]]


@pytest.fixture(autouse=True)
def every_url_exists(monkeypatch):
    """The menu of a finished portal: each entry has an address made of its own name."""
    addresses = {"approvals:home": "/", "roadmap:board": "/feuille-de-route/"}
    monkeypatch.setattr(
        context, "url_or_blank", lambda name: addresses.get(name, f"/{name.replace(':', '/')}/")
    )


def test_menu_of_a_stranger_is_empty():
    assert context.menu_for(SimpleNamespace(is_authenticated=False), "/") == []
    assert context.menu_for(None, "/") == []


def test_menu_hides_what_a_role_may_not_open():
    assert "À décider" not in labels(person())
    assert "Licences et coûts" not in labels(person())
    assert "Piste d’audit" not in labels(person())


@pytest.mark.parametrize("permission", context.DECIDERS)
def test_menu_offers_the_desk_to_every_kind_of_decider(permission):
    assert "À décider" in labels(person(permission))


@pytest.mark.parametrize("permission", ["see_costs", "manage_seats"])
def test_menu_shows_costs_to_whoever_sees_costs_or_holds_seats(permission):
    assert "Licences et coûts" in labels(person(permission))


def test_menu_of_a_pending_person_is_empty():
    nobody = SimpleNamespace(is_authenticated=True, may=lambda permission: False)
    assert context.menu_for(nobody, "/") == []


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "Mon espace"),
        ("/catalog/tool_list/claude-code/", "Catalogue"),
        ("/feuille-de-route/", "Feuille de route"),
        ("/projets/alpha/", "Clients et projets"),
        ("/nowhere/", None),
    ],
)
def test_menu_marks_the_entry_that_holds_the_page(path, current):
    sections = context.menu_for(person(), path)
    marked = [entry["label"] for section in sections for entry in section["entries"] if entry["current"]]
    assert marked == ([current] if current else [])


def test_an_entry_without_an_address_does_not_show(monkeypatch):
    monkeypatch.setattr(context, "url_or_blank", lambda name: "")
    assert context.menu_for(person(), "/") == []


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("'><b>", ""), ("", "")])
def test_theme_takes_no_other_word_from_the_cookie(cookie, theme):
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    assert context.theme_of(request) == theme


def test_ruleset_version_is_the_newest_file_shipped():
    context.ruleset_version.cache_clear()
    assert context.ruleset_version().count(".") == 2


def test_badges_cover_every_outcome_and_level_of_the_rulesets():
    assert set(latest().outcomes) == set(TIERS)
    assert set(LEVELS) == set(latest_rules().levels) - {"secret"}


def test_badges_cover_every_decision_on_a_tool():
    assert {decision.value for decision in ToolDecision} == set(DECISIONS)
