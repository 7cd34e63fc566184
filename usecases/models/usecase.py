import datetime as dt
from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from catalog.models import Plan
from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.models import Client, Project, Team, User
from usecases import freshness
from usecases.search_text import normalise
from usecases.vocabulary import Frequency, Objective, Phase, Standing, UseCaseStatus

JUDGED = (UseCaseStatus.CLASSIFIED, UseCaseStatus.VALIDATED, UseCaseStatus.REFUSED)
"""The statuses that rest on a classification."""


class UseCaseQuerySet(GovernedQuerySet):
    def visible_to(self, user: User) -> "UseCaseQuerySet":
        """Internal uses to all staff; a use bound to a client to its owner and to those who know that client.

        Roles that see a client's name and nothing more (licences, admin) do not see its uses.
        """
        if not user.is_admitted:
            return self.none()
        if Client.objects.are_all_detailed_for(user):
            return self.all()
        reached = Project.objects.reached_by(user).values("client")
        return self.filter(Q(owner=user) | Q(client=None) | Q(client__in=reached))

    def owned_by(self, user: User) -> "UseCaseQuerySet":
        return self.filter(owner=user)

    def in_force(self) -> "UseCaseQuerySet":
        return self.exclude(status=UseCaseStatus.RETIRED)

    def matching(self, text: str) -> "UseCaseQuerySet":
        """Every word of `text` stands in the title, purpose or reference, whatever its accents."""
        found = self
        for word in normalise(text).split():
            found = found.filter(search_text__contains=word)
        return found

    def handling_any(self, levels: Iterable[str]) -> "UseCaseQuerySet":
        """Uses that declare one of these data levels."""
        wanted = Q(pk__in=[])
        for level in levels:
            wanted |= Q(levels_text__contains=f"|{level}|")
        return self.filter(wanted)

    def with_tools(self, slugs: Iterable[str]) -> "UseCaseQuerySet":
        """Uses that rely today on a plan of one of these tools."""
        links = UseCasePlan.objects.current().filter(use_case=OuterRef("pk"), plan__tool__slug__in=slugs)
        return self.filter(Exists(links))

    def to_review(self, *, ruleset_version: str, today: dt.date) -> "UseCaseQuerySet":
        """The stale rule of the ruleset, in SQL; `freshness.stale_reasons` says which part of it holds."""
        return self.filter(_stale(ruleset_version, today), status__in=JUDGED)

    def standing_as(
        self, standings: Collection[str], *, ruleset_version: str, today: dt.date
    ) -> "UseCaseQuerySet":
        """Uses that stand in one of these ways today; `freshness.standing` in SQL."""
        stale, prohibited = _stale(ruleset_version, today), Q(outcome="prohibited")
        validated = Q(status=UseCaseStatus.VALIDATED) & ~prohibited
        ways: dict[str, Q] = {
            Standing.CLASSIFIED: Q(status=UseCaseStatus.CLASSIFIED) & ~prohibited,
            Standing.VALIDATED: validated & ~stale,
            Standing.LAPSED: validated & stale,
            Standing.BLOCKED: Q(status__in=(UseCaseStatus.CLASSIFIED, UseCaseStatus.VALIDATED)) & prohibited,
        }
        wanted = Q(pk__in=[])
        for standing in standings:
            wanted |= ways.get(standing, Q(status=standing))
        return self.filter(wanted)

    def awaiting_opinion(self, outcomes: Collection[str]) -> "UseCaseQuerySet":
        """Classified with one of these outcomes, and not validated yet: the DPO has something to say."""
        return self.filter(status=UseCaseStatus.CLASSIFIED, outcome__in=outcomes)

    def for_list(self) -> "UseCaseQuerySet":
        return self.select_related("owner", "client").only(
            "number", "reference", "slug", "title", "status", "outcome", "data_levels", "classified_on",
            "ruleset_version", "is_purpose_changed", "are_tools_changed", "updated_on",
            "owner__first_name", "owner__last_name", "owner__email", "client__name",
        )  # fmt: skip

    def for_sheet(self) -> "UseCaseQuerySet":
        return self.select_related("owner__team", "team", "client", "project", "draft")


def _stale(ruleset_version: str, today: dt.date) -> Q:
    return (
        ~Q(ruleset_version=ruleset_version)
        | Q(is_purpose_changed=True)
        | Q(are_tools_changed=True)
        | Q(classified_on__lt=freshness.a_year_before(today))
    )


