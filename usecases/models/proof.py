"""What shows that an obligation is met: a file with its digest, a link or a note."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.models import User
from usecases.models.usecase import UseCase
from usecases.vocabulary import ProofKind


class ObligationProofQuerySet(GovernedQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(use_case__in=UseCase.objects.visible_to(user))

    def standing(self) -> Self:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_on=None)


class ObligationProof(Governed):
    """One proof; withdrawn when it was wrong, never deleted. `text` is the address, or the note itself."""

    use_case = models.ForeignKey(UseCase, models.PROTECT, related_name="proofs")
    obligation = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=ProofKind.choices())
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="proofs_recorded")
    recorded_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = ObligationProofQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["use_case", "obligation"], name="proof_by_obligation")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="file", size__gt=0) & ~Q(sha256="") & ~Q(file_name=""))
                | (Q(kind__in=["link", "note"], sha256="", file_name="", size=0) & ~Q(text="")),
                name="proof_is_a_file_with_its_digest_or_a_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_case.reference} {self.obligation} · {self.title}"
