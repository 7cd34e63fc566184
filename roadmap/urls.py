from django.urls import path, re_path

from roadmap import api
from roadmap.views import board, decision, search

app_name = "roadmap"
urlpatterns = [
    path("feuille-de-route/", board.board, name="board"),
    path("decisions/", decision.decision_list, name="decision_list"),
    path("decisions/<str:ref>/", decision.decision_sheet, name="decision_sheet"),
    path("decisions/<str:ref>/trancher/", decision.decision_decide, name="decision_decide"),
    path("decisions/<str:ref>/reprendre/", decision.decision_reopen, name="decision_reopen"),
    path("recherche/", search.search, name="search"),
    path("api/v1/decisions/", api.DecisionList.as_view(), name="api_decision_list"),
    re_path(
        r"^api/v1/decisions/(?P<ref>[0-9A-Za-z.]{1,8})/$", api.DecisionDetail.as_view(), name="api_decision"
    ),
]
