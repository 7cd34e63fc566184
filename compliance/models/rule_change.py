"""Changes of the data rules that the house decides by four eyes, and the examples that they must keep."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from compliance.data_rules import Amendment, Change
from compliance.data_rules.examples import Asked, Example
from compliance.rulesets import Text
from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from people.access import Permission


class ChangeState(Labelled):
    """Where a change of the rules stands."""

    PROPOSED = "proposed", gettext_noop("Proposée")
    PUBLISHED = "published", gettext_noop("Publiée")
    WITHDRAWN = "withdrawn", gettext_noop("Abandonnée")


class RuleChangeQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """What was published is open to the whole house; a proposal to those who may decide it."""
        if user.may(Permission.CHANGE_DATA_RULES):
            return self.all()
        return self.published() if user.is_admitted else self.none()

    def published(self) -> Self:
        return self.filter(state=ChangeState.PUBLISHED.value)

    def proposed(self) -> Self:
        return self.filter(state=ChangeState.PROPOSED.value)

    def in_force(self, day: date) -> Self:
        """Published changes whose day has come and that no return has taken back, in the order they apply."""
        taken_back = RuleChange.objects.published().filter(undoes=OuterRef("pk"), effective_on__lte=day)
        due = self.published().filter(undoes=None, effective_on__lte=day)
        return due.exclude(Exists(taken_back)).order_by("effective_on", "number")

    def for_list(self) -> Self:
        return self.select_related("proposed_by", "agreed_by", "undoes").order_by("-number")


class RuleChange(Governed):
    """A proposed, published or abandoned change; `undoes` names the one that it takes back."""

    number = models.PositiveIntegerField(_("numéro"), unique=True)
    title = models.CharField(_("titre"), max_length=200)
    reason = models.TextField(_("raison"))
    base_version = models.CharField(_("règles de départ"), max_length=60)
    changes = models.JSONField(_("changements"), default=list)
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="returns", verbose_name=_("annule")
    )
    effective_on = models.DateField(_("en vigueur le"))
    state = models.CharField(
        _("état"), max_length=12, choices=ChangeState.choices(), default=ChangeState.PROPOSED.value
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rule_changes", verbose_name=_("proposée par")
    )
    proposed_at = models.DateTimeField(_("proposée le"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="rule_changes_agreed",
        verbose_name=_("approuvée par"),
    )  # fmt: skip
    agreed_at = models.DateTimeField(_("approuvée le"), null=True, blank=True)

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("modification des règles")
        verbose_name_plural = _("modifications des règles")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="published", agreed_by__isnull=False, agreed_at__isnull=False)
                | (~Q(state="published") & Q(agreed_by=None, agreed_at=None)),
                name="rule_change_published_with_its_second_person",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("proposed_by")), name="rule_change_by_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(undoes=None) | Q(changes=[]), name="rule_change_changes_or_takes_back"
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=~Q(state="withdrawn"), name="one_return_per_rule_change"
            ),
        ]

    def __str__(self) -> str:
        return f"n° {self.number}"

    @property
    def atoms(self) -> tuple[Change, ...]:
        return tuple(Change.from_json(raw) for raw in self.changes)

    @property
    def amendment(self) -> Amendment:
        return Amendment(self.number, self.atoms)

    @property
    def is_proposed(self) -> bool:
        return self.state == ChangeState.PROPOSED


class PinnedExampleQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """The examples are part of the rules: open to the whole house."""
        return self.all() if user.is_admitted else self.none()

    def in_use(self) -> Self:
        return self.filter(retired_on=None).order_by("pk")


class PinnedExample(Governed):
    """Given, when, then, written by the house beside the shipped examples; retired, never edited.

    A shipped example that the house sets aside stands here too, already retired, under its `shipped` id."""

    given = models.CharField(_("étant donné"), max_length=300)
    when = models.CharField(_("quand"), max_length=300)
    then = models.CharField(_("alors"), max_length=300)
    asked = models.JSONField(_("question"))
    result = models.CharField(_("réponse attendue"), max_length=10)
    shipped = models.CharField(_("exemple livré"), max_length=60, blank=True, default="")
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="pinned_examples",
        verbose_name=_("épinglé par"),
    )
    pinned_on = models.DateField(_("épinglé le"))
    retired_on = models.DateField(_("retiré le"), null=True, blank=True)
    retired_because = models.CharField(_("raison du retrait"), max_length=300, blank=True, default="")

    objects = PinnedExampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("exemple épinglé")
        verbose_name_plural = _("exemples épinglés")
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_on=None, retired_because="")
                | (Q(retired_on__isnull=False) & ~Q(retired_because="")),
                name="pinned_example_retired_with_its_reason",
            ),
            models.UniqueConstraint(
                fields=["shipped"], condition=~Q(shipped=""), name="shipped_example_set_aside_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given} → {self.then}"

    @property
    def example(self) -> Example:
        """The same for the engine; the house writes in one language."""
        given, when, then = (Text(text, text) for text in (self.given, self.when, self.then))
        asked = Asked.from_json(self.asked)
        return Example(f"house.{self.pk}", given, when, then, asked=asked, result=self.result)
