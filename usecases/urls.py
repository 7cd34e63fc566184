from django.urls import path

from usecases import api
from usecases.views import (
    agenda,
    applicability,
    declare,
    dossiers,
    exports,
    imports,
    lists,
    obligations,
    questionnaire,
    replay,
    risks,
    sheet,
    whatif,
)

app_name = "usecases"
urlpatterns = [
    path("cas-usage/", lists.usecase_list, name="usecase_list"),
    path("cas-usage/compteurs.html", lists.usecase_counts, name="usecase_counts"),
    path("cas-usage/export.<sheet:form>", exports.usecase_export, name="usecase_export"),
    path("cas-usage/importer/", imports.usecase_import, name="usecase_import"),
    path("cas-usage/importer/<int:pk>/", imports.import_preview, name="import_preview"),
    path("cas-usage/rejouer/", replay.replay, name="replay"),
    path("cas-usage/rejouer/adopter/", replay.replay_adopt, name="replay_adopt"),
    path("cas-usage/rejouer/export.<sheet:form>", replay.replay_export, name="replay_export"),
    path("cas-usage/nouveau/", declare.usecase_new, name="usecase_new"),
    path("dossiers/nouveau/", dossiers.dossier_new, name="dossier_new"),
    path("cas-usage/<slug:slug>/", sheet.usecase_sheet, name="usecase_sheet"),
    path("cas-usage/<slug:slug>/et-si/", whatif.usecase_whatif, name="usecase_whatif"),
    path("cas-usage/<slug:slug>/modifier/", declare.usecase_edit, name="usecase_edit"),
    path("cas-usage/<slug:slug>/arreter/", declare.usecase_retire, name="usecase_retire"),
    path("cas-usage/<slug:slug>/questionnaire/", questionnaire.questionnaire, name="questionnaire"),
    path(
        "cas-usage/<slug:slug>/questionnaire/conclure/",
        questionnaire.questionnaire_conclude,
        name="questionnaire_conclude",
    ),
    path(
        "cas-usage/<slug:slug>/questionnaire/aide/",
        questionnaire.questionnaire_help,
        name="questionnaire_help",
    ),
    path(
        "cas-usage/<slug:slug>/classements/<int:number>/",
        sheet.classification_sheet,
        name="classification_sheet",
    ),
    path(
        "cas-usage/<slug:slug>/obligations/<slug:obligation>/",
        obligations.obligation_mark,
        name="obligation_mark",
    ),
    path(
        "cas-usage/<slug:slug>/obligations/<slug:obligation>/preuves/",
        obligations.proof_add,
        name="proof_add",
    ),
    path("cas-usage/<slug:slug>/preuves/<int:pk>/", obligations.proof_download, name="proof_download"),
    path(
        "cas-usage/<slug:slug>/preuves/<int:pk>/retirer/", obligations.proof_withdraw, name="proof_withdraw"
    ),
    path("cas-usage/<slug:slug>/risques/", risks.risk_list, name="risk_list"),
    path("cas-usage/<slug:slug>/risques/export.<sheet:form>", exports.risk_export, name="risk_export"),
    path("cas-usage/<slug:slug>/risques/nouveau/", risks.risk_new, name="risk_new"),
    path("cas-usage/<slug:slug>/risques/biais/", risks.bias_review, name="bias_review"),
    path("cas-usage/<slug:slug>/risques/<int:number>/", risks.risk_edit, name="risk_edit"),
    path("cas-usage/<slug:slug>/droit/", applicability.usecase_applicability, name="usecase_applicability"),
    path("clients/<slug:slug>/droit/", applicability.client_applicability, name="client_applicability"),
    path("echeancier/", agenda.agenda, name="agenda"),
    path("echeancier/export.<sheet:form>", exports.agenda_export, name="agenda_export"),
    path("echeancier/calendrier.ics", exports.agenda_calendar, name="agenda_calendar"),
    path("echeancier/reglement/", agenda.regulation, name="regulation"),
    path("api/v1/use-cases/", api.UseCaseList.as_view(), name="api_use_case_list"),
    path("api/v1/use-cases/<slug:reference>/", api.UseCaseDetail.as_view(), name="api_use_case"),
]
