"""Sealed dossiers: one numbered row per PDF, from the asking to the seal; and what the last check found."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from people.access import Permission


class DossierKind(Labelled):
    """What a dossier is about; the app that owns the subject prints it."""

    USE_CASE = "use-case", gettext_noop("Cas d’usage")


class DossierState(Labelled):
    QUEUED = "queued", gettext_noop("En préparation")
    SEALED = "sealed", gettext_noop("Scellé")
    FAILED = "failed", gettext_noop("Échoué")
    ABANDONED = "abandoned", gettext_noop("Arrêté")


class Recipient(Labelled):
    """For whom it is prepared; the cover says so."""

    INTERNAL_AUDIT = "internal-audit", gettext_noop("Audit interne")
    CLIENT = "client", gettext_noop("Client")
    CNIL = "cnil", gettext_noop("CNIL")
    OTHER = "other", gettext_noop("Autre destinataire")


class SealedForever(Exception):
    """A sealed dossier was about to change. This is a bug in the caller."""


class DossierQuerySet(GovernedQuerySet):
    """Writes are recorded as for every governed row, and refused once sealed."""

    def visible_to(self, user: Any) -> Self:
        """All to those who read dossiers; otherwise what one asked for, or answers for."""
        if user.may(Permission.READ_DOSSIERS):
            return self
        return self.filter(Q(requested_by=user) | Q(subject_owner=user))

    def sealed(self) -> Self:
        return self.filter(state=DossierState.SEALED)

    def unsealed(self) -> Self:
        """Those under way, and those that failed and wait for a decision."""
        return self.filter(state__in=(DossierState.QUEUED, DossierState.FAILED))

    def matching(self, text: str) -> Self:
        """Every word stands in the number, the subject or the fingerprint (copied with or without gaps)."""
        found = self.filter()
        for word in text.split():
            found = found.filter(
                Q(number__icontains=word)
                | Q(subject_label__icontains=word)
                | Q(recipient_name__icontains=word)
                | Q(sha256__contains=word.lower())
            )
        return found

    def for_list(self) -> Self:
        return self.select_related("requested_by", "last_check")

    def update(self, **kwargs: Any) -> int:
        self._refuse_sealed()
        return super().update(**kwargs)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        self.model.objects.filter(pk__in=[row.pk for row in rows])._refuse_sealed()
        return super().bulk_update(rows, fields, *args, **kwargs)

    def _update(self, values: Any) -> int:
        self._refuse_sealed()
        return super()._update(values)

    def _refuse_sealed(self) -> None:
        if self.filter(state=DossierState.SEALED).exists():
            raise SealedForever("A sealed dossier does not change: ask for a new one.")

    _update.queryset_only = False  # type: ignore[attr-defined]


_SEALED = Q(state=DossierState.SEALED.value)
_SEAL_IS_WHOLE = (
    Q(sealed_at__isnull=False, pages__gt=0, size__gt=0, trail_position__isnull=False)
    & ~Q(sha256="") & ~Q(signer="") & ~Q(trail_digest="") & ~Q(ruleset_version="") & ~Q(file_name="")
)  # fmt: skip
_NO_SEAL = Q(
    sealed_at=None, pages=None, size=None, trail_position=None,
    sha256="", signer="", trail_digest="", ruleset_version="", file_name="",
)  # fmt: skip


class Dossier(Governed):
    """Facts, decisions and proofs of one subject at one date, as a PDF that nobody can change unseen.

    The subject lies on a floor above, so it is named as the trail names rows: a reference and a label.
    """

    audit_personal = ("recipient_name", "failure")

    number = models.CharField(gettext_lazy("numéro"), max_length=16, unique=True)
    kind = models.CharField(gettext_lazy("genre"), max_length=12, choices=DossierKind.choices())
    subject_ref = models.CharField(max_length=80)
    subject_label = models.CharField(gettext_lazy("porte sur"), max_length=200)
    subject_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="dossiers_about",
        verbose_name=gettext_lazy("porteur"),
    )  # fmt: skip
    recipient = models.CharField(
        gettext_lazy("destinataire"), max_length=16, choices=Recipient.choices(),
        default=Recipient.INTERNAL_AUDIT.value,
    )  # fmt: skip
    recipient_name = models.CharField(gettext_lazy("nom du destinataire"), max_length=120, blank=True)
    since_on = models.DateField(gettext_lazy("du"), null=True, blank=True)
    until_on = models.DateField(gettext_lazy("au"))
    hides_names = models.BooleanField(gettext_lazy("noms masqués"), default=True)
    request_key = models.CharField(max_length=64)  # digest of all that was asked: two clicks make one dossier
    state = models.CharField(
        gettext_lazy("état"), max_length=12, choices=DossierState.choices(),
        default=DossierState.QUEUED.value,
    )  # fmt: skip
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="dossiers_requested",
        verbose_name=gettext_lazy("demandé par"),
    )  # fmt: skip
    requested_at = models.DateTimeField(gettext_lazy("demandé le"))
    failure = models.CharField(gettext_lazy("motif de l’échec"), max_length=300, blank=True)
    sealed_at = models.DateTimeField(gettext_lazy("scellé le"), null=True, blank=True)
    sha256 = models.CharField(gettext_lazy("empreinte SHA-256"), max_length=64, blank=True)
    signer = models.CharField(gettext_lazy("clé de signature"), max_length=64, blank=True)
    pages = models.PositiveIntegerField(gettext_lazy("pages"), null=True, blank=True)
    size = models.PositiveBigIntegerField(gettext_lazy("taille"), null=True, blank=True)
    trail_position = models.PositiveBigIntegerField(
        gettext_lazy("position dans la piste"), null=True, blank=True
    )
    trail_digest = models.CharField(gettext_lazy("empreinte de la piste"), max_length=64, blank=True)
    ruleset_version = models.CharField(gettext_lazy("version des règles"), max_length=16, blank=True)
    file_name = models.CharField(gettext_lazy("fichier"), max_length=120, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("dossier")
        verbose_name_plural = gettext_lazy("dossiers")
        indexes = [
            models.Index(fields=["state", "-sealed_at"], name="dossier_by_seal"),
            models.Index(fields=["subject_ref"], name="dossier_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(_SEALED & _SEAL_IS_WHOLE) | (~_SEALED & _NO_SEAL),
                name="dossier_sealed_with_its_seal",
            ),
            models.CheckConstraint(
                condition=Q(since_on=None) | Q(since_on__lte=models.F("until_on")),
                name="dossier_period_in_order",
            ),
            models.UniqueConstraint(fields=["sha256"], condition=_SEALED, name="dossier_seal_once"),
            models.UniqueConstraint(
                fields=["request_key"],
                condition=Q(state=DossierState.QUEUED.value),
                name="dossier_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject_label}"

    @property
    def is_sealed(self) -> bool:
        return self.state == DossierState.SEALED

    @property
    def is_queued(self) -> bool:
        return self.state == DossierState.QUEUED

    @property
    def job_key(self) -> str:
        """The key of the job that prints it."""
        return f"dossier:{self.number}"

    @property
    def asked_by(self) -> str:
        """The person who asked for it, or the command line."""
        return self.requested_by.full_name if self.requested_by else _("Administration du portail")

    @property
    def recipient_label(self) -> str:
        """« CNIL », or the name that was given; in the reader's language."""
        return self.recipient_name or _(Recipient(self.recipient).label)


class DossierCounter(models.Model):
    """The last dossier number given in a year. Locked while a number is allotted: no gap, no double."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CheckState(Labelled):
    """What reading a sealed file again found."""

    INTACT = "intact", gettext_noop("Intact")
    ALTERED = "altered", gettext_noop("Fichier différent")
    MISSING = "missing", gettext_noop("Fichier absent")


class DossierCheckQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(dossier__in=Dossier.objects.visible_to(user))


class DossierCheck(models.Model):
    """The newest check of a sealed file. A row beside the dossier, which itself never changes again."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="last_check")
    state = models.CharField(max_length=8, choices=CheckState.choices())
    problem = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField()

    objects = DossierCheckQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state"], name="dossier_check_by_state")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.state}"
