"""The life of a request as a table: which move leads where, and who holds the request meanwhile.

Pure: no Django, no database. `docs/workflow.md` is drawn from the table by `diagram()`.
"""

from datetime import timedelta

from etech_ai.enums import Labelled, gettext_noop
from etech_ai.verdicts import Refused


class Kind(Labelled):
    """What is asked for. Targets and deciders of each kind are declared in `approvals/kinds.py`."""

    LICENCE = "licence", gettext_noop("Siège")
    TOOL_ACCESS = "tool-access", gettext_noop("Accès à un outil")
    NEW_TOOL = "new-tool", gettext_noop("Nouvel outil")
    USE_CASE = "use-case", gettext_noop("Cas d’usage")
    DATA_EXCEPTION = "data-exception", gettext_noop("Exception sur des données")
    API_KEY = "api-key", gettext_noop("Clé d’API")
    QUOTA = "quota", gettext_noop("Quota")
    SEAT_REVIEW = "seat-review", gettext_noop("Revue de siège")


class State(Labelled):
    """Where a request stands."""

    DRAFT = "draft", gettext_noop("Brouillon")
    WAITING = "waiting", gettext_noop("En attente")
    CLARIFICATION = "clarification", gettext_noop("Précision demandée")
    APPROVED = "approved", gettext_noop("Approuvée")
    REFUSED = "refused", gettext_noop("Refusée")
    WITHDRAWN = "withdrawn", gettext_noop("Annulée")


class Move(Labelled):
    """What a person can do to a request."""

    SUBMIT = "submit", gettext_noop("Envoyer la demande")
    GRANT = "grant", gettext_noop("Accorder selon une règle")
    APPROVE = "approve", gettext_noop("Approuver")
    APPROVE_LAST = "approve-last", gettext_noop("Approuver, dernière étape")
    REFUSE = "refuse", gettext_noop("Refuser")
    ASK = "ask", gettext_noop("Demander une précision")
    ANSWER = "answer", gettext_noop("Répondre")
    WITHDRAW = "withdraw", gettext_noop("Annuler la demande")
    OPEN_ACCESS = "open-access", gettext_noop("Confirmer l’ouverture de l’accès")
    UNDO = "undo", gettext_noop("Annuler la décision")


class Owner(Labelled):
    """Who must act while a request is in a state."""

    REQUESTER = "requester", gettext_noop("Demandeur")
    DECIDER = "decider", gettext_noop("Décideur de l’étape")
    ARCHIVE = "archive", gettext_noop("Personne : la décision est prise")


class Decider(Labelled):
    """In which capacity a step is decided: a role of the house, or a place beside the target."""

    CHAMPION = "champion", gettext_noop("Champion IA")
    DPO = "dpo", gettext_noop("DPO")
    DIRECTION = "direction", gettext_noop("Direction")
    FINANCE = "finance", gettext_noop("Finance")
    LICENCES = "licences", gettext_noop("Gestion des accès")
    LEAD = "lead", gettext_noop("Responsable du projet")
    HOLDER = "holder", gettext_noop("Titulaire du siège")


class Task(Labelled):
    """What a step asks of its decider."""

    DECIDE = "decide", gettext_noop("Décider")
    PROVISION = "provision", gettext_noop("Ouvrir l’accès")


class StepState(Labelled):
    """Where a step stands."""

    TODO = "todo", gettext_noop("À venir")
    NOW = "now", gettext_noop("En cours")
    DONE = "done", gettext_noop("Faite")
    SKIPPED = "skipped", gettext_noop("Non requise")
    DROPPED = "dropped", gettext_noop("Sans objet")


OWNERS: dict[State, Owner] = {
    State.DRAFT: Owner.REQUESTER,
    State.WAITING: Owner.DECIDER,
    State.CLARIFICATION: Owner.REQUESTER,
    State.APPROVED: Owner.ARCHIVE,
    State.REFUSED: Owner.ARCHIVE,
    State.WITHDRAWN: Owner.ARCHIVE,
}

MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.SUBMIT): State.WAITING,
    (State.WAITING, Move.GRANT): State.APPROVED,
    (State.WAITING, Move.APPROVE): State.WAITING,
    (State.WAITING, Move.APPROVE_LAST): State.APPROVED,
    (State.WAITING, Move.REFUSE): State.REFUSED,
    (State.WAITING, Move.ASK): State.CLARIFICATION,
    (State.WAITING, Move.WITHDRAW): State.WITHDRAWN,
    (State.CLARIFICATION, Move.ANSWER): State.WAITING,
    (State.CLARIFICATION, Move.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Move.OPEN_ACCESS): State.APPROVED,
    (State.WAITING, Move.UNDO): State.WAITING,
    (State.CLARIFICATION, Move.UNDO): State.WAITING,
    (State.APPROVED, Move.UNDO): State.WAITING,
    (State.REFUSED, Move.UNDO): State.WAITING,
}

OPEN_STATES = (State.WAITING, State.CLARIFICATION)
CLOSED_STATES = (State.APPROVED, State.REFUSED, State.WITHDRAWN)
NEEDS_MESSAGE = (Move.REFUSE, Move.ASK, Move.ANSWER)

UNDO_WITHIN = timedelta(seconds=30)
"""How long whoever decided may come back on it. What people are told of a decision waits as long."""

LED_TO: dict[Move, State] = {
    Move.APPROVE: State.WAITING,
    Move.APPROVE_LAST: State.APPROVED,
    Move.REFUSE: State.REFUSED,
    Move.ASK: State.CLARIFICATION,
}
"""Where a request stands right after a move that can be undone: elsewhere, somebody has moved it since."""


def after(state: State | str, move: Move | str) -> State:
    """The state a move leads to. Raises Refused when the table has no such move."""
    try:
        return MOVES[State(state), Move(move)]
    except KeyError:
        raise Refused(
            gettext_noop("Cette demande n’accepte plus cette action : rechargez la page.")
        ) from None


def moves_from(state: State | str) -> tuple[Move, ...]:
    """Every move the table allows from a state, in the order of the table."""
    return tuple(move for (source, move) in MOVES if source == State(state))


def diagram() -> str:
    """The workflow as Markdown: a Mermaid state diagram, then who must act in each state."""
    arrows = [
        f"    {source.value} --> {target.value}: {move.value}" for (source, move), target in MOVES.items()
    ]
    ends = [f"    {state.value} --> [*]" for state in CLOSED_STATES]
    owners = [f"| {state.value} | {owner.value} |" for state, owner in OWNERS.items()]
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.DRAFT.value}", *arrows, *ends, "```", ""]
    lines += ["| state | who must act |", "|---|---|", *owners]
    return "\n".join(lines) + "\n"
