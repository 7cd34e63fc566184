"""Access tokens of the API: a script calls in the name of the person who made it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission


class ApiTokenQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own; every label and owner for who manages people. The secret is nobody's to see again."""
        return self if user.may(Permission.MANAGE_PEOPLE) else self.filter(owner=user)

    def in_force(self, today: date) -> Self:
        """Neither revoked nor past their last day."""
        return self.filter(revoked_at=None, expires_on__gte=today)

    def for_list(self) -> Self:
        return self.select_related("owner").order_by("-created_at", "-pk")


class ApiToken(Governed):
    """A secret that stands for its owner, within its scopes, until its last day.

    Only the SHA-256 of the secret is kept: 256 random bits need no salt and no slow hash. `prefix` is the
    beginning of the secret, to tell tokens apart.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens", verbose_name=_("personne")
    )
    label = models.CharField(_("nom du jeton"), max_length=80)
    prefix = models.CharField(_("début du secret"), max_length=12)
    digest = models.CharField(_("empreinte"), max_length=64, unique=True)
    scopes = models.JSONField(_("portées"), default=list)
    created_at = models.DateTimeField(_("créé le"))
    expires_on = models.DateField(_("valable jusqu’au"))
    last_used_at = models.DateTimeField(_("dernière utilisation"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, blank=True)

    audit_exempt = ("last_used_at",)
    audit_secret = ("digest",)
    audit_personal = ("label",)  # free text: people write names into it
    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("jeton d’accès")
        verbose_name_plural = _("jetons d’accès")
        constraints = [
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(digest="") & ~Q(scopes=[]), name="token_has_label_digest_scopes"
            ),
        ]
        indexes = [models.Index(fields=["owner", "-created_at"], name="token_by_owner")]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    def is_in_force(self, today: date) -> bool:
        return self.revoked_at is None and self.expires_on >= today
