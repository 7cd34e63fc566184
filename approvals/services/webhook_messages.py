"""What an event of the trail says to a webhook: a sentence, what it is on, and where to read it.

No name of a person or of a client leaves the house, nor anything that somebody wrote freely: a use case goes
by its reference. What the reader may know more, the page says when they open it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals import webhook_wire as wire
from approvals.desk import title_of
from approvals.models import Webhook
from approvals.webhook_events import EVENTS, PING, Topic, sentence
from approvals.workflow import Kind
from etech_ai.audit.models import Event
from people.services import mails


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is on: its reference or name, where it stands, the path of its page."""

    reference: str
    title: str
    state: str
    path: str


def of(event: Event, webhook: Webhook) -> wire.Message | None:
    """The message about an event, in the webhook's language; None when what it is on has gone."""
    topic, _text = EVENTS[event.name]
    row = _row(event.subject_ref)
    if row is None:
        return None
    with override(webhook.language):
        subject = SUBJECTS[topic](row)
        return _message(event.name, event.at, event.position, topic, subject)


def ping(webhook: Webhook, now: datetime) -> wire.Message:
    """The message of a test message."""
    path = reverse("approvals:webhook_sheet", args=[webhook.pk])
    with override(webhook.language):
        return _message(PING, now, 0, "webhook", Subject("", webhook.label, "", path))


def _message(event: str, at: datetime, position: int, topic: str, subject: Subject) -> wire.Message:
    return wire.Message(
        event=event, at=at, position=position, topic=str(topic), reference=subject.reference,
        title=subject.title, state=subject.state, text=_(sentence(event)), url=mails.absolute(subject.path),
        link=_("Ouvrir dans le portail"),
    )  # fmt: skip


def _row(reference: str) -> Any:
    label, _dot, pk = reference.partition(":")
    return apps.get_model(label)._default_manager.filter(pk=pk).first()


def _request(row: Any) -> Subject:
    path = reverse("approvals:request_sheet", args=[row.reference])
    return Subject(row.reference, _title_of(row), row.state, path)


def _title_of(row: Any) -> str:
    """What is asked, where the catalogue names it; a tool's proposed name is what somebody wrote."""
    if row.use_case:
        return str(row.use_case.reference)
    return _(Kind(row.kind).label) if row.kind == Kind.NEW_TOOL else str(title_of(row))


def _tool(row: Any) -> Subject:
    return Subject("", row.name, row.decision, reverse("catalog:tool_sheet", args=[row.slug]))


def _use_case(row: Any) -> Subject:
    """By its reference alone: the address of its sheet holds its title."""
    path = f"{reverse('usecases:usecase_list')}?q={row.reference}"
    return Subject(row.reference, "", row.outcome, path)


def _policy(row: Any) -> Subject:
    policy = row.policy
    return Subject("", policy.title, "", reverse("compliance:policy_sheet", args=[policy.slug]))


def _rules(row: Any) -> Subject:
    return Subject(str(row), "", row.state, reverse("compliance:rule_change_sheet", args=[row.number]))


def _dossier(row: Any) -> Subject:
    return Subject(row.number, "", row.state, reverse("compliance:dossier_sheet", args=[row.number]))


SUBJECTS: dict[Topic, Callable[[Any], Subject]] = {
    Topic.REQUEST: _request,
    Topic.TOOL: _tool,
    Topic.USE_CASE: _use_case,
    Topic.POLICY: _policy,
    Topic.RULES: _rules,
    Topic.DOSSIER: _dossier,
}
