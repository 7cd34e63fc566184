"""Addresses of the rulebook."""

from django.urls import path

from compliance.views import clauses, data_check, dossiers, policies, trail

app_name = "compliance"
urlpatterns = [
    path("puis-je-envoyer/", data_check.data_check, name="data_check"),
    path("puis-je-envoyer/matrice/", data_check.data_matrix, name="data_matrix"),
    path("puis-je-envoyer/outil/<slug:slug>/", data_check.tool_data_panel, name="tool_data_panel"),
    path("regles/", policies.policy_list, name="policy_list"),
    path("regles/<slug:slug>/", policies.policy_sheet, name="policy_sheet"),
    path("regles/<slug:slug>/accepter/", policies.policy_acknowledge, name="policy_acknowledge"),
    path("clients/<slug:slug>/clauses/", clauses.clause_list, name="clause_list"),
    path("clients/<slug:slug>/clauses/nouvelle/", clauses.clause_new, name="clause_new"),
    path("clients/<slug:slug>/clauses/<int:pk>/retirer/", clauses.clause_retire, name="clause_retire"),
    path("clients/<slug:slug>/accords/nouveau/", clauses.consent_new, name="consent_new"),
    path("clients/<slug:slug>/accords/<int:pk>/retirer/", clauses.consent_withdraw, name="consent_withdraw"),
    path("dossiers/<slug:number>/", dossiers.dossier_sheet, name="dossier_sheet"),
    path("trail/", trail.trail_list, name="trail"),
    path("historique/<slug:kind>/<slug:ref>/", trail.history_panel, name="history_panel"),
]
