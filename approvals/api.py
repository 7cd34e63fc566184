"""The API of requests. Reading only: deciding takes the page, where one sees what one approves."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.models import Comment, Request, Step
from approvals.serializers import RequestLineSerializer, RequestSerializer
from approvals.workflow import Kind, State
from etech_ai.api.queries import ListQuery, among, flag, order, several, slug
from people.access import Scope
from people.api.endpoints import DetailEndpoint, ListEndpoint, listing, sheet
from people.models import Project

TAG = "requests"


class RequestQuery(ListQuery):
    state = several(State)
    kind = several(Kind)
    plan = slug(_("Offre, par son identifiant."))
    mine = flag(_("true\u00a0: celles que vous avez faites, ou qui sont faites pour vous."))
    to_decide = flag(_("true\u00a0: celles qui attendent votre décision."))
    ordering = order("-submitted_at", "submitted_at", "reference", "-reference")


class _KnownProjects:
    def known(self, rows: list[Request]) -> dict[str, Any]:
        """Which of their projects the caller may know."""
        visible = Project.objects.visible_to(self.request.user)
        wanted = {row.project_id for row in rows if row.project_id}
        found = visible.filter(pk__in=wanted).values_list("pk", flat=True) if wanted else []
        return {"projects": set(found)}


@listing(
    "request_list", TAG, _("Les demandes"),
    _("Les vôtres, celles que vous décidez, et toutes pour le DPO, la direction et les licences."),
)  # fmt: skip
class RequestList(_KnownProjects, ListEndpoint):
    scope = Scope.READ_REQUESTS
    query = RequestQuery
    line = RequestLineSerializer

    def rows(self, asked: dict[str, Any]) -> QuerySet:
        user = self.request.user
        found = among(_requests(user), asked, state="state", kind="kind")
        if plan := asked.get("plan"):
            found = found.filter(plan__slug=plan)
        if asked["mine"]:
            found = found.concerning(user)
        if asked["to_decide"]:
            found = found.filter(pk__in=Step.objects.to_decide_by(user).values("request"))
        return found.order_by(*_order(asked["ordering"]))


@sheet("request", TAG, _("Une demande, ses étapes et son fil"))
class RequestDetail(_KnownProjects, DetailEndpoint):
    scope = Scope.READ_REQUESTS
    sheet = RequestSerializer

    def rows(self) -> QuerySet:
        thread = Comment.objects.in_order().select_related("author")
        return _requests(self.request.user).prefetch_related(Prefetch("comments", thread))


def _requests(user: Any) -> Any:
    """Everything that a line names, in a fixed number of queries."""
    steps = Step.objects.in_order().select_related("decided_by")
    return Request.objects.visible_to(user).for_display().prefetch_related(Prefetch("steps", steps))


def _order(name: str) -> tuple[str, ...]:
    """References are ordered by their numbers: DEM-2026-99 comes before DEM-2026-100."""
    sign = "-" if name.startswith("-") else ""
    return (f"{sign}year", f"{sign}number") if name.endswith("reference") else (name, f"{sign}pk")
