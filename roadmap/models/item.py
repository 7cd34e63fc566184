"""What is on the road map, and what must come first."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from roadmap.models.decision import Decision
from roadmap.models.theme import Theme


class Phase(Labelled):
    FRAME = "frame", gettext_noop("Cadrer")
    PILOT = "pilot", gettext_noop("Piloter")
    DEPLOY = "deploy", gettext_noop("Déployer")
    GENERALISE = "generalise", gettext_noop("Généraliser")


class ItemState(Labelled):
    PLANNED = "planned", gettext_noop("Prévu")
    RUNNING = "running", gettext_noop("En cours")
    DONE = "done", gettext_noop("Terminé")
    DROPPED = "dropped", gettext_noop("Abandonné")


class RoadmapItemQuerySet(GovernedQuerySet):
    def visible_to(self, user):
        return self if user.is_admitted else self.none()

    def for_board(self):
        return self.select_related("theme", "owner", "decision").order_by("starts_on", "pk")


class RoadmapItem(Governed):
    """One piece of work, in a phase, between two dates."""

    title = models.CharField(_("titre"), max_length=160)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="items", verbose_name=_("thème"))
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices())
    horizon_months = models.PositiveSmallIntegerField(_("horizon (mois)"))
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"))
    state = models.CharField(
        _("état"), max_length=8, choices=ItemState.choices(), default=ItemState.PLANNED.value
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="roadmap_items",
        verbose_name=_("responsable"),
    )  # fmt: skip
    effort_days = models.PositiveSmallIntegerField(_("charge (jours)"), default=0)
    value = models.CharField(_("gain attendu"), max_length=200, blank=True)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("attend la décision"),
    )
    drop_reason = models.TextField(_("raison de l’abandon"), blank=True)

    objects = RoadmapItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("élément de la feuille de route")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="item_ends_after_start"),
            models.CheckConstraint(condition=Q(horizon_months__in=(3, 6, 12)), name="item_horizon_known"),
            models.CheckConstraint(
                condition=(Q(state="dropped") & ~Q(drop_reason=""))
                | (~Q(state="dropped") & Q(drop_reason="")),
                name="item_dropped_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DependencyQuerySet(GovernedQuerySet):
    def current(self):
        return self.filter(is_current=True)

    def visible_to(self, user):
        return self if user.is_admitted else self.none()


class Dependency(Governed):
    """``item`` cannot start before ``depends_on`` is done; lifted by ``is_current``, never deleted."""

    item = models.ForeignKey(RoadmapItem, models.PROTECT, related_name="needs", verbose_name=_("élément"))
    depends_on = models.ForeignKey(
        RoadmapItem, models.PROTECT, related_name="needed_by", verbose_name=_("dépend de")
    )
    is_current = models.BooleanField(_("en vigueur"), default=True)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dépendance")
        constraints = [
            models.UniqueConstraint(fields=["item", "depends_on"], name="one_dependency_per_pair"),
            models.CheckConstraint(condition=~Q(item=F("depends_on")), name="no_dependency_on_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.item} ← {self.depends_on}"
