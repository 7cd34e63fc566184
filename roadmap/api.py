"""The API of the decision register. Reading only."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from etech_ai.api.queries import ListQuery, among, flag, order, several, words
from people.access import Scope
from people.api.endpoints import DetailEndpoint, ListEndpoint, listing, sheet
from roadmap.models import Decision, DecisionState
from roadmap.serializers import DecisionSerializer

TAG = "decisions"


class DecisionQuery(ListQuery):
    q = words(_("Mots de la question ou de la décision, ou sa référence."))
    state = several(DecisionState)
    theme = serializers.IntegerField(
        required=False, min_value=1, max_value=99, help_text=_("Thème du plan, par son numéro.")
    )
    to_review = flag(_("true\u00a0: celles dont la date de revue est passée."))
    ordering = order("ref", "-ref", "-decided_on", "decided_on")


@listing("decision_list", TAG, _("Les décisions du plan"))
class DecisionList(ListEndpoint):
    scope = Scope.READ_DECISIONS
    query = DecisionQuery
    line = DecisionSerializer

    def rows(self, asked: dict[str, Any]) -> QuerySet:
        found = among(_decisions(self.caller), asked, state="state")
        for word in asked.get("q", "").split():
            found = found.filter(
                Q(question__icontains=word) | Q(decision__icontains=word) | Q(ref__iexact=word)
            )
        if theme := asked.get("theme"):
            found = found.filter(theme__number=theme)
        if asked["to_review"]:
            found = found.to_review(timezone.localdate())
        return found.order_by(asked["ordering"], "pk")


@sheet("decision", TAG, _("Une décision du plan"))
class DecisionDetail(DetailEndpoint):
    scope = Scope.READ_DECISIONS
    sheet = DecisionSerializer

    def rows(self) -> QuerySet:
        return _decisions(self.caller)


def _decisions(user: Any) -> Any:
    return Decision.objects.visible_to(user).select_related("theme", "owner", "supersedes")
