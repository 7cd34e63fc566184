"""Loading the firm's plan: its words become the portal's first content."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify

from etech_ai.audit.recording import Actor
from roadmap.models import Constraint, Decision, Theme
from roadmap.services import decisions

PLAN = Path(__file__).resolve().parent.parent / "content" / "plan.yaml"
LOADER = Actor("job:load-plan", "Plan de déploiement IA")
DECIDED_BY = "Plan de déploiement IA"


@dataclass
class Counts:
    """How much was there to load, and how much of it was new."""

    total: dict[str, int] = field(default_factory=dict)
    new: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, is_new: bool) -> None:
        self.total[name] = self.total.get(name, 0) + 1
        self.new[name] = self.new.get(name, 0) + int(is_new)


@transaction.atomic
def load(today: date) -> Counts:
    """Create the themes, constraints and questions that are missing; never touch what people changed."""
    counts = Counts()
    for data in yaml.safe_load(PLAN.read_text(encoding="utf-8"))["themes"]:
        theme, is_new = Theme.objects.get_or_create(
            number=data["number"], defaults={"title": data["title"], "slug": slugify(data["title"])}
        )
        counts.add("themes", is_new)
        _load_constraints(theme, data["constraints"], counts)
        _load_questions(theme, data["questions"], today, counts)
    return counts


def _load_constraints(theme: Theme, texts: list[str], counts: Counts) -> None:
    for number, text in enumerate(texts, start=1):
        ref = f"{theme.number:02}.C{number}"
        _, is_new = Constraint.objects.get_or_create(ref=ref, defaults={"theme": theme, "text": text})
        counts.add("constraints", is_new)


def _load_questions(theme: Theme, questions: list[dict[str, Any]], today: date, counts: Counts) -> None:
    known = set(Decision.objects.filter(theme=theme).values_list("ref", flat=True))
    for number, question in enumerate(questions, start=1):
        ref = f"{theme.number:02}.Q{number}"
        counts.add("decisions", ref not in known)
        if ref in known:
            continue
        decision = decisions.open_question(ref=ref, theme=theme, question=question["text"], by=LOADER)
        if "decided" in question:
            decisions.decide(
                decision, text=question["decided"], by=LOADER, today=today, decided_by=DECIDED_BY
            )
