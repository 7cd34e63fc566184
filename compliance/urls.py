"""Addresses of the rulebook."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from compliance import api
from compliance.views import (
    clauses,
    client_tools,
    data_check,
    dossier_checks,
    dossiers,
    exemptions,
    matrices,
    policies,
    receipts,
    rule_books,
    rule_changes,
    screening,
    trail,
    watch,
)


class DossierNumber(StringConverter):
    """« DOS-2026-018 »; other words under /dossiers/ are addresses of their own, some from above."""

    regex = r"DOS-[0-9]{4}-[0-9]{3,6}"


register_converter(DossierNumber, "dossier")

app_name = "compliance"
urlpatterns = [
    path("veille/", watch.watch_list, name="watch_list"),
    path("veille/nouvelle/", watch.watch_new, name="watch_new"),
    path("veille/export.<sheet:form>", watch.watch_export, name="watch_export"),
    path("veille/tours/", watch.watch_turn, name="watch_turn"),
    path("veille/tours/<int:pk>/", watch.watch_hand_over, name="watch_hand_over"),
    path("veille/<int:pk>/", watch.watch_sheet, name="watch_sheet"),
    path("veille/<int:pk>/confier/", watch.watch_reassign, name="watch_reassign"),
    path("puis-je-envoyer/", data_check.data_check, name="data_check"),
    path("puis-je-envoyer/texte/", screening.screen_text, name="screen_text"),
    path("puis-je-envoyer/matrice/", matrices.data_matrix, name="data_matrix"),
    path("puis-je-envoyer/matrice.<sheet:form>", matrices.matrix_export, name="matrix_export"),
    path("puis-je-envoyer/recus/", receipts.receipt_keep, name="receipt_keep"),
    path("puis-je-envoyer/recus/<str:token>/", receipts.receipt_sheet, name="receipt_sheet"),
    path("derogations/", exemptions.exemption_list, name="exemption_list"),
    path("derogations/<int:pk>/arreter/", exemptions.exemption_end, name="exemption_end"),
    path("puis-je-envoyer/outil/<slug:slug>/", matrices.tool_data_panel, name="tool_data_panel"),
    path("regles-de-donnees/", rule_books.rule_list, name="rule_list"),
    path("regles-de-donnees/exemples/nouveau/", rule_books.example_new, name="example_new"),
    path("regles-de-donnees/exemples/<str:name>/retirer/", rule_books.example_retire, name="example_retire"),
    path("regles-de-donnees/modifier/", rule_changes.rule_change_new, name="rule_change_new"),
    path("regles-de-donnees/<int:number>/", rule_changes.rule_change_sheet, name="rule_change_sheet"),
    path(
        "regles-de-donnees/<int:number>/reponses.<sheet:form>",
        rule_changes.rule_change_export,
        name="rule_change_export",
    ),
    path(
        "regles-de-donnees/<int:number>/publier/",
        rule_changes.rule_change_publish,
        name="rule_change_publish",
    ),
    path(
        "regles-de-donnees/<int:number>/abandonner/",
        rule_changes.rule_change_withdraw,
        name="rule_change_withdraw",
    ),
    path(
        "regles-de-donnees/<int:number>/reprendre/",
        rule_changes.rule_change_return,
        name="rule_change_return",
    ),
    path("regles/", policies.policy_list, name="policy_list"),
    path("regles/<slug:slug>/", policies.policy_sheet, name="policy_sheet"),
    path("regles/<slug:slug>/accepter/", policies.policy_acknowledge, name="policy_acknowledge"),
    path("nouveau-client/", client_tools.client_welcome, name="client_welcome"),
    path("clients/<slug:slug>/outils/", client_tools.client_tools, name="client_tools"),
    path("clients/<slug:slug>/clauses/", clauses.clause_list, name="clause_list"),
    path("clients/<slug:slug>/clauses/nouvelle/", clauses.clause_new, name="clause_new"),
    path("clients/<slug:slug>/clauses/<int:pk>/retirer/", clauses.clause_retire, name="clause_retire"),
    path("clients/<slug:slug>/accords/nouveau/", clauses.consent_new, name="consent_new"),
    path("clients/<slug:slug>/accords/<int:pk>/retirer/", clauses.consent_withdraw, name="consent_withdraw"),
    path("dossiers/", dossiers.dossier_list, name="dossier_list"),
    path("dossiers/en-cours/", dossiers.dossier_running, name="dossier_running"),
    path("dossiers/verifier/", dossier_checks.dossier_verify, name="dossier_verify"),
    path("dossiers/verifier.py", dossier_checks.verifier_script, name="verifier_script"),
    path("dossiers/cles/", dossier_checks.dossier_keys, name="dossier_keys"),
    path("dossiers/<dossier:number>/", dossiers.dossier_sheet, name="dossier_sheet"),
    path("dossiers/<dossier:number>/telecharger/", dossiers.dossier_download, name="dossier_download"),
    path("dossiers/<dossier:number>/arreter/", dossiers.dossier_abandon, name="dossier_abandon"),
    path("dossiers/<dossier:number>/relancer/", dossiers.dossier_retry, name="dossier_retry"),
    path("trail/", trail.trail_list, name="trail"),
    path("historique/<slug:kind>/<slug:ref>/", trail.history_panel, name="history_panel"),
    path(
        "api/v1/classifications/preview/",
        api.ClassificationPreview.as_view(),
        name="api_classification_preview",
    ),
    path("api/v1/data-answers/", api.DataAnswers.as_view(), name="api_data_answer"),
]
