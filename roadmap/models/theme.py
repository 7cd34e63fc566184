"""The 15 themes of the firm's plan, and what constrains each: the plan's own words, never edited here."""

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _


class ThemeQuerySet(models.QuerySet):
    def with_counts(self) -> "ThemeQuerySet":
        """Adds how many constraints, open and decided questions, and pieces of work each theme has."""
        live = ~Q(items__state="dropped") & Q(items__isnull=False)
        return self.annotate(
            constraint_count=Count("constraints", distinct=True),
            open_count=Count("decisions", filter=Q(decisions__state="open"), distinct=True),
            decided_count=Count("decisions", filter=Q(decisions__state="decided"), distinct=True),
            item_count=Count("items", filter=live, distinct=True),
            done_count=Count("items", filter=Q(items__state="done"), distinct=True),
        ).order_by("number")


class Theme(models.Model):
    """One theme of the plan."""

    number = models.PositiveSmallIntegerField(_("numéro"), unique=True)
    title = models.CharField(_("titre"), max_length=120)
    slug = models.SlugField(max_length=120, unique=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thème")

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Constraint(models.Model):
    """One constraint that the plan names for a theme: ``05.C2``."""

    ref = models.CharField(_("référence"), max_length=8, unique=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="constraints", verbose_name=_("thème"))
    text = models.TextField(_("contrainte"))

    class Meta:
        verbose_name = _("contrainte")

    def __str__(self) -> str:
        return f"{self.ref} {self.text}"
