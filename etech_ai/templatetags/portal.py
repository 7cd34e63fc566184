"""`{% load portal %}`: the words, badges and components that every page is built from.

Small marks (icon, badge, avatar) are written here; larger pieces are templates in `templates/components/`,
rendered through a tag so that each input has a name and a default.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache, lru_cache, wraps
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from etech_ai import wording
from etech_ai.badges import DATA_VERDICTS, DECISIONS, FAMILIES, LEVELS, NO_LEVEL, TIERS, Badge
from etech_ai.verdicts import Verdict

register = template.Library()

register.filter("day", wording.day)
register.filter("long_day", wording.long_day)
register.filter("plain_day", wording.plain_day)
register.filter("short_month", wording.short_month)
register.filter("short_day", wording.short_day)
register.filter("hour", wording.hour)
register.filter("moment", wording.moment)
register.filter("initials", wording.initials)
register.filter("money", wording.money)


def kept(mark: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """A mark that is the same for everybody who reads the language: a list draws hundreds of them."""

    @lru_cache(maxsize=512)
    def drawn(_language: str | None, *args: Hashable, **named: Hashable) -> SafeString:
        return mark(*args, **named)

    @wraps(mark)
    def drawn_once(*args: Hashable, **named: Hashable) -> SafeString:
        return drawn(get_language(), *args, **named)

    return drawn_once


@register.filter
def t(text: object) -> str:
    """Translate a French msgid, or the label of a `Labelled` member, into the reader's language."""
    return _(str(getattr(text, "label", text))) if text else ""


@register.filter
def lang(text: Any, field: str = "") -> str:
    """One language of a bilingual thing: `{fr, en}`, `.fr/.en`; with `|lang:"because"`, `.because_fr/_en`."""
    name = f"{field}_{wording.language()}" if field else wording.language()
    fallback = f"{field}_fr" if field else "fr"
    if isinstance(text, Mapping):
        return text.get(name) or text.get(fallback) or ""
    if isinstance(text, str) or text is None:
        return text or ""
    return getattr(text, name, "") or getattr(text, fallback, "") or ""


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """One drawing of the sprite: `{% icon "check" %}`, `{% icon "check" "icon-sm" %}`. Always decorative."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f"icon {extra}".strip(),
        static("img/vendor/icons.svg"),
        name,
    )


@register.simple_tag
def badge(tone: str, icon_name: str, label: object) -> SafeString:
    """`{% badge "caution" "clock" "Reste 2 j" %}`: a state that no family names."""
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, icon(icon_name), label)


def _known(table: dict[str, Badge], state: object) -> Badge:
    value = str(getattr(state, "value", state) or "")
    return table.get(value, Badge("neutral", "circle", value))


@register.simple_tag
@kept
def tier_badge(outcome: object) -> SafeString:
    """The badge of an AI Act outcome (`high_risk`…); nothing answered yet reads « À compléter »."""
    tier = _known(TIERS, outcome or "undetermined")
    return format_html(
        '<span class="badge tone-{} e-tier">{}{}</span>', tier.tone, icon(tier.icon), _(tier.label)
    )


@register.simple_tag
@kept
def decision_badge(decision: object) -> SafeString:
    """The badge of a tool's decision (`approved`, `conditional`…)."""
    return _state(_known(DECISIONS, decision))


@register.simple_tag
@kept
def state_badge(state: object, family: str = "request") -> SafeString:
    """The badge of a state; family: request, usecase, person, obligation, decision or tool."""
    return _state(_known(FAMILIES[family], state))


def _state(found: Badge) -> SafeString:
    return badge(found.tone, found.icon, _(found.label) if found.label else "–")


@register.simple_tag
def verdict_mark(result: object) -> SafeString:
    """« Oui », « Conditions », « Non »: allowed, conditions, refused, forbidden, or a Verdict."""
    if isinstance(result, Verdict):
        result = "allowed" if result else "refused"
    found = _known(DATA_VERDICTS, result)
    return format_html(
        '<span class="e-verdict tone-{}">{}{}</span>', found.tone, icon(found.icon), _(found.label)
    )


@register.simple_tag
@kept
def level_bar(level: object) -> SafeString:
    """How far data may go: one bar per level that can be sent, and the level's name; "" says none may."""
    order, value = list(LEVELS), str(level or "")
    reached = order.index(value) + 1 if value in LEVELS else 0
    return format_html(
        '<span class="e-level"><span class="e-level-bar" data-n="{}"></span>{}</span>',
        reached,
        _(LEVELS.get(value, NO_LEVEL)),
    )


@register.simple_tag
def avatar(person: object, size: str = "") -> SafeString:
    """A person's initials in a disc; size "" (28 px), "sm" or "lg". The name stands beside it."""
    extra = f" e-avatar-{size}" if size else ""
    return format_html(
        '<span class="e-avatar tone-{}{}" aria-hidden="true">{}</span>',
        wording.tone_of(person),
        extra,
        wording.initials(person),
    )


