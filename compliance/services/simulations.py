"""What other data rules would answer, everywhere the portal answers today; looking writes nothing.

whole = simulations.read(before, after, today=today)    the facts of the day, in a fixed number of queries
whole.answers()   every level × offered plan × (our own data, each client, each open project) that flips
whole.receipts()  receipts still kept that would say otherwise     whole.consents()   agreements concerned
whole.seats()     open seats whose holder would be answered otherwise
whole.flip(plan_id, levels, client_id, project_id)           one question, for what stands on the floors above
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.models import Plan, Seat
from compliance.data_rules import DataAnswer, Rules
from compliance.data_rules.ruleset import Level
from compliance.models import Clause, ClientConsent, Exemption, ProjectEvidence, Receipt
from compliance.rulesets import Text
from compliance.services import facts, matrices
from compliance.services.facts import CONSENT, ClientFacts, PlanFacts, ProjectFacts
from compliance.services.flips import STRICTNESS
from people.models import Client, Project, ProjectMember

Key = tuple[int | None, int | None]
"""A client and a project, by their keys; both None for our own data."""

MARKS = {"yes": "allowed", "attest": "conditions", "missing": "conditions", "no": "refused"}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in short: its state (yes, attest, missing, no) and the conditions that lack."""

    state: str
    missing: tuple[str, ...]
    names: tuple[Text, ...]

    @property
    def mark(self) -> str:
        """The word of a cell (`verdict_mark`)."""
        return MARKS[self.state]


@dataclass(frozen=True, slots=True)
class Flip:
    """One question that would be answered otherwise."""

    plan: Plan
    levels: tuple[Level, ...]
    client: Client | None
    project: Project | None
    before: Said
    after: Said

    @property
    def is_tighter(self) -> bool:
        return STRICTNESS[self.after.state] > STRICTNESS[self.before.state]

    @property
    def gained(self) -> tuple[Text, ...]:
        """Conditions that lack after and did not before."""
        return tuple(name for name in self.after.names if name not in self.before.names)

    @property
    def lost(self) -> tuple[Text, ...]:
        """Conditions that lacked before and no longer do."""
        return tuple(name for name in self.before.names if name not in self.after.names)

    @property
    def is_looser(self) -> bool:
        return STRICTNESS[self.after.state] < STRICTNESS[self.before.state]


@dataclass(frozen=True, slots=True)
class Place:
    """Whose data, in which project, and what is known of both."""

    of_client: ClientFacts
    of_project: ProjectFacts

    @property
    def key(self) -> Key:
        client, project = self.of_client.client, self.of_project.project
        return client.pk if client else None, project.pk if project else None


@dataclass(frozen=True, slots=True)
class Side:
    """One set of rules with what the plans are worth under it."""

    rules: Rules
    plans: Mapping[int, PlanFacts]


@dataclass(frozen=True, slots=True)
class Whole:
    """Both sides, over the facts of one day."""

    today: date
    before: Side
    after: Side
    places: Mapping[Key, Place]
    offered: tuple[int, ...]

    def answers(self) -> Iterator[Flip]:
        """Every cell that flips: our own data, then client by client, then the projects that differ."""
        for place in self.places.values():
            yield from self._of_place(place)

    def flip(
        self, plan: int, levels: Collection[str], client: int | None, project: int | None,
        attested: Collection[str] = (),
    ) -> Flip | None:  # fmt: skip
        """The same question under both, or None when both say the same, or when it can no longer be asked."""
        place = self.places.get((client, project))
        known = tuple(level for name, level in self.before.rules.levels.items() if name in levels)
        if place is None or not known or plan not in self.before.plans:
            return None
        said = [self._say(side, plan, place, known, attested) for side in (self.before, self.after)]
        return self._flip(plan, place, known, *said)

    def receipts(self) -> list[tuple[Receipt, Flip]]:
        """Receipts still kept whose answer would change; each is asked again under both rules."""
        kept = Receipt.objects.select_related("asked_by").order_by("-asked_at")
        asked = (
            (row, self.flip(row.plan_id, row.levels, row.client_id, row.project_id, row.attested))
            for row in kept
        )
        return [(row, flip) for row, flip in asked if flip]

    def consents(self, flips: Iterable[Flip]) -> list[ClientConsent]:
        """Agreements of clients for a tool about which an answer that asks for them would change."""
        touched = {
            (flip.client.pk, flip.plan.tool_id)
            for flip in flips
            if flip.client and self._turns_on_consent(flip)
        }
        found = {
            consent.pk: consent
            for place in self.places.values()
            for consent in place.of_client.consents
            if (consent.client_id, consent.tool_id) in touched
        }
        return list(found.values())

    def seats(self, flips: Iterable[Flip]) -> list[Seat]:
        """Open seats of a plan that would answer otherwise for our own data, or a client of the holder."""
        by_plan: dict[int, set[int | None]] = defaultdict(set)
        for flip in flips:
            by_plan[flip.plan.pk].add(flip.client.pk if flip.client else None)
        held = Seat.objects.open().filter(subscription__plan__in=by_plan).for_sheet()
        clients = _clients_by_person(self.today)
        return [
            seat for seat in held if by_plan[seat.subscription.plan_id] & {None, *clients[seat.holder_id]}
        ]

    # ------------------------------------------------------------ judging

    def _of_place(self, place: Place) -> Iterator[Flip]:
        """A project is told apart only where it differs from its client: what repeats it is told once."""
        told: dict[Hashable, tuple[Said, Said]] = {}
        above = self.places.get((place.key[0], None)) if place.key[1] else None
        for pk in self.offered:
            likeness = tuple(facts.likeness(side.plans[pk], place.of_client, place.of_project)
                             for side in (self.before, self.after))  # fmt: skip
            for level in self.before.rules.levels.values():
                key = (level.id, likeness)
                if key not in told:
                    told[key] = self._both(pk, place, (level,))
                flip = self._flip(pk, place, (level,), *told[key])
                if flip and not (above and self._both(pk, above, (level,)) == told[key]):
                    yield flip

    def _both(self, plan: int, place: Place, levels: tuple[Level, ...]) -> tuple[Said, Said]:
        return self._say(self.before, plan, place, levels), self._say(self.after, plan, place, levels)

    def _say(
        self, side: Side, plan: int, place: Place, levels: tuple[Level, ...], attested: Collection[str] = ()
    ) -> Said:
        judged = facts.judge(
            side.rules, side.plans[plan], place.of_client, place.of_project,
            levels=[level.id for level in levels], attested=attested, hidden=True,
        )  # fmt: skip
        return _said(side.rules, judged)

    def _flip(
        self, plan: int, place: Place, levels: tuple[Level, ...], before: Said, after: Said
    ) -> Flip | None:
        if before == after:
            return None
        row = self.before.plans[plan].plan
        return Flip(row, levels, place.of_client.client, place.of_project.project, before, after)

    def _turns_on_consent(self, flip: Flip) -> bool:
        """Whether a client's agreement is among what these levels ask for."""
        asks = (level.conditions | level.extra_if_client_data for level in flip.levels)
        return any(CONSENT in conditions for conditions in asks)


