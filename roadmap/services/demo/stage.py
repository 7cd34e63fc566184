"""What every part of the demo shares: the data file, the day, the loader's name, who is who."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from etech_ai.audit.recording import Actor
from people.models import Client, Project, Team, User

DATA = Path(__file__).resolve().parents[2] / "content" / "demo.yaml"
LOADER = Actor("job:load-demo", "Données de démonstration")
DOMAIN = "etech.example"


@dataclass
class Stage:
    """The day of loading, and lookups by the names that the data file uses."""

    now: datetime
    today: date
    counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def data(self) -> dict[str, Any]:
        return yaml.safe_load(DATA.read_text(encoding="utf-8"))

    @property
    def began_on(self) -> date:
        """Since when the cast holds its roles: before the oldest thing that anybody asked for."""
        return self.ago(365)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def count(self, name: str, number: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + number

    def person(self, name: str) -> User:
        first, last = name.split(" ", 1)
        return User.objects.select_related("team").get(first_name=first, last_name=last)

    def team(self, name: str) -> Team:
        return Team.objects.get(name=name)

    def client(self, name: str | None) -> Client | None:
        return Client.objects.get(name=name) if name else None

    def project(self, name: str) -> Project:
        return Project.objects.get(name=name)


def mail_of(first: str, last: str) -> str:
    """``leïla.o-brien@etech.example`` from a name with accents and spaces."""
    text = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode().lower()
    return f"{text.replace(' ', '-')}@{DOMAIN}"
