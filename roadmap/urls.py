from django.urls import path, re_path

from roadmap import api
from roadmap.views import board, decision, item, search, theme

app_name = "roadmap"
urlpatterns = [
    path("feuille-de-route/", board.board, name="board"),
    path("feuille-de-route/nouveau/", item.item_new, name="item_new"),
    path("feuille-de-route/<int:pk>/", item.item_sheet, name="item_sheet"),
    path("feuille-de-route/<int:pk>/modifier/", item.item_edit, name="item_edit"),
    path("feuille-de-route/<int:pk>/decaler/", item.item_move, name="item_move"),
    path("feuille-de-route/<int:pk>/etat/", item.item_state, name="item_state"),
    path("feuille-de-route/<int:pk>/dependances/", item.item_depend, name="item_depend"),
    path("feuille-de-route/<int:pk>/dependances/<int:link_pk>/lever/", item.item_free, name="item_free"),
    path("themes/<slug:slug>/", theme.theme_sheet, name="theme_sheet"),
    path("decisions/", decision.decision_list, name="decision_list"),
    path("decisions/export.csv", decision.decision_export, name="decision_export"),
    path("decisions/<str:ref>/", decision.decision_sheet, name="decision_sheet"),
    path("decisions/<str:ref>/trancher/", decision.decision_decide, name="decision_decide"),
    path("decisions/<str:ref>/reprendre/", decision.decision_reopen, name="decision_reopen"),
    path("decisions/<str:ref>/remplacer/", decision.decision_supersede, name="decision_supersede"),
    path("decisions/<str:ref>/preparer/", decision.decision_edit, name="decision_edit"),
    path("recherche/", search.search, name="search"),
    path("api/v1/decisions/", api.DecisionList.as_view(), name="api_decision_list"),
    re_path(
        r"^api/v1/decisions/(?P<ref>[0-9A-Za-z.]{1,8})/$", api.DecisionDetail.as_view(), name="api_decision"
    ),
]
