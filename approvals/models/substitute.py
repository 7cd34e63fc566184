"""Absences, and who decides meanwhile."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission


class SubstituteQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own absences and those one stands in for; all of them for who manages people."""
        if user.may(Permission.MANAGE_PEOPLE):
            return self
        return self.filter(Q(absent=user) | Q(stand_in=user)) if user.is_admitted else self.none()

    def in_force(self, day: date) -> Self:
        """From the first day to the last, both included; ended early, from that day no more."""
        running = Q(ended_on=None) | Q(ended_on__gt=day)
        return self.filter(running, starts_on__lte=day, ends_on__gte=day)

    def not_over(self, day: date) -> Self:
        """In force, or still to come."""
        running = Q(ended_on=None) | Q(ended_on__gt=day)
        return self.filter(running, ends_on__gte=day)

    def meeting(self, starts_on: date, ends_on: date) -> Self:
        """Those of which a day lies in the period."""
        until = Q(ended_on=None) | Q(ended_on__gt=starts_on) & Q(ended_on__gt=F("starts_on"))
        return self.filter(until, starts_on__lte=ends_on, ends_on__gte=starts_on)

    def for_list(self) -> Self:
        return self.select_related("absent", "stand_in", "declared_by").order_by("starts_on", "pk")


class Substitute(Governed):
    """From a day to a day somebody is away, for all or some kinds of requests.

    `stand_in` decides meanwhile in their own name, on behalf of the absent person; without one, or when they
    are away too, what nobody else can decide goes down the line (`approvals/succession.py`). `ended_on` is
    the first day on which an absence that was ended early counts no more.
    """

    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("absent")
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="substitutions",
        verbose_name=_("remplaçant"),
    )  # fmt: skip
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))
    kinds = models.JSONField(_("types de demandes"), default=list, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="absences_declared",
        verbose_name=_("déclaré par"),
    )
    ended_on = models.DateField(_("terminé le"), null=True, blank=True)

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [models.Index(fields=["stand_in", "ends_on"], name="substitute_by_stand_in")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="substitute_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(stand_in=F("absent")), name="substitute_is_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.absent_id} → {self.stand_in_id}"

    def is_in_force(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on and (self.ended_on is None or day < self.ended_on)

    def covers(self, kind: str) -> bool:
        """Whether it speaks of requests of that kind; naming none, it speaks of all."""
        return not self.kinds or kind in self.kinds

    def shares_kinds_with(self, kinds: list[str]) -> bool:
        return not self.kinds or not kinds or bool(set(self.kinds) & set(kinds))
