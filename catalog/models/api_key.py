from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.enums import KeyEnvironment
from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission

SEE_EVERY_KEY = (Permission.MANAGE_SEATS, Permission.SEE_COSTS, Permission.EDIT_DATA_RULES)


class ApiKeySheetQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """Everybody sees their own keys; licences, finance, direction and the DPO see every one."""
        if not user.is_admitted:
            return self.none()
        return self if any(user.may(one) for one in SEE_EVERY_KEY) else self.filter(owner=user)

    def in_use(self) -> Self:
        """Keys that have not been revoked, complete or not."""
        return self.filter(revoked_on=None)

    def to_complete(self) -> Self:
        return self.in_use().filter(completed_on=None)

    def to_rotate(self, day: date) -> Self:
        """Keys whose day of renewal has come."""
        return self.in_use().filter(rotation_due_on__lte=day)

    def for_list(self) -> Self:
        return self.select_related("owner", "plan__tool__vendor", "vendor", "project").order_by(
            "revoked_on", "rotation_due_on", "pk"
        )


class ApiKeySheet(Governed):
    """What the house knows of an API key: whose, what for, where it is kept, until when. Never the key.

    It opens with an approved request and is completed by its owner once the key exists at the vendor's.
    `cap_minor` is the most that it may cost a month. `reference` names the request (« DEM-2026-118 »).
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_keys", verbose_name=_("responsable")
    )
    plan = models.ForeignKey("catalog.Plan", models.PROTECT, null=True, blank=True, related_name="api_keys")
    vendor = models.ForeignKey(
        "catalog.Vendor", models.PROTECT, null=True, blank=True, related_name="api_keys"
    )
    project = models.ForeignKey(
        "people.Project", models.PROTECT, null=True, blank=True, related_name="api_keys"
    )
    reference = models.CharField(_("demande"), max_length=20, blank=True)
    environment = models.CharField(_("environnement"), max_length=12, choices=KeyEnvironment.choices())
    scopes = models.JSONField(_("droits de la clé"), default=list, blank=True)
    cap_minor = models.PositiveBigIntegerField(_("plafond mensuel"))
    currency = models.CharField(max_length=3)
    kept_in = models.CharField(_("où la clé est gardée"), max_length=200, blank=True)
    opened_on = models.DateField(_("ouverte le"))
    completed_on = models.DateField(_("complétée le"), null=True, blank=True)
    rotated_on = models.DateField(_("renouvelée le"), null=True, blank=True)
    rotation_due_on = models.DateField(_("à renouveler le"), null=True, blank=True)
    revoked_on = models.DateField(_("révoquée le"), null=True, blank=True)

    objects = ApiKeySheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche de clé d’API")
        verbose_name_plural = _("fiches de clés d’API")
        indexes = [models.Index(fields=["owner", "revoked_on"], name="api_key_by_owner")]
        constraints = [
            models.CheckConstraint(
                name="api_key_at_a_plan_or_a_vendor",
                condition=Q(plan__isnull=False, vendor=None) | Q(plan=None, vendor__isnull=False),
            ),
            models.CheckConstraint(
                name="api_key_complete_or_not",
                condition=Q(completed_on=None, kept_in="", rotation_due_on=None, rotated_on=None)
                | (Q(completed_on__isnull=False, rotation_due_on__isnull=False) & ~Q(kept_in="")),
            ),
            models.CheckConstraint(name="api_key_has_a_cap", condition=Q(cap_minor__gt=0) & ~Q(currency="")),
        ]

    def __str__(self) -> str:
        return f"{self.at}, {KeyEnvironment(self.environment).label}"

    @property
    def at(self) -> str:
        """At whose: the plan, or the vendor."""
        return str(self.plan or self.vendor)

    @property
    def is_complete(self) -> bool:
        return self.completed_on is not None

    @property
    def is_revoked(self) -> bool:
        return self.revoked_on is not None

    def is_due(self, day: date) -> bool:
        """Whether it should have been renewed by that day."""
        due = self.rotation_due_on
        return not self.is_revoked and due is not None and due <= day
