"""The API of the register of use cases. Reading only."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from catalog.enums import DataLevel
from compliance.services import rules
from etech_ai.api.queries import ListQuery, flag, order, several, slug, words
from etech_ai.badges import TIERS
from people.access import Scope
from people.api.endpoints import DetailEndpoint, ListEndpoint, listing, sheet
from usecases.models import UseCase, UseCasePlan
from usecases.serializers import UseCaseLineSerializer, UseCaseSerializer
from usecases.vocabulary import Standing

TAG = "use-cases"


class UseCaseQuery(ListQuery):
    q = words(_("Mots du titre, de la finalité ou de la référence."))
    status = several(Standing)
    outcome = serializers.MultipleChoiceField(
        choices=[(name, name) for name in TIERS],
        required=False,
        help_text=_("undetermined\u00a0: pas encore classé."),
    )
    level = several(DataLevel, _("Niveaux de données déclarés."))
    team = slug(_("Équipe, par son identifiant."))
    client = slug(_("Client, par son identifiant."))
    tool = slug(_("Outil, par son identifiant."))
    mine = flag(_("true\u00a0: ceux dont vous êtes responsable."))
    to_review = flag(_("true\u00a0: ceux dont le classement est à revoir."))
    ordering = order("-updated_on", "updated_on", "number", "-number", "title", "-title")


class _Rules:
    def known(self, rows: list[Any]) -> dict[str, Any]:
        """The rules in force: they say what is to be reviewed."""
        return {"rules": rules.ai_act().version}


@listing(
    "use_case_list", TAG, _("Les cas d’usage"),
    _("Les usages internes, et ceux des clients que vous connaissez par vos projets ou votre rôle."),
)  # fmt: skip
class UseCaseList(_Rules, ListEndpoint):
    scope = Scope.READ_USE_CASES
    query = UseCaseQuery
    line = UseCaseLineSerializer

    def rows(self, asked: dict[str, Any]) -> QuerySet:
        found = _use_cases(self.caller).matching(asked.get("q", ""))
        if standings := asked.get("status"):
            version, today = rules.ai_act().version, timezone.localdate()
            found = found.standing_as(standings, ruleset_version=version, today=today)
        if outcomes := asked.get("outcome"):
            found = found.filter(outcome__in=["" if name == "undetermined" else name for name in outcomes])
        if levels := asked.get("level"):
            found = found.handling_any(levels)
        return self._narrowed(found, asked).order_by(asked["ordering"], "pk")

    def _narrowed(self, found: Any, asked: dict[str, Any]) -> Any:
        """By what the use belongs to."""
        for name in ("team", "client"):
            if value := asked.get(name):
                found = found.filter(**{f"{name}__slug": value})
        if tool := asked.get("tool"):
            found = found.with_tools([tool])
        if asked["mine"]:
            found = found.owned_by(self.caller)
        if asked["to_review"]:
            version = rules.ai_act().version
            found = found.to_review(ruleset_version=version, today=timezone.localdate())
        return found


@sheet("use_case", TAG, _("Un cas d’usage, son classement et ses obligations"))
class UseCaseDetail(_Rules, DetailEndpoint):
    scope = Scope.READ_USE_CASES
    sheet = UseCaseSerializer

    def rows(self) -> QuerySet:
        return _use_cases(self.caller)

    def known(self, rows: list[UseCase]) -> dict[str, Any]:
        versions = rows[0].classifications.newest_first().select_related("classified_by")
        return super().known(rows) | {"newest": versions.first()}


def _use_cases(user: Any) -> Any:
    """Everything that a line names, in a fixed number of queries."""
    links = UseCasePlan.objects.current().select_related("plan__tool").order_by("plan__tool__name", "pk")
    return (
        UseCase.objects.visible_to(user)
        .select_related("owner", "team", "client", "project")
        .prefetch_related(Prefetch("plan_links", links, to_attr="plans_in_use"))
    )
