"""A link of a mail that was used. Excused from the trail: the decision that it made is there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.step import Step


class SpentLink(models.Model):
    """The three moves that one mail offers share `once`: confirming one of them spends them all."""

    once = models.CharField(_("usage"), max_length=32, unique=True)
    step = models.ForeignKey(Step, models.PROTECT, related_name="spent_links")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="spent_links")
    spent_at = models.DateTimeField(_("utilisé le"))

    class Meta:
        verbose_name = _("lien utilisé")
        verbose_name_plural = _("liens utilisés")

    def __str__(self) -> str:
        return f"{self.step_id} {self.spent_at:%Y-%m-%d}"
