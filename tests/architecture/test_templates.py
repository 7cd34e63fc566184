"""What every template keeps: nothing inline, no colour of the kit, no template and no icon without use."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
PACKAGES = ("etech_ai", "people", "catalog", "compliance", "usecases", "approvals", "roadmap")
PAGES = sorted(p for p in TEMPLATES.rglob("*.html") if "emails" not in p.relative_to(TEMPLATES).parts)
ALL = sorted(p for p in TEMPLATES.rglob("*") if p.is_file())
PYTHON = [p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts]

FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline event": r"\son[a-z]+\s*=",
    "an inline htmx event": r"\bhx-on\b",
    "a script address": r"javascript:",
    "a trigger filter, which needs eval": r"hx-trigger=\"[^\"]*\[",
    "a computed htmx value, which needs eval": r"hx-(?:vals|headers)='?\"?js:",
    "a colour class of the kit": r"class=\"[^\"]*\b(?:text|bg)-(?:blue|azure|indigo|purple|pink|red|orange"
    r"|yellow|lime|green|teal|cyan|primary|success|warning|danger|info|muted|dark|light)(?:-lt)?\b",
}
INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")")
ICON = re.compile(r"""\{%\s*(?:icon|empty)\s+["']([a-z0-9-]+)["']|\bicon(?:_name)?=["']([a-z0-9-]+)["']""")
BADGE_ICON = re.compile(r"""\{%\s*badge\s+["'][a-z]+["']\s+["']([a-z0-9-]+)["']""")
ENTRY_ICON = re.compile(r"""\b(?:Entry|Badge)\((?:[^()]|\([^()]*\))*\)""")

# Templates that Django or allauth asks for by a name of its own.
ASKED_BY_OTHERS = re.compile(
    r"^(?:40[0-9](?:_csrf)?|429|500)\.html$|^(?:allauth|account|mfa|socialaccount|usersessions)/"
)


def _name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_templates_hold_nothing_that_the_policy_blocks(fault):
    pattern = re.compile(FORBIDDEN[fault])
    found = [f"{_name(p)}:{n}" for p in PAGES for n, line in enumerate(_lines(p), 1) if pattern.search(line)]
    assert found == [], f"{fault} in {found}"


def test_templates_hold_no_inline_script():
    assert [_name(p) for p in PAGES if INLINE_SCRIPT.search(p.read_text(encoding="utf-8"))] == []


def test_every_template_is_rendered_extended_or_included():
    texts = [p.read_text(encoding="utf-8") for p in [*ALL, *PYTHON]]
    unused = [
        _name(p)
        for p in ALL
        if not ASKED_BY_OTHERS.match(_name(p)) and not any(_mentions(text, _name(p)) for text in texts)
    ]
    assert unused == []


def test_every_component_states_its_inputs():
    silent = [
        _name(p) for p in (TEMPLATES / "components").glob("*.html") if not _lines(p)[0].startswith("{# ")
    ]
    assert silent == []


def test_every_icon_named_is_in_the_sprite_list():
    listed = set((ROOT / "static" / "img" / "icons.txt").read_text().split())
    missing = {name for p in [*PAGES, *PYTHON] for name in _icons(p)} - listed
    assert missing == set()


def test_every_drawing_of_ours_is_in_the_sprite_list():
    listed = set((ROOT / "static" / "img" / "icons.txt").read_text().split())
    assert {p.stem for p in (ROOT / "static" / "img" / "icons").glob("*.svg")} <= listed


def test_the_portals_script_stays_small_and_evaluates_nothing():
    script = (ROOT / "static" / "js" / "portal.js").read_text(encoding="utf-8")
    assert len(script.splitlines()) < 150
    assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML", script)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _mentions(text: str, name: str) -> bool:
    stem = name.removesuffix(".html").removesuffix(".txt").removeprefix("emails/")  # mails are sent by stem
    return (
        re.search(rf"""["'](?:emails/)?{re.escape(stem)}(?:\.html|\.txt)?(?:#\w+)?["']""", text) is not None
    )


def _icons(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    names = {name for pair in ICON.findall(text) for name in pair if name} | set(BADGE_ICON.findall(text))
    return names | _tabled_icons(path, text)


def _tabled_icons(path: Path, text: str) -> set[str]:
    """Icons of the two tables that name them by position: the menu and the badges."""
    if path.name not in {"context.py", "badges.py"} or path.parent.name != "etech_ai":
        return set()
    quoted = re.compile(r'"([a-z0-9-]+)"')
    place = {"context.py": 0, "badges.py": 1}[path.name]
    return {names[place] for call in ENTRY_ICON.findall(text) if len(names := quoted.findall(call)) > place}
