"""What a dossier is made of. Pure: dates and texts, already in words."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: which dossier, of what, for whom, at which point of the trail."""

    number: str
    title: str
    subject: str
    recipient: str
    since: date | None
    until: date
    sealed_at: datetime
    sealed_by: str
    trail_position: int
    trail_digest: str
    hides_names: bool