class UseCase(Governed):
    """One thing we do with AI: what for, with which tools and data, for whom.

    `outcome`, `ruleset_version` and `classified_on` repeat the newest Classification: lists filter on them.
    `decision_note` holds the conditions of a validation, or the reason of a refusal.
    """

    audit_exempt = ("search_text", "levels_text")  # derived from fields that are recorded
    audit_personal = ()

    number = models.PositiveIntegerField(unique=True)
    reference = models.CharField(max_length=12, unique=True)
    slug = models.SlugField(max_length=90, unique=True)
    title = models.CharField(max_length=120)
    purpose = models.TextField()
    objective = models.CharField(max_length=12, choices=Objective.choices())
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="use_cases")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="use_cases")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="use_cases")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="use_cases")
    data_levels = models.JSONField(default=list, blank=True)
    frequency = models.CharField(max_length=12, choices=Frequency.choices(), blank=True)
    phase = models.CharField(max_length=8, choices=Phase.choices(), blank=True)
    first_used_on = models.DateField(null=True, blank=True)
    declared_on = models.DateField()
    updated_on = models.DateField()
    retired_on = models.DateField(null=True, blank=True)
    status = models.CharField(
        max_length=12, choices=UseCaseStatus.choices(), default=UseCaseStatus.DRAFT.value
    )
    outcome = models.CharField(max_length=24, blank=True)
    ruleset_version = models.CharField(max_length=16, blank=True)
    classified_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision_note = models.TextField(blank=True, default="")
    is_purpose_changed = models.BooleanField(default=False)
    are_tools_changed = models.BooleanField(default=False)
    search_text = models.TextField(blank=True)
    levels_text = models.CharField(max_length=120, blank=True)

    objects = UseCaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-updated_on", "-number"], name="usecase_by_update"),
            models.Index(fields=["outcome", "-updated_on", "-number"], name="usecase_by_outcome"),
            models.Index(fields=["status", "-updated_on", "-number"], name="usecase_by_status"),
            models.Index(fields=["owner", "-updated_on", "-number"], name="usecase_by_owner"),
            models.Index(fields=["client", "-updated_on", "-number"], name="usecase_by_client"),
            models.Index(fields=["title"], name="usecase_by_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", outcome="", classified_on=None)
                | Q(status="retired")
                | (
                    Q(status__in=["classified", "validated", "refused"], classified_on__isnull=False)
                    & ~Q(outcome="")
                ),
                name="usecase_classified_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(status="retired", retired_on__isnull=False)
                | (~Q(status="retired") & Q(retired_on=None)),
                name="usecase_retired_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def set_data_levels(self, levels: Iterable[str]) -> None:
        """Levels and the text that lists filter on, together."""
        self.data_levels = list(levels)
        self.levels_text = f"|{'|'.join(self.data_levels)}|" if self.data_levels else ""

    def refresh_search_text(self) -> None:
        self.search_text = normalise(self.reference, self.title, self.purpose)

    @property
    def is_retired(self) -> bool:
        return self.status == UseCaseStatus.RETIRED

    def standing(self, *, ruleset_version: str, today: dt.date) -> Standing:
        """What the status comes to today."""
        reasons = self.stale_reasons(ruleset_version=ruleset_version, today=today)
        return freshness.standing(self.status, self.outcome, is_stale=bool(reasons))

    def stale_reasons(self, *, ruleset_version: str, today: dt.date) -> tuple[freshness.Stale, ...]:
        """Why the classification must be looked at again; empty while it is fresh or there is none."""
        if self.status not in JUDGED or self.classified_on is None:
            return ()
        return freshness.stale_reasons(
            classified_with=self.ruleset_version,
            current=ruleset_version,
            classified_on=self.classified_on,
            today=today,
            purpose_changed=self.is_purpose_changed,
            tools_changed=self.are_tools_changed,
        )


class UseCasePlanQuerySet(GovernedQuerySet):
    def visible_to(self, user: User) -> "UseCasePlanQuerySet":
        return self.filter(use_case__in=UseCase.objects.visible_to(user))

    def current(self) -> "UseCasePlanQuerySet":
        return self.filter(is_current=True)


class UseCasePlan(Governed):
    """A plan that the use relies on; dropped by `is_current`, never deleted."""

    use_case = models.ForeignKey(UseCase, models.PROTECT, related_name="plan_links")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="use_case_links")
    is_current = models.BooleanField(default=True)

    objects = UseCasePlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use_case", "plan"], name="one_link_per_use_case_and_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.use_case.reference} · {self.plan}"
