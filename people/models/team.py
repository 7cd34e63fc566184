"""A team of the house."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet


class TeamQuerySet(GovernedQuerySet):
    def visible_to(self, user):
        """Teams are no secret: every active person sees them."""
        return self if user.is_admitted else self.none()


class Team(Governed):
    """A group of people who work together; champions may be named for one."""

    name = models.CharField(_("nom"), max_length=80, unique=True)
    slug = models.SlugField(max_length=90, unique=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="teams_led",
        verbose_name=_("responsable"),
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("équipe")
        verbose_name_plural = _("équipes")

    def __str__(self) -> str:
        return self.name
