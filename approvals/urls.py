"""Addresses of the approvals: home, requests, inbox."""

from django.urls import path

from approvals import api
from approvals.views import (
    absences,
    asking,
    attaching,
    bulk,
    following,
    grouping,
    home,
    inbox,
    links,
    reopenings,
    rule_changes,
    validation,
    webhooks,
)

app_name = "approvals"
urlpatterns = [
    path("", home.home, name="home"),
    path("a-decider/", inbox.inbox, name="inbox"),
    path("a-decider/nombres/", inbox.nav_counts, name="nav_counts"),
    path("a-decider/ensemble/", bulk.decide_many, name="decide_many"),
    path("a-decider/annuler/", inbox.decision_undo, name="decision_undo"),
    path("a-decider/<str:reference>/", inbox.inbox_item, name="inbox_item"),
    path("absences/", absences.absence_list, name="absence_list"),
    path("absences/<int:pk>/arreter/", absences.absence_end, name="absence_end"),
    path("decision/<str:token>/", links.decision_link, name="decision_link"),
    path("demandes/", following.request_list, name="request_list"),
    path("demandes/nouvelle/", asking.request_choose, name="request_choose"),
    path("demandes/nouvelle/outil/", asking.request_tool, name="request_tool"),
    path("demandes/nouvelle/cas-usage/<slug:slug>/", asking.request_usecase, name="request_usecase"),
    path("demandes/nouvelle/exception/<slug:slug>/", asking.request_exception, name="request_exception"),
    path("demandes/nouvelle/cle/<slug:slug>/", asking.request_key, name="request_key"),
    path("demandes/nouvelle/plafond/<int:pk>/", asking.request_quota, name="request_quota"),
    path("demandes/nouvelle/groupe/<slug:slug>/", grouping.group_new, name="group_new"),
    path("demandes/groupees/<int:pk>/", grouping.group_sheet, name="group_sheet"),
    path("demandes/nouvelle/<slug:slug>/", asking.request_new, name="request_new"),
    path("cas-usage/<slug:slug>/validation/", validation.usecase_validation, name="usecase_validation"),
    path("demandes/<str:reference>/", following.request_sheet, name="request_sheet"),
    path("demandes/<str:reference>/decider/", inbox.request_decide, name="request_decide"),
    path("demandes/<str:reference>/repondre/", following.request_answer, name="request_answer"),
    path("demandes/<str:reference>/commenter/", following.request_comment, name="request_comment"),
    path("demandes/<str:reference>/joindre/", attaching.attachment_add, name="attachment_add"),
    path(
        "demandes/<str:reference>/pieces/<int:pk>/", attaching.attachment_download, name="attachment_download"
    ),
    path(
        "demandes/<str:reference>/pieces/<int:pk>/retirer/",
        attaching.attachment_remove,
        name="attachment_remove",
    ),
    path("demandes/<str:reference>/annuler/", following.request_withdraw, name="request_withdraw"),
    path(
        "regles-de-donnees/<int:number>/demandes/",
        rule_changes.rule_change_requests,
        name="rule_change_requests",
    ),
    path("a-revoir/", reopenings.reopening_list, name="reopening_list"),
    path("a-revoir/<int:pk>/", reopenings.reopening_sheet, name="reopening_sheet"),
    path("a-revoir/<int:pk>/confirmer/", reopenings.reopening_confirm, name="reopening_confirm"),
    path("a-revoir/<int:pk>/terminer/", reopenings.reopening_end, name="reopening_end"),
    path("webhooks/", webhooks.webhook_list, name="webhook_list"),
    path("webhooks/nouveau/", webhooks.webhook_new, name="webhook_new"),
    path("webhooks/<int:pk>/", webhooks.webhook_sheet, name="webhook_sheet"),
    path("webhooks/<int:pk>/modifier/", webhooks.webhook_edit, name="webhook_edit"),
    path("webhooks/<int:pk>/pause/", webhooks.webhook_pause, name="webhook_pause"),
    path("webhooks/<int:pk>/reprendre/", webhooks.webhook_resume, name="webhook_resume"),
    path("webhooks/<int:pk>/secret/", webhooks.webhook_secret, name="webhook_secret"),
    path("webhooks/<int:pk>/essai/", webhooks.webhook_test, name="webhook_test"),
    path("webhooks/envois/<int:pk>/renvoyer/", webhooks.delivery_again, name="delivery_again"),
    path("api/v1/requests/", api.RequestList.as_view(), name="api_request_list"),
    path("api/v1/requests/<slug:reference>/", api.RequestDetail.as_view(), name="api_request"),
]
