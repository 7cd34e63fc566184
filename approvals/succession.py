"""Who takes a step when its people cannot, declared: the line of succession of each capacity, and after how
long a late step goes down it. Pure: who those people are is read by `checks/roster.py`."""

from approvals.workflow import Decider
from etech_ai.enums import Labelled, gettext_noop

LATE_BY = 2
"""Working days past its due date, or since it was last passed on, after which a step goes to the next."""


class Heir(Labelled):
    """Who may take a step that was passed on."""

    OTHER_CHAMPIONS = "other-champions", gettext_noop("Champions des autres équipes")
    CHAMPION = "champion", gettext_noop("Champion IA")
    LICENCES = "licences", gettext_noop("Gestion des accès")
    DPO = "dpo", gettext_noop("DPO")
    DIRECTION = "direction", gettext_noop("Direction")

    @property
    def role(self) -> str:
        """The role of the house that it takes."""
        return "champion" if self is Heir.OTHER_CHAMPIONS else self.value

    @property
    def is_everywhere(self) -> bool:
        """Whether the role counts whatever the team or trade it is held for."""
        return self is Heir.OTHER_CHAMPIONS


class Cause(Labelled):
    """Why a step was passed on."""

    AWAY = "away", gettext_noop("personne de présent pour la décider")
    LATE = "late", gettext_noop("réponse trop attendue")


LINES: dict[Decider, tuple[Heir, ...]] = {
    Decider.CHAMPION: (Heir.OTHER_CHAMPIONS, Heir.DPO, Heir.DIRECTION),
    Decider.DPO: (Heir.DIRECTION,),
    Decider.DIRECTION: (Heir.DPO,),
    Decider.FINANCE: (Heir.DIRECTION, Heir.DPO),
    Decider.LICENCES: (Heir.DIRECTION, Heir.DPO),
    Decider.LEAD: (Heir.CHAMPION, Heir.DPO, Heir.DIRECTION),
    Decider.HOLDER: (Heir.LICENCES, Heir.DIRECTION),
}
"""Whom a step of each capacity goes to, in order. Whoever had it before keeps it."""


def heirs_until(decider: Decider | str, passed_to: str) -> tuple[Heir, ...]:
    """Everybody down the line who may take a step that was passed on as far as that; none before it was."""
    if not passed_to:
        return ()
    line = LINES[Decider(decider)]
    return line[: line.index(Heir(passed_to)) + 1]


def heirs_after(decider: Decider | str, passed_to: str) -> tuple[Heir, ...]:
    """Who comes next, in order."""
    line = LINES[Decider(decider)]
    return line[len(heirs_until(decider, passed_to)) :]


def passed_to_reach(decider: Decider, heir: Heir) -> tuple[Heir, ...]:
    """How far a step must have been passed on for that heir to take it: to them, or beyond."""
    line = LINES[decider]
    return line[line.index(heir) :]
