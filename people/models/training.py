"""Training, and who followed it until when (Art. 4 of the AI Act: AI literacy)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet


class TrainingQuerySet(GovernedQuerySet):
    def visible_to(self, user):
        return self if user.is_admitted else self.none()

    def required(self):
        return self.filter(is_required=True)


class TrainingCompletionQuerySet(GovernedQuerySet):
    def visible_to(self, user):
        """Everybody sees their own."""
        return self.filter(user=user)

    def valid_on(self, day: date):
        return self.filter(Q(expires_on=None) | Q(expires_on__gt=day), completed_on__lte=day)


class Training(Governed):
    """Something to learn, with how long its proof holds."""

    title = models.CharField(_("titre"), max_length=160)
    slug = models.SlugField(max_length=170, unique=True)
    minutes = models.PositiveIntegerField(_("durée en minutes"))
    url = models.URLField(_("adresse"), blank=True)
    is_required = models.BooleanField(_("obligatoire"), default=False)
    valid_months = models.PositiveIntegerField(_("validité en mois"), null=True, blank=True)
    summary = models.TextField(_("résumé"), blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("formation")
        verbose_name_plural = _("formations")

    def __str__(self) -> str:
        return self.title


class TrainingCompletion(Governed):
    """A person followed a training on a day; `expires_on` is the first day without."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="completions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="training_completions")
    completed_on = models.DateField(_("suivie le"))
    expires_on = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    proof = models.CharField(_("preuve"), max_length=300, blank=True)

    objects = TrainingCompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("formation suivie")
        verbose_name_plural = _("formations suivies")
        constraints = [
            models.UniqueConstraint(
                fields=["training", "user", "completed_on"], name="one_completion_per_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.training}"
