"""The compliance app: the rulebook, what clients ask, house policies, and the reading of the trail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    name = "compliance"
    verbose_name = _("Conformité")
    default_auto_field = "django.db.models.BigAutoField"