@register.simple_tag
def logo(name: object, size: str = "") -> SafeString:
    """Two letters in a square for a tool or a vendor; size "" or "lg"."""
    letters = str(name or "?")[:2].capitalize()
    extra = " e-logo-lg" if size == "lg" else ""
    return format_html(
        '<span class="e-logo{} tone-{}" aria-hidden="true">{}</span>', extra, wording.tone_of(name), letters
    )


@register.simple_tag
def when(value: Any, now: Any = None) -> SafeString | str:
    """`<time>`: relative under 48 hours, with the exact moment as its title; the day beyond."""
    if not value:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        wording.moment(value),
        wording.relative(value, now or timezone.now()),
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, unit: str = "", label: str = "", hint: str = "") -> dict[str, Any]:
    """One form field: label, control, unit, hint, error. `{% field form.name %}`."""
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "unit": unit,
        "kind": _kind(bound.field.widget),
        "control": bound.as_widget(attrs=_control_attrs(bound, hint)),
        "options": [_option(choice) for choice in bound] if _kind(bound.field.widget) == "choices" else [],
        "error_id": f"{bound.auto_id}_error",
        "hint_id": f"{bound.auto_id}_hint",
    }


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "line"


def _option(choice: Any) -> Any:
    choice.data["attrs"] = {**choice.data["attrs"], "class": "e-check"}
    return choice


def _control_attrs(bound: BoundField, hint: str = "") -> dict[str, Any]:
    attrs: dict[str, Any] = {"class": _control_class(bound)}
    parts = [f"{bound.auto_id}_hint"] if hint or bound.help_text else []
    if bound.errors:
        attrs["aria-invalid"] = "true"
        parts.append(f"{bound.auto_id}_error")
    if parts:
        attrs["aria-describedby"] = " ".join(parts)
    return attrs


def _control_class(bound: BoundField) -> str:
    widget, own = bound.field.widget, bound.field.widget.attrs.get("class", "")
    if isinstance(widget, forms.CheckboxInput):
        base = "form-check-input"
    elif isinstance(widget, forms.Select):
        base = "form-select"
    else:
        base = "form-control"
    return " ".join(filter(None, [base, "is-invalid" if bound.errors else "", own]))


@register.inclusion_tag("components/errsum.html")
def errsum(
    form: forms.BaseForm, heading: str = "errsum-h", focus: bool = True, always: bool = False
) -> dict[str, Any]:
    """What is wrong in a form, linked, on top: for two faulty fields, or a fault of the whole form; `always`
    for a form whose fields do not show their own."""
    faulty = [bound for bound in form if bound.errors and not bound.is_hidden]
    general = list(form.non_field_errors()) + [e for b in form.hidden_fields() for e in b.errors]
    return {
        "faulty": faulty,
        "general": general,
        "shown": len(faulty) > 1 or general or (always and faulty),
        "heading": heading,
        "focus": focus,
    }


@register.inclusion_tag("components/empty.html")
def empty(
    icon_name: str,
    title: str,
    text: str = "",
    href: str = "",
    label: str = "",
    other_href: str = "",
    other_label: str = "",
) -> dict[str, Any]:
    """Nothing here yet, or no result: what will appear, and the next useful action."""
    keys = ("icon_name", "title", "text", "href", "label", "other_href", "other_label")
    return dict(zip(keys, (icon_name, title, text, href, label, other_href, other_label), strict=True))


@register.inclusion_tag("components/action.html")
def action(
    verdict: Verdict | bool,
    label: str,
    href: str = "",
    icon_name: str = "",
    tone: str = "",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A button that a Verdict opens or blocks; blocked, it stays and says why. tone: primary, danger."""
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in f"{label}{value}".lower())
    return {
        "allowed": bool(verdict),
        "reason": getattr(verdict, "reason", ""),
        "label": label,
        "href": href,
        "icon_name": icon_name,
        "tone": f" btn-{tone}" if tone else "",
        "name": name,
        "value": value,
        "reason_id": f"why-{slug}",
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page, target: str = "") -> dict[str, Any]:
    """Previous and next page of a list, keeping its filters; `target` (a CSS id) lets htmx swap the list."""
    return {
        "page": page,
        "target": target,
        "previous": _page_link(context, page.number - 1) if page.has_previous() else "",
        "next": _page_link(context, page.number + 1) if page.has_next() else "",
    }


def _page_link(context: template.Context, number: int) -> str:
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/facets.html")
def facets(groups: Sequence[Mapping[str, Any]], active: int = 0) -> dict[str, Any]:
    """Filters of a browse page, inside its GET form.

    A group: {legend, name, radio, options: [{value, label, count, checked}]}.
    """
    return {"groups": groups, "active": active}


@register.inclusion_tag("components/steps.html")
def steps(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The path of a request. An item: {state: done/now/skip/todo, label, lines: [text, …]}."""
    return {"items": items}


@register.inclusion_tag("components/log.html")
def log(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A history, newest first. An entry: {tone, icon, title, text, meta}."""
    return {"entries": entries}
