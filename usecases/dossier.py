"""The chapters of a use case's dossier: read from the register and from the trail, put into words."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from compliance.ai_act import obligations as duties
from compliance.ai_act.ruleset import Ruleset, latest, load
from compliance.dossiers.sections import Cell, Chapter, Content, Cover, Entry, Table
from compliance.trail import Row, history
from etech_ai import wording
from etech_ai.badges import LEVELS, TIERS
from people.access import Role
from people.models import RoleAssignment, User
from usecases import freshness, wizard
from usecases.citations import in_french
from usecases.models import Classification, ObligationProof, ObligationState, UseCase
from usecases.vocabulary import Frequency, Objective, Progress, Standing

BARS = {"minimal": 1, "transparency": 2, "high_risk_exempted": 2, "high_risk": 3, "prohibited": 4}
TONES = {
    "minimal": "ok",
    "transparency": "warn",
    "high_risk_exempted": "warn",
    "high_risk": "haut",
    "prohibited": "no",
}
STATES = {"done": "ok", "not_applicable": "neutral", "waived": "warn", "todo": "no"}
EVENTS = 2000


def compose(use_case: UseCase, cover: Cover, language: str = "fr") -> Content:
    """Everything the register knows of the use case at this moment, in the language of the dossier."""
    with override(language):
        return _Composer(use_case, cover).content(language)


class _Composer:
    """Reads once, then words each chapter."""

    def __init__(self, use_case: UseCase, cover: Cover) -> None:
        self.use_case, self.cover = use_case, cover
        self.versions = list(use_case.classifications.newest_first().select_related("classified_by"))
        self.newest: Classification | None = self.versions[0] if self.versions else None
        self.rules: Ruleset | None = load(self.newest.ruleset_version) if self.newest else None
        self.states = list(use_case.obligation_states.select_related("marked_by"))
        self.proofs = _proofs_of(use_case, cover.until)
        self.rows = self._rows()
        self.stale = use_case.stale_reasons(ruleset_version=latest().version, today=cover.until)
        self.standing = freshness.standing(use_case.status, use_case.outcome, is_stale=bool(self.stale))
        self.masked = _masked_names(cover)
        self.duties = self._duties()

    def content(self, language: str) -> Content:
        outcome = self.newest.outcome if self.newest else ""
        tier = TIERS.get(outcome) if outcome else None
        return Content(
            cover=self.cover,
            tier=_(str(tier.label)) if tier else _("Pas encore classé"),
            tone=TONES.get(outcome, "neutral"),
            filled_bars=BARS.get(outcome, 0),
            ruleset=self.newest.ruleset_version if self.newest else "",
            chapters=(self.summary(), self.classification(), self.obligations(), self.decisions()),
            language=language,
            facts=self.facts(),
        )

    # ------------------------------------------------------------ reading
    def _rows(self) -> list[Row]:
        rows = history(self.use_case, *self.versions, *self.states, limit=EVENTS)
        since, until = self.cover.since, self.cover.until
        return [row for row in rows if row.at.date() <= until and (since is None or row.at.date() >= since)]

    def _duties(self) -> list[tuple[duties.DueObligation, ObligationState | None]]:
        if self.newest is None or self.rules is None:
            return []
        marked = {state.obligation: state for state in self.states}
        due = duties.due(self.rules, self.newest.obligations, self.newest.flags, self.cover.until)
        return [(row, marked.get(row.id)) for row in due]

    def _unmet(self) -> list[tuple[duties.DueObligation, ObligationState | None]]:
        return [(row, state) for row, state in self.duties if _progress(state) == Progress.TODO]

    # ------------------------------------------------------------ chapters
    def summary(self) -> Chapter:
        unmet, count = len(self._unmet()), len(self.duties)
        return Chapter(
            key="essentiel",
            title=_("L’essentiel"),
            paragraphs=(self.use_case.purpose,),
            warning=self._reserves(),
            figures=(
                (f"{count - unmet} / {count}", _("obligations remplies ou sans objet")),
                (str(len(self.versions)), _("classements, le plus récent compte")),
                (str(len(self.rows)), _("événements de la piste sur la période")),
            ),
            facts=self._facts_sheet(),
        )

    def _reserves(self) -> str:
        if self.newest is None:
            return _("Ce cas d’usage n’est pas encore classé : rien ici ne vaut conformité.")
        return " ".join(filter(None, [self._standing_reserve(), self._unmet_reserve()]))

    def _standing_reserve(self) -> str:
        """What the validation is worth on the last day of the dossier."""
        reasons = " ; ".join(_(reason.label) for reason in self.stale)
        told = {
            Standing.BLOCKED: _("Cet usage est interdit : il ne peut pas être validé."),
            Standing.CLASSIFIED: _("Ce classement n’est pas validé."),
            Standing.REFUSED: _("La validation de cet usage a été refusée."),
            Standing.LAPSED: _("La validation ne vaut plus : %(reasons)s.") % {"reasons": reasons},
        }
        return told.get(self.standing, "")

    def _unmet_reserve(self) -> str:
        unmet = self._unmet()
        if not unmet:
            return ""
        told = ngettext(
            "%(number)s obligation n’est pas remplie : elle figure au chapitre 3.",
            "%(number)s obligations ne sont pas remplies : elles figurent au chapitre 3.",
            len(unmet),
        )
        return told % {"number": len(unmet)}

    def _facts_sheet(self) -> tuple[tuple[str, str], ...]:
        use_case, absent = self.use_case, _("Non renseigné")
        levels = ", ".join(_(LEVELS[level]) for level in use_case.data_levels if level in LEVELS)
        plans = ", ".join(str(plan) for plan in _plans(use_case))
        first_used = wording.plain_day(use_case.first_used_on) if use_case.first_used_on else absent
        frequency = _(Frequency(use_case.frequency).label) if use_case.frequency else absent
        return (
            (_("Responsable"), self.name(use_case.owner)),
            (_("Équipe"), str(use_case.team or absent)),
            (_("Client"), str(use_case.client or _("Usage interne"))),
            (_("Projet"), str(use_case.project or absent)),
            (_("Objectif"), _(Objective(use_case.objective).label)),
            (_("Outils et offres"), plans or absent),
            (_("Données"), levels or absent),
            (_("Fréquence"), frequency),
            (_("Utilisé depuis"), first_used),
            (_("État"), _(self.standing.label)),
            (_("Décidé le"), wording.plain_day(use_case.decided_on) if use_case.decided_on else absent),
            (_("Conditions ou raison"), use_case.decision_note or absent),
        )

    def classification(self) -> Chapter:
        title = _("Le cas d’usage et son classement")
        if self.newest is None or self.rules is None:
            return Chapter("classement", title, paragraphs=(_("Aucun classement n’a été conclu."),))
        article = in_french(self.newest.article)
        told = _("Résultat : %(tier)s.") % {"tier": _(str(TIERS[self.newest.outcome].label))}
        return Chapter(
            key="classement",
            title=title,
            hint=_("Réponses au questionnaire et articles qui mènent au résultat"),
            paragraphs=(f"{told} {article}".strip(), str(wording_of(self.rules.disclaimer))),
            tables=(self._path(), self._answers(), self._versions()),
        )

    def _path(self) -> Table:
        assert self.newest is not None
        rows = tuple(
            (Cell(str(number)), Cell(step["because_fr"]), Cell(in_french(step["article"]), is_article=True))
            for number, step in enumerate(self.newest.trace, 1)
        )
        caption = _("Jeu de règles %(version)s.") % {"version": self.newest.ruleset_version}
        return Table(
            _("Le chemin vers ce résultat"), caption, (_("Étape"), _("Raison"), _("Texte")), rows,
            empty=_("Aucune règle ne s’est appliquée."),
        )  # fmt: skip

    def _answers(self) -> Table:
        assert self.newest is not None and self.rules is not None
        walk = wizard.walk(self.rules, self.newest.answers, facts=self.newest.facts)
        rows = tuple(
            (
                Cell(wording_of(asked.question)),
                Cell(", ".join(wording_of(option) for option in asked.chosen) or _("Sans réponse")),
                Cell(in_french(asked.question.article), is_article=True),
            )
            for asked in walk.asked
        )
        return Table(_("Toutes les réponses"), "", (_("Question"), _("Réponse"), _("Texte")), rows)

    def _versions(self) -> Table:
        rows = tuple(
            (
                Cell(f"v{version.number}"),
                Cell(_(str(TIERS[version.outcome].label)), tone=TONES.get(version.outcome, "neutral")),
                Cell(version.ruleset_version),
                Cell(wording.plain_day(version.classified_at)),
                Cell(self.name(version.classified_by)),
            )
            for version in self.versions
        )
        headings = (_("Version"), _("Niveau"), _("Règles"), _("Date"), _("Par"))
        return Table(_("Classements successifs"), "", headings, rows)

    def obligations(self) -> Chapter:
        rows = tuple(self._duty(row, state) for row, state in self.duties)
        headings = (_("Texte"), _("Obligation"), _("État"), _("Preuves et note"), _("Échéance"))
        table = Table(
            _("Obligations du rôle d’Etech"), "", headings, rows,
            empty=_("Ce classement n’entraîne aucune obligation."),
        )  # fmt: skip
        told = _("Ce qui n’est pas fait est marqué « Non remplie », même quand le travail est engagé.")
        return Chapter("obligations", _("Obligations"), paragraphs=(told,), tables=(table,))

    def _duty(self, row: duties.DueObligation, state: ObligationState | None) -> tuple[Cell, ...]:
        progress = _progress(state)
        words = {"done": _("Remplie"), "not_applicable": _("Sans objet"), "waived": _("Écartée")}
        due = state.due_on if state and state.due_on else None
        applies = wording.plain_day(row.applies_from) if row.applies_from else ""
        since = _("applicable depuis le %(day)s") if row.in_force else _("applicable le %(day)s")
        return (
            Cell(in_french(row.obligation.article), is_article=True),
            Cell(wording_of(row.obligation), note=since % {"day": applies} if applies else ""),
            Cell(words.get(progress.value, _("Non remplie")), tone=STATES[progress.value]),
            Cell(self._shown_by(row.id, state)),
            Cell(wording.plain_day(due) if due else "–"),
        )

    def _shown_by(self, obligation: str, state: ObligationState | None) -> str:
        """The proofs that stand, a file with the start of its digest, then the note."""
        shown = [_proof_words(proof) for proof in self.proofs.get(obligation, [])]
        return "\n".join([*shown, *([state.note] if state and state.note else [])]) or "–"

    def decisions(self) -> Chapter:
        told = _(
            "Lu dans la piste d’audit, en ajout seul : chaque événement contient l’empreinte du précédent. "
            "Du plus récent au plus ancien."
        )
        return Chapter(
            key="decisions",
            title=_("Qui a décidé, quand et pourquoi"),
            paragraphs=(told,) if self.rows else (_("Aucun événement sur la période."),),
            entries=tuple(self._entry(row) for row in self.rows),
        )

    def _entry(self, row: Row) -> Entry:
        lines = (
            _("%(field)s : %(value)s") % {"field": c.field, "value": c.after or "–"} for c in row.changes
        )
        reasons = (str(value) for key, value in row.facts.items() if key in ("reason", "message"))
        who = _("Membre d’Etech") if row.who in self.masked else row.who
        return Entry(
            when=wording.moment(row.at),
            deed=_("%(field)s : %(value)s") % {"field": row.subject, "value": row.deed}
            if row.subject
            else row.deed,
            who=who,
            lines=tuple(self.hide(line) for line in (*lines, *reasons)),
            digest=row.event.digest,
        )

    # ------------------------------------------------------------ names and facts
    def name(self, person: User) -> str:
        return _("Nom masqué") if str(person) in self.masked else str(person)

    def hide(self, text: str) -> str:
        for name in self.masked:
            text = text.replace(name, _("Nom masqué"))
        return text

    def facts(self) -> dict[str, Any]:
        """What is attached: enough to judge again without the portal, under the same rules."""
        use_case, cover = self.use_case, self.cover
        return {
            "dossier": cover.number,
            "recipient": cover.recipient,
            "period": {"since": cover.since, "until": cover.until},
            "sealed_at": cover.sealed_at,
            "trail": {"position": cover.trail_position, "digest": cover.trail_digest},
            "use_case": {
                "reference": use_case.reference,
                "title": use_case.title,
                "purpose": use_case.purpose,
                "objective": use_case.objective,
                "client": str(use_case.client) if use_case.client else None,
                "data_levels": use_case.data_levels,
                "plans": [plan.slug for plan in _plans(use_case)],
                "status": self.standing.value,
                "to_review": [reason.value for reason in self.stale],
                "decided_on": use_case.decided_on,
                "decision_note": use_case.decision_note,
                "first_used_on": use_case.first_used_on,
            },
            "classifications": [_judged(version) for version in self.versions],
            "obligations": [
                {"id": row.id, "article": row.obligation.article, "state": _progress(state).value,
                 "applies_from": row.applies_from, "due_on": state.due_on if state else None,
                 "proofs": [_proof_facts(proof) for proof in self.proofs.get(row.id, [])]}
                for row, state in self.duties
            ],
            "events": [_event(row) for row in self.rows],
        }  # fmt: skip


def wording_of(text: Any) -> str:
    """One language of a text that the ruleset gives in two."""
    if isinstance(text, str):
        return text
    if isinstance(text, dict):
        return str(text.get(wording.language(), text.get("fr", "")))
    return str(getattr(text, wording.language(), text))


def _progress(state: ObligationState | None) -> Progress:
    return Progress(state.state) if state else Progress.TODO


def _plans(use_case: UseCase) -> list[Any]:
    return [link.plan for link in use_case.plan_links.current().select_related("plan__tool").order_by("pk")]


def _proofs_of(use_case: UseCase, until: date) -> dict[str, list[ObligationProof]]:
    """The proofs recorded by that day and not withdrawn, by obligation."""
    found: dict[str, list[ObligationProof]] = {}
    for proof in use_case.proofs.standing().filter(recorded_on__lte=until).order_by("pk"):
        found.setdefault(proof.obligation, []).append(proof)
    return found


def _proof_words(proof: ObligationProof) -> str:
    if proof.sha256:
        return f"{proof.title} ({proof.file_name}, SHA-256 {proof.sha256[:16]}…)"
    return f"{proof.title} ({proof.text})"


def _proof_facts(proof: ObligationProof) -> dict[str, Any]:
    fields = ("kind", "title", "text", "file_name", "sha256", "size", "recorded_on")
    return {name: getattr(proof, name) for name in fields}


def _judged(version: Classification) -> dict[str, Any]:
    fields = ("number", "ruleset_version", "answers", "facts", "outcome", "article", "flags", "obligations")
    return {name: getattr(version, name) for name in fields} | {"classified_at": version.classified_at}


def _event(row: Row) -> dict[str, Any]:
    event = row.event
    return {
        "position": event.position, "at": event.at, "name": event.name, "subject": event.subject_ref,
        "payload": json.loads(event.payload),
        "previous_digest": event.previous_digest, "digest": event.digest,
    }  # fmt: skip


def _masked_names(cover: Cover) -> frozenset[str]:
    """The names that the dossier does not show: of everybody who holds no role that decides."""
    if not cover.hides_names:
        return frozenset()
    deciders: Sequence[str] = [role.value for role in Role if role != Role.STAFF]
    holding = RoleAssignment.objects.in_force(cover.until).filter(role__in=deciders)
    people: Iterable[User] = User.objects.exclude(pk__in=holding.values("user"))
    return frozenset(str(person) for person in people if str(person).strip())
