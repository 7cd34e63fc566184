"""How dates, times, money and names are written, in French and in English.

Django's own short months are not the ones of French usage (« jui » for June and July), and the no-break
space of money is U+00A0 because the portal's font lacks U+202F.
"""

import zlib
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from etech_ai.badges import AVATAR_TONES

NBSP = "\u00a0"
MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
SHORT_MONTHS = {
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
WEEKDAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
RECENT = timedelta(hours=48)


def language() -> str:
    """« fr » or « en », whatever regional form is active."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def _calendar_day(value: date | datetime) -> date:
    if not isinstance(value, datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def day(value: date | datetime | None) -> str:
    """« 24 nov. 2026 » (tables); "" for no date."""
    if not value:
        return ""
    on, lang = _calendar_day(value), language()
    return f"{on.day}{NBSP}{SHORT_MONTHS[lang][on.month - 1]}{NBSP}{on.year}"


def time_left(days: int) -> str:
    """« dans 7 jours », beyond a year « dans 3 ans et 8 mois »; months of 30.4 days."""
    if days <= 365:
        return ngettext("dans %(n)s jour", "dans %(n)s jours", days) % {"n": days}
    years, months = divmod(round(days / 30.4375), 12)
    told = ngettext("dans %(n)s an", "dans %(n)s ans", years) % {"n": years}
    more = ngettext("%(years)s et %(n)s mois", "%(years)s et %(n)s mois", months)
    return more % {"years": told, "n": months} if months else told


def long_day(value: date | datetime | None) -> SafeString | str:
    """« mardi 24 novembre 2026 », « mardi 1<sup>er</sup> décembre 2026 » (prose, HTML)."""
    if not value:
        return ""
    on, lang = _calendar_day(value), language()
    number = mark_safe("1<sup>er</sup>") if lang == "fr" and on.day == 1 else on.day  # noqa: S308 - a constant
    return format_html(
        "{} {} {} {}", WEEKDAYS[lang][on.weekday()], number, MONTHS[lang][on.month - 1], on.year
    )


def plain_day(value: date | datetime | None) -> str:
    """Like `long_day`, without markup: for mails, titles and attributes."""
    return long_day(value).replace("<sup>er</sup>", "er")


class LazyDay:
    """A day that is written in the reader's language when the text is, like a lazy translation."""

    def __init__(self, value: date | datetime) -> None:
        self.value = value

    def __str__(self) -> str:
        return plain_day(self.value)


def month_name(value: date) -> str:
    """« Novembre 2026 »: a month as a heading or a choice."""
    return f"{MONTHS[language()][value.month - 1].capitalize()} {value.year}"


def short_month(value: date) -> str:
    """« nov. »: a month on a scale."""
    return SHORT_MONTHS[language()][value.month - 1]


def short_day(value: date) -> str:
    """« 24 nov. »: a day without its year."""
    return f"{value.day}{NBSP}{short_month(value)}"


def hour(value: datetime | None) -> str:
    """« 14 h 30 », "14:30"."""
    if not value:
        return ""
    at = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{at:%H:%M}" if language() == "en" else f"{at.hour}{NBSP}h{NBSP}{at:%M}"


def moment(value: datetime | None) -> str:
    """« 24 nov. 2026, 14 h 30 »."""
    return f"{day(value)}, {hour(value)}" if value else ""


def relative(value: datetime, now: datetime) -> str:
    """« il y a 2 heures », « dans 3 heures » under 48 hours; the day beyond."""
    gap = value - now
    if abs(gap) >= RECENT:
        return day(value)
    minutes = int(abs(gap).total_seconds() // 60)
    if minutes < 1:
        return _("à l’instant")
    hours = minutes // 60
    if hours:
        length = ngettext("%(n)s heure", "%(n)s heures", hours) % {"n": hours}
    else:
        length = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return (
        _("il y a %(length)s") % {"length": length}
        if gap < timedelta()
        else _("dans %(length)s") % {"length": length}
    )


def money(minor: int | None, currency: str = "EUR") -> str:
    """Minor units as people read them: 278800 → « 2 788 € », 1950 → « 19,50 € »; "" for none."""
    if minor is None or minor == "":
        return ""
    whole, cents = divmod(abs(int(minor)), 100)
    sign = "−" if int(minor) < 0 else ""
    symbol = SYMBOLS.get(currency or "EUR", currency)
    if language() == "en":
        amount = f"{whole:,}" + (f".{cents:02}" if cents else "")
        return f"{sign}{symbol}{amount}" if len(symbol) == 1 else f"{sign}{symbol}{NBSP}{amount}"
    amount = f"{whole:,}".replace(",", NBSP) + (f",{cents:02}" if cents else "")
    return f"{sign}{amount}{NBSP}{symbol}"


def initials(name: object) -> str:
    """« CR » for « Camille Renard »; takes a person (`full_name`) or a name."""
    words = str(getattr(name, "full_name", name) or "").replace("-", " ").split()
    picked = words if len(words) < 3 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in picked)


def tone_of(name: object) -> str:
    """A tone that stays the same for the same name, on every page and every day."""
    text = str(getattr(name, "full_name", name) or "")
    return AVATAR_TONES[zlib.crc32(text.encode()) % len(AVATAR_TONES)]
