"""A form that starts from a former request: nothing is typed twice."""

from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from approvals.models import CriterionScore, Request
from etech_ai import web

COPIED = (
    "justification", "proposed_name", "proposed_vendor", "proposed_url", "data_levels", "environment",
    "scopes",
)  # fmt: skip


def starting_data(request: web.HtmxRequest) -> QueryDict | None:
    """What the query string says; when it only names a former request, what that one said."""
    former = _former(request)
    if former is None or "justification" in request.GET:
        return request.GET or None
    data = request.GET.copy()
    for name, value in _as_data(former, "extends" in request.GET).items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


def _former(request: web.HtmxRequest) -> Request | None:
    reference = request.GET.get("extends") or request.GET.get("redoes")
    return Request.objects.concerning(request.user).filter(reference=reference).first() if reference else None


def _as_data(former: Request, is_longer: bool) -> dict[str, Any]:
    """The fields of the former request, as a browser would send them."""
    said = {name: getattr(former, name) for name in COPIED}
    if former.cap_minor:
        said["cap"] = f"{former.cap_minor / 100:.2f}"
    for score in CriterionScore.objects.filter(scorecard__request=former):
        said |= {f"points_{score.criterion}": score.points, f"comment_{score.criterion}": score.comment}
    said |= {"beneficiary": former.beneficiary_id, "project": former.project_id or ""}
    return said | {"ends_on": _same_time_again(former) if is_longer else _still_to_come(former.ends_on)}


def _same_time_again(former: Request) -> date | str:
    """As long again as it was granted for."""
    if former.ends_on is None or former.decided_at is None:
        return ""
    since = former.starts_on or timezone.localdate(former.decided_at)
    return former.ends_on + (former.ends_on - since)


def _still_to_come(day: date | None) -> date | str:
    return day if day and day >= timezone.localdate() else ""
