"""Recording what shows that an obligation is met, and withdrawing what was wrong."""

import datetime as dt
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User
from usecases import checks, permissions
from usecases.models import ObligationProof, UseCase
from usecases.services import proof_files
from usecases.vocabulary import ProofKind


@transaction.atomic
def add_text(
    use_case: UseCase, *, obligation: str, kind: str, title: str, text: str, by: User, today: dt.date
) -> ObligationProof:
    """A link or a note. Raises Refused for who may not, an obligation it has not, or a link that is none."""
    _may_prove(use_case, obligation, by)
    if kind == ProofKind.LINK and not _is_link(text):
        raise Refused(_("Donnez une adresse complète, qui commence par https://."))
    if not text.strip():
        raise Refused(_("Écrivez la note, ou donnez l’adresse du document."))
    proof = ObligationProof(
        use_case=use_case, obligation=obligation, kind=kind, title=title, text=text.strip(),
        recorded_by=by, recorded_on=today,
    )  # fmt: skip
    return _recorded(proof, by)


@transaction.atomic
def add_file(
    use_case: UseCase, *, obligation: str, title: str, name: str, data: bytes, by: User, today: dt.date
) -> ObligationProof:
    """A document, kept under its SHA-256. Raises Refused as `add_text` and `proof_files.store` do."""
    _may_prove(use_case, obligation, by)
    name, digest = proof_files.store(name, data)
    proof = ObligationProof(
        use_case=use_case, obligation=obligation, kind=ProofKind.FILE.value, title=title or name,
        file_name=name, sha256=digest, size=len(data), recorded_by=by, recorded_on=today,
    )  # fmt: skip
    return _recorded(proof, by)


@transaction.atomic
def withdraw(proof: ObligationProof, *, by: User, today: dt.date) -> ObligationProof:
    """The proof does not count any more; it stays readable."""
    proof = ObligationProof.objects.select_for_update().select_related("use_case").get(pk=proof.pk)
    owner = checks.owner_of(proof.use_case, proof.obligation)
    permissions.can_mark_obligation(by, proof.use_case, owner).enforce()
    if proof.withdrawn_on:
        raise Refused(_("Cette preuve est déjà retirée."))
    proof.withdrawn_on = today
    with audit.record("obligation.proof_withdrawn", by=by, on=proof):
        proof.save(update_fields=["withdrawn_on"])
    return proof


def _recorded(proof: ObligationProof, by: User) -> ObligationProof:
    with audit.record("obligation.proof_added", by=by, on=proof):
        proof.save()
    return proof


def _may_prove(use_case: UseCase, obligation: str, by: User) -> None:
    owner = checks.owner_of(use_case, obligation)
    permissions.can_mark_obligation(by, use_case, owner).enforce()
    checks.duty_of(use_case, obligation)


def _is_link(text: str) -> bool:
    parts = urlsplit(text.strip())
    return parts.scheme in ("https", "http") and bool(parts.netloc)
