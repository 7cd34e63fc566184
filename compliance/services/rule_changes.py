"""Changing the data rules: one person proposes, another agrees, on a day to come; and the way back.

A published change never changes. It is taken back by another change, decided by four eyes like the first.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.data_rules import BadChange, Change, Rules
from compliance.data_rules.amendments import refuse_idle
from compliance.data_rules.examples import Checked, Example, check_all, shipped
from compliance.models import ChangeState, PinnedExample, RuleChange
from compliance.permissions import can_agree_to_rules, can_change_rules
from compliance.rulesets import Text
from compliance.services import rules
from etech_ai import wording
from etech_ai.audit import recording as audit
from etech_ai.jobs import queue
from etech_ai.verdicts import Refused
from people.access import Role
from people.models import User
from people.services import notifications

AWAITS, PUBLISHED = "rule_change.awaits", "rule_change.published"


def propose(
    *, title: str, reason: str, changes: Sequence[Change], effective_on: date, by: User, now: datetime
) -> RuleChange:
    """Propose changes of the rules; a second person is told.

    Raises Refused without a title, a reason or a change, for a day that is past, and for what the rules of
    that day cannot take.
    """
    can_change_rules(by).enforce()
    _check_words(title, reason, effective_on, now)
    before = rules.data(effective_on)
    try:
        refuse_idle(before, changes)
    except BadChange as bad:
        raise Refused(sentence(bad)) from None
    drafted = RuleChange(title=title.strip(), changes=[change.as_json() for change in changes])
    return _store(drafted, reason=reason, effective_on=effective_on, by=by, now=now)


def propose_return(
    change: RuleChange, *, reason: str, effective_on: date, by: User, now: datetime
) -> RuleChange:
    """Propose to take a published change back from a day on. Raises Refused when it is not published, or when
    its return is already under way."""
    can_change_rules(by).enforce()
    _check_words(change.title, reason, effective_on, now)
    if change.state != ChangeState.PUBLISHED or change.undoes_id:
        raise Refused(_("Seule une modification publiée se reprend : abandonnez plutôt cette proposition."))
    known = change.returns.exclude(state=ChangeState.WITHDRAWN).first()
    if known:
        raise Refused(
            _("Son retour en arrière existe déjà : c’est la modification %(known)s.") % {"known": known}
        )
    title = _("Retour en arrière sur %(change)s : %(title)s") % {"change": change, "title": change.title}
    drafted = RuleChange(title=title[:200], undoes=change)
    return _store(drafted, reason=reason, effective_on=effective_on, by=by, now=now)


@transaction.atomic
def withdraw(change: RuleChange, *, by: User) -> RuleChange:
    """The proposal is given up. Raises Refused when it is no longer one."""
    can_change_rules(by).enforce()
    change = _locked(change)
    _refuse_settled(change)
    change.state = ChangeState.WITHDRAWN
    with audit.record("rule_change.withdrawn", by=by, on=change):
        change.save()
    return change


@transaction.atomic
def publish(change: RuleChange, *, seen: str, by: User, now: datetime) -> RuleChange:
    """The second person agrees: from its day on, every answer follows. A day that has passed becomes today.

    Raises Refused for whoever proposed it, when somebody decided first, when the rules changed since the page
    that they read (`seen` is the `mark` of that page), and while a pinned example would no longer hold.
    """
    change = _locked(change)
    _refuse_settled(change)
    can_agree_to_rules(by, change).enforce()
    change.effective_on = max(change.effective_on, timezone.localdate(now))
    before, after = sides(change)
    if seen != mark(change, before):
        raise Refused(
            _("Les règles ont changé depuis votre lecture : relisez ce que cette modification change.")
        )
    _refuse_broken(checked(after))
    change.state, change.agreed_by, change.agreed_at = ChangeState.PUBLISHED, by, now
    with audit.record("rule_change.published", by=by, on=change):
        change.save()
        queue.leave("compliance.refresh_classes", key=f"rule-change:{change.pk}")
        _tell(change, PUBLISHED, by=by)
    return change


def sides(change: RuleChange) -> tuple[Rules, Rules]:
    """The rules without and with this change, on its day. Raises Refused when they can no longer take it."""
    others = [item for item in RuleChange.objects.in_force(change.effective_on) if item.pk != change.pk]
    if change.undoes:
        rest = [item for item in others if item.pk != change.undoes.pk]
        before, after = [*rest, change.undoes], rest
    else:
        before, after = others, [*others, change]
    try:
        return rules.with_changes(_in_order(before)), rules.with_changes(_in_order(after))
    except BadChange as bad:
        raise Refused(sentence(bad)) from None


def mark(change: RuleChange, before: Rules) -> str:
    """What a person has read when they read this change: it, on top of those rules, from that day on."""
    return f"{change.number}|{before.version}|{change.effective_on.isoformat()}"


def examples() -> tuple[Example, ...]:
    """Those that come with the rules and were not set aside, then those that the house pinned."""
    rows = list(PinnedExample.objects.order_by("pk"))
    aside = {row.shipped for row in rows}
    kept = (example for example in shipped() if example.id not in aside)
    return (*kept, *(row.example for row in rows if row.retired_on is None))


def checked(ruleset: Rules) -> tuple[Checked, ...]:
    """What these rules say to every example."""
    return check_all(ruleset, examples())


def sentence(bad: BadChange) -> str:
    """The refusal of the rules, in the reader's language."""
    words = {name: _say(word) for name, word in bad.words.items()}
    return _(bad.sentence) % words


