"""What changes around us: laws, guidance and techniques, who reads each, and whose turn it is."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop


class WatchKind(Labelled):
    """What moved."""

    LEGAL = "legal", gettext_noop("Droit")
    TECHNICAL = "technical", gettext_noop("Technique")


class SourceStatus(Labelled):
    """How much the source binds us."""

    BINDING = "binding", gettext_noop("Contraignant")
    PROVISIONAL = "provisional", gettext_noop("Provisoire")
    GUIDANCE = "guidance", gettext_noop("Orientation")
    UNVERIFIED = "unverified", gettext_noop("À vérifier")


class WatchItemQuerySet(GovernedQuerySet):
    def to_read(self) -> Self:
        return self.filter(read_on=None)

    def for_list(self) -> Self:
        """Unread ones first, the most urgent on top; then what was read, newest first."""
        return self.select_related("reader").order_by(F("read_on").desc(nulls_first=True), "due_on", "pk")


class WatchItem(Governed):
    """One change to read. `touches` names articles and obligations, as the reader will look for them."""

    title = models.CharField(_("titre"), max_length=160)
    kind = models.CharField(_("nature"), max_length=12, choices=WatchKind.choices())
    status = models.CharField(_("statut"), max_length=12, choices=SourceStatus.choices())
    source = models.CharField(_("source"), max_length=160)
    url = models.URLField(_("adresse"), max_length=400, blank=True)
    published_on = models.DateField(_("publié le"), null=True, blank=True)
    touches = models.CharField(_("touche"), max_length=300)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="watch_items")
    due_on = models.DateField(_("à lire avant le"))
    read_on = models.DateField(_("lu le"), null=True, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    recorded_on = models.DateField()

    objects = WatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("veille")
        verbose_name_plural = _("veille")
        indexes = [models.Index(fields=["due_on"], condition=Q(read_on=None), name="watch_to_read")]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_on=None) | ~Q(conclusion=""), name="watch_read_with_its_conclusion"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WatchDutyQuerySet(GovernedQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def coming(self, today: date) -> Self:
        """The turn of today and those after it."""
        return self.filter(ends_on__gte=today).select_related("person").order_by("starts_on")


class WatchDuty(Governed):
    """Whose turn it is to look out, from one day to another, both included."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="watch_duties")
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))

    objects = WatchDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tour de veille")
        verbose_name_plural = _("tours de veille")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="watch_duty_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on}"
