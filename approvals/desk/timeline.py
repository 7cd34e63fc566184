"""The path of a request as the page draws it: before sending, on its sheet, and its history."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from approvals.checks import PathStep, who_decides
from approvals.light_paths import LightPath, words_of
from approvals.models import CommentNature, Request, Step
from approvals.succession import Cause, Heir
from approvals.workflow import Decider, Move, StepState, Task
from etech_ai import wording
from etech_ai.enums import gettext_noop

Item = dict[str, Any]
DRAWN = {
    StepState.DONE: "done",
    StepState.NOW: "now",
    StepState.TODO: "todo",
    StepState.SKIPPED: "skip",
    StepState.DROPPED: "skip",
}
SAID = {
    Move.APPROVE: (gettext_noop("%(person)s a approuvé"), "success", "check"),
    Move.APPROVE_LAST: (gettext_noop("%(person)s a approuvé"), "success", "check"),
    Move.REFUSE: (gettext_noop("%(person)s a refusé"), "danger", "x"),
    Move.OPEN_ACCESS: (gettext_noop("%(person)s a ouvert l’accès"), "success", "key"),
}
WRITTEN = {
    CommentNature.COMMENT: (gettext_noop("%(person)s a écrit"), "neutral", "message-circle"),
    CommentNature.QUESTION: (gettext_noop("%(person)s demande une précision"), "caution", "message-question"),
    CommentNature.ANSWER: (gettext_noop("%(person)s a répondu"), "info", "message-circle"),
    CommentNature.UNDONE: (gettext_noop("%(person)s a annulé sa décision"), "neutral", "arrow-back-up"),
}


def path_items(path: Sequence[PathStep], rule: LightPath | None = None) -> list[Item]:
    """The steps before sending: who decides, by when; or the rule that grants at once."""
    sending = {"state": "now", "label": _("Envoi"), "lines": [_("Vous")]}
    at_once = []
    if rule:
        lines = [_("Règle %(id)s") % {"id": rule.id}, _("à l’envoi")]
        at_once.append({"state": "todo", "label": _("Accordée"), "lines": lines})
    return [sending, *at_once, *(_planned(step) for step in path)]


def _planned(step: PathStep) -> Item:
    label = _label(step.planned.role, step.planned.task)
    if not step.is_required:
        return {"state": "skip", "label": label, "lines": [_("Non requise"), _(step.planned.note)]}
    return {"state": "todo", "label": label, "lines": [names(step.deciders), _before(step.due_on)]}


def step_items(request: Request, steps: Sequence[Step]) -> list[Item]:
    """The steps of a stored request, the sending first; only the current one looks up its deciders."""
    sent = {
        "state": "done",
        "label": _("Envoyée"),
        "lines": [str(request.requester), wording.moment(request.submitted_at)],
    }
    return [sent, *_granted_at_once(request), *(_stored(step) for step in steps)]


def _granted_at_once(request: Request) -> list[Item]:
    """The rule that took the place of whoever would have decided."""
    if not request.granted_by_rule:
        return []
    rule = _("Règle %(id)s") % {"id": request.granted_by_rule}
    return [{"state": "done", "label": _("Accordée"), "lines": [rule, wording.moment(request.decided_at)]}]


def _stored(step: Step) -> Item:
    state = StepState(step.state)
    return {
        "state": DRAWN[state],
        "label": _label(Decider(step.role), Task(step.task)),
        "lines": _lines(step, state),
    }


def _lines(step: Step, state: StepState) -> list[str]:
    if state is StepState.DONE:
        return [_what_was_said(step), wording.moment(step.decided_at), *_passed(step)]
    if state is StepState.DROPPED:
        return [_("Sans objet")]
    if state is StepState.SKIPPED:
        return [_("Non requise"), _(step.note)] if step.note else [_("Sans objet")]
    if state is StepState.NOW:
        return [names(who_decides(step)), _before(step.due_on), *_passed(step)]
    return [_before(step.due_on)]


def _what_was_said(step: Step) -> str:
    """« Ana Alvarez a approuvé, pour Cho Chan, sous conditions »: both names stand on the record."""
    said = _(SAID[Move(step.decision)][0]) % {"person": step.decided_by}
    if step.on_behalf_of:
        said = _("%(said)s, pour %(absent)s") % {"said": said, "absent": step.on_behalf_of}
    return _("%(said)s, sous conditions") % {"said": said} if step.conditions else said


def _passed(step: Step) -> list[str]:
    """Where a step went down the line, and why."""
    if not step.passed_to:
        return []
    names = {"heir": _(Heir(step.passed_to).label), "why": _(Cause(step.passed_why).label)}
    return [_("Passée au suivant, %(heir)s : %(why)s") % names]


def _label(role: Decider, task: Task) -> str:
    return _("Ouverture de l’accès") if task is Task.PROVISION else _(role.label)


def _before(day: Any) -> str:
    return _("avant le %(day)s") % {"day": wording.plain_day(day)}


def names(people: Sequence[Any]) -> str:
    """« Cho Chan ou Léa Lambert »; a long list is cut."""
    shown = [str(person) for person in people[:3]]
    more = len(people) - len(shown)
    text = _(" ou ").join(shown)
    return text + (_(" (et %(n)s autres)") % {"n": more} if more else "")


def history(request: Request, steps: Sequence[Step], comments: Sequence[Any]) -> list[Item]:
    """Everything that was said and decided, newest first."""
    sent = _entry("info", "send", _("%(person)s a envoyé la demande") % {"person": request.requester}, "",
                  request.submitted_at)  # fmt: skip
    taken = [_taken(step) for step in steps if step.state == StepState.DONE]
    written = [_written(comment) for comment in comments]
    return sorted([sent, *_by_rule(request), *written, *taken], key=lambda entry: entry["at"])[::-1]


def _by_rule(request: Request) -> list[Item]:
    if not request.granted_by_rule:
        return []
    said = _("Accordée par la règle %(id)s") % {"id": request.granted_by_rule}
    return [_entry("success", "bolt", said, _(words_of(request.granted_by_rule)), request.decided_at)]


def _taken(step: Step) -> Item:
    _text, tone, icon = SAID[Move(step.decision)]
    parts = [step.message]
    if step.conditions:
        parts.append(_("Conditions : %(text)s") % {"text": step.conditions})
    return _entry(tone, icon, _what_was_said(step), " ".join(filter(None, parts)), step.decided_at)


def _written(comment: Any) -> Item:
    said, tone, icon = WRITTEN[CommentNature(comment.nature)]
    title = _(said) % {"person": comment.author}
    if called := [mention.person for mention in comment.mentions.all()]:
        title = _("%(person)s a écrit à %(others)s") % {"person": comment.author, "others": _all(called)}
    return _entry(tone, icon, title, comment.text, comment.at)


def _all(people: Sequence[Any]) -> str:
    """« Cho Chan et Dan Delmas »."""
    return _(" et ").join(str(person) for person in people)


def _entry(tone: str, icon: str, title: str, text: str, at: Any) -> Item:
    return {"tone": tone, "icon": icon, "title": title, "text": text, "meta": wording.moment(at), "at": at}
