from django.urls import path

from roadmap.views import board, decision, search

app_name = "roadmap"
urlpatterns = [
    path("feuille-de-route/", board.board, name="board"),
    path("decisions/", decision.decision_list, name="decision_list"),
    path("decisions/<str:ref>/", decision.decision_sheet, name="decision_sheet"),
    path("decisions/<str:ref>/trancher/", decision.decision_decide, name="decision_decide"),
    path("decisions/<str:ref>/reprendre/", decision.decision_reopen, name="decision_reopen"),
    path("recherche/", search.search, name="search"),
]
