"""House policies (the charter), their versions, and who has read them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission


class PolicyQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """House policies are open to the whole house."""
        return self.all()


class Policy(Governed):
    """A house document, in versions."""

    title = models.CharField(_("titre"), max_length=200)
    slug = models.SlugField(max_length=100, unique=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("règle interne")
        verbose_name_plural = _("règles internes")

    def __str__(self) -> str:
        return self.title


class PolicyVersionQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        return self.all()

    def in_force(self, day: date) -> Self:
        """For each policy, the newest version whose day has come."""
        newer = PolicyVersion.objects.filter(
            policy=OuterRef("policy"), effective_on__lte=day, number__gt=OuterRef("number")
        )
        return self.filter(effective_on__lte=day).exclude(Exists(newer))

    def to_acknowledge(self, user, day: date) -> Self:
        """Versions in force that this person must still accept."""
        mine = Acknowledgement.objects.filter(version=OuterRef("pk"), user=user)
        return self.in_force(day).filter(requires_acknowledgement=True).exclude(Exists(mine))

    def for_list(self) -> Self:
        return self.select_related("policy").order_by("policy__title", "-number")


class PolicyVersion(Governed):
    """One text of a policy, in force from a day on. A published version never changes."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    body = models.TextField(_("texte"))
    effective_on = models.DateField(_("en vigueur le"))
    requires_acknowledgement = models.BooleanField(_("à accepter par chacun"), default=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version de règle interne")
        verbose_name_plural = _("versions de règles internes")
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.policy} v{self.number}"


class AcknowledgementQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """Everybody sees their own; the DPO sees all."""
        return self.all() if user.may(Permission.READ_TRAIL) else self.filter(user=user)


class Acknowledgement(Governed):
    """A person has read and accepted one version."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements")
    acknowledged_on = models.DateField(_("acceptée le"))

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acceptation")
        verbose_name_plural = _("acceptations")
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="one_acknowledgement_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.user}"