def read(before: Rules, after: Rules, *, today: date) -> Whole:
    """The facts of the day under both rules."""
    plans = list(
        Plan.objects.select_related("tool__vendor", "tool__owner").order_by("tool__name", "name", "pk")
    )
    sides = (
        Side(rules, {item.plan.pk: item for item in facts.of_plans(plans, rules, today)})
        for rules in (before, after)
    )
    offered = tuple(matrices.offered().values_list("pk", flat=True))
    was, becomes = sides
    return Whole(today, was, becomes, places=_places(today), offered=offered)


def _said(rules: Rules, judged: DataAnswer) -> Said:
    names = tuple(Text(rules.conditions[name].fr, rules.conditions[name].en) for name in judged.missing)
    if judged.result == "allowed":
        return Said("yes", (), ())
    if judged.result == "forbidden":
        return Said("no", (), ())
    of_sending = all(rules.conditions[name].scope == "send" for name in judged.missing)
    return Said("attest" if of_sending else "missing", judged.missing, names)


def _places(today: date) -> dict[Key, Place]:
    """Our own data, every client, every open project; six queries whatever their number."""
    clauses = _by(Clause.objects.in_force(today).order_by("reference", "pk"), "client_id")
    consents = _by(
        ClientConsent.objects.valid_on(today)
        .select_related("client", "tool", "project")
        .order_by("granted_on", "pk"),
        "client_id",
    )
    nobody = ProjectFacts()
    places = [Place(ClientFacts(), nobody)]
    for client in Client.objects.order_by("name"):
        places.append(Place(_client_facts(client, None, clauses, consents), nobody))
    places += _projects(today, clauses, consents)
    return {place.key: place for place in places}


def _projects(today: date, clauses: Any, consents: Any) -> Iterator[Place]:
    proofs = _by(ProjectEvidence.objects.valid_on(today).order_by("pk"), "project_id")
    exemptions = _by(Exemption.objects.in_force(today).order_by("-expires_on", "pk"), "project_id")
    for project in Project.objects.open().select_related("client").order_by("client__name", "name"):
        held = {proof.condition: proof for proof in sorted(proofs[project.pk], key=facts.lasting)}
        of_project = ProjectFacts(project, held, tuple(exemptions[project.pk]))
        of_client = (
            _client_facts(project.client, project, clauses, consents) if project.client else ClientFacts()
        )
        yield Place(of_client, of_project)


def _client_facts(client: Client, project: Project | None, clauses: Any, consents: Any) -> ClientFacts:
    binding = (None, project.pk) if project else (None,)
    return ClientFacts(
        client=client,
        clauses=tuple(clause for clause in clauses[client.pk] if clause.project_id in binding),
        consents=tuple(consents[client.pk]),
    )


def _by(rows: Iterable[Any], field: str) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, field)].append(row)
    return grouped


def _clients_by_person(today: date) -> dict[int, set[int]]:
    grouped: dict[int, set[int]] = defaultdict(set)
    pairs = ProjectMember.objects.current(today).filter(project__client__isnull=False)
    for person, client in pairs.values_list("user_id", "project__client_id"):
        grouped[person].add(client)
    return grouped
