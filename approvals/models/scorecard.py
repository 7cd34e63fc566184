"""The scorecard of a proposed tool, and the score of each criterion."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.request import Request
from approvals.scorecard import BEST, Criterion
from etech_ai.audit.guard import Governed, GovernedQuerySet


class ScorecardQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> "ScorecardQuerySet":
        """Those of the requests that the person may read."""
        return self.filter(request__in=Request.objects.visible_to(user))


class Scorecard(Governed):
    """How a proposed tool is weighed; `weights_version` is that of the day it was opened."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="scorecard")
    weights_version = models.CharField(_("version des poids"), max_length=20)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("grille d’évaluation")
        verbose_name_plural = _("grilles d’évaluation")

    def __str__(self) -> str:
        return f"{self.request_id} · {self.weights_version}"


class CriterionScoreQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> "CriterionScoreQuerySet":
        return self.filter(scorecard__in=Scorecard.objects.visible_to(user))


class CriterionScore(Governed):
    """One criterion: its points, what they rest on, and who said so last. Earlier scores are in the trail."""

    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="scores")
    criterion = models.CharField(_("critère"), max_length=20, choices=Criterion.choices())
    points = models.PositiveSmallIntegerField(_("note"))
    comment = models.TextField(_("sur quoi elle repose"))
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="criteria_scored", verbose_name=_("notée par")
    )
    scored_at = models.DateTimeField(_("notée le"))

    objects = CriterionScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("note d’un critère")
        verbose_name_plural = _("notes des critères")
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(
                condition=Q(points__lte=BEST) & ~Q(comment=""), name="score_in_scale_with_its_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard_id} {self.criterion} {self.points}"