def _store(drafted: RuleChange, *, reason: str, effective_on: date, by: User, now: datetime) -> RuleChange:
    drafted.reason, drafted.effective_on = reason.strip(), effective_on
    drafted.proposed_by, drafted.proposed_at = by, now
    try:
        with transaction.atomic():
            _lock_all()
            newest = RuleChange.objects.order_by("-number").values_list("number", flat=True).first()
            drafted.number = (newest or 0) + 1
            before, _after = sides(drafted)
            drafted.base_version = before.version
            with audit.record("rule_change.proposed", by=by, on=drafted):
                drafted.save(force_insert=True)
                _tell(drafted, AWAITS, by=by)
    except IntegrityError:
        raise Refused(
            _("Une autre modification vient d’être proposée : relisez-la, puis recommencez.")
        ) from None
    return drafted


def _check_words(title: str, reason: str, effective_on: date, now: datetime) -> None:
    if not title.strip() or not reason.strip():
        raise Refused(_("Donnez un titre et une raison : la seconde personne décide sur eux."))
    if effective_on < timezone.localdate(now):
        raise Refused(_("La date d’effet est passée : choisissez aujourd’hui ou un jour à venir."))


def _refuse_settled(change: RuleChange) -> None:
    if change.state == ChangeState.WITHDRAWN:
        raise Refused(_("Cette proposition a été abandonnée : faites-en une nouvelle."))
    if change.state == ChangeState.PUBLISHED:
        words = {"person": change.agreed_by, "when": wording.moment(change.agreed_at)}
        raise Refused(_("%(person)s a déjà approuvé cette modification, le %(when)s.") % words)


def _refuse_broken(found: Sequence[Checked]) -> None:
    broken = [item.example for item in found if not item.holds]
    if broken:
        words = " ; ".join(f"{_say(item.given)}, {_say(item.then)}" for item in broken)
        raise Refused(_("Des exemples épinglés ne tiennent plus : %(examples)s.") % {"examples": words})


def _lock_all() -> None:
    """One act on the rules at a time, in one order."""
    list(RuleChange.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _locked(change: RuleChange) -> RuleChange:
    _lock_all()
    named = RuleChange.objects.select_related("undoes", "proposed_by", "agreed_by")
    return named.get(pk=change.pk)


def _in_order(changes: Sequence[Any]) -> list[Any]:
    return sorted(changes, key=lambda item: (item.effective_on, item.number))


def _say(text: str | Text) -> str:
    if isinstance(text, str):
        return text
    return text.en if wording.language() == "en" else text.fr


def _tell(change: RuleChange, event: str, *, by: User) -> None:
    words = {"number": str(change), "title": change.title, "day": f"{change.effective_on:%d/%m/%Y}"}
    awaits = gettext_lazy("Votre accord est attendu : modification {number} des règles de données")
    published = gettext_lazy("Les règles de données changent le {day} : modification {number}")
    text = gettext_lazy("« {title} ». Voyez les réponses, reçus, accords et sièges que cela change.")
    for person in _concerned(by):
        notifications.tell(
            person, event=event, url=reverse("compliance:rule_change_sheet", args=[change.number]),
            subject=format_lazy(awaits if event == AWAITS else published, **words),
            text=format_lazy(text, **words),
        )  # fmt: skip


def _concerned(by: User) -> list[User]:
    """The DPO and the direction, without who acts."""
    found = {
        person.pk: person
        for role in (Role.DPO, Role.DIRECTION)
        for person in User.objects.deciders(role, User())
    }
    return [person for pk, person in sorted(found.items()) if pk != by.pk]
