"""Addresses of the catalogue. Fixed words come before slugs, so that no tool can take their place."""

from django.urls import path

from catalog import api
from catalog.views import api_keys, connections, costs, plans, seats, tools

app_name = "catalog"
urlpatterns = [
    path("catalogue/", tools.tool_list, name="tool_list"),
    path("catalogue/nouveau/", tools.tool_new, name="tool_new"),
    path("catalogue/editeurs/nouveau/", tools.vendor_new, name="vendor_new"),
    path("catalogue/<slug:slug>/", tools.tool_sheet, name="tool_sheet"),
    path("catalogue/<slug:slug>/decider/", tools.tool_decide, name="tool_decide"),
    path("catalogue/<slug:slug>/modifier/", tools.tool_edit, name="tool_edit"),
    path("catalogue/<slug:slug>/offres/nouvelle/", plans.plan_new, name="plan_new"),
    path("catalogue/<slug:slug>/offres/<slug:plan_slug>/", plans.plan_edit, name="plan_edit"),
    path("catalogue/<slug:slug>/preuves/<int:pk>/", plans.evidence_download, name="evidence_download"),
    path(
        "catalogue/<slug:slug>/offres/<slug:plan_slug>/preuves/nouvelle/",
        plans.evidence_new,
        name="evidence_new",
    ),
    path("api/v1/tools/", api.ToolList.as_view(), name="api_tool_list"),
    path("api/v1/tools/<slug:slug>/", api.ToolDetail.as_view(), name="api_tool"),
    path("api/v1/plans/", api.PlanList.as_view(), name="api_plan_list"),
    path("api/v1/plans/<slug:slug>/", api.PlanDetail.as_view(), name="api_plan"),
    path("api/v1/seats/", api.SeatList.as_view(), name="api_seat_list"),
    path("api/v1/seats/<int:pk>/", api.SeatDetail.as_view(), name="api_seat"),
    path("licences/", costs.cost_overview, name="cost_overview"),
    path("licences/cles/", api_keys.key_list, name="key_list"),
    path("licences/cles/<int:pk>/", api_keys.key_sheet, name="key_sheet"),
    path("licences/cles/<int:pk>/completer/", api_keys.key_complete, name="key_complete"),
    path("licences/cles/<int:pk>/renouveler/", api_keys.key_rotate, name="key_rotate"),
    path("licences/cles/<int:pk>/revoquer/", api_keys.key_revoke, name="key_revoke"),
    path("licences/connexions/", connections.connection_list, name="connection_list"),
    path("licences/connexions/nouvelle/", connections.connection_new, name="connection_new"),
    path("licences/connexions/<int:pk>/", connections.connection_sheet, name="connection_sheet"),
    path("licences/connexions/<int:pk>/corriger/", connections.connection_edit, name="connection_edit"),
    path("licences/connexions/<int:pk>/relever/", connections.connection_read, name="connection_read"),
    path("licences/connexions/<int:pk>/pause/", connections.connection_pause, name="connection_pause"),
    path("licences/connexions/<int:pk>/reprendre/", connections.connection_resume, name="connection_resume"),
    path("licences/connexions/<int:pk>/comptes/", connections.account_link, name="account_link"),
    path("licences/comptes/<int:pk>/detacher/", connections.account_unlink, name="account_unlink"),
    path("licences/releves/<int:pk>/", connections.connection_run, name="connection_run"),
    path("licences/releves/<int:pk>/confirmer/", connections.run_confirm, name="run_confirm"),
    path("licences/releves/<int:pk>/ecarter/", connections.run_dismiss, name="run_dismiss"),
    path("licences/<int:pk>/sieges/", seats.seat_list, name="seat_list"),
    path("licences/offres/<slug:plan_slug>/", costs.subscription_new, name="subscription_new"),
    path("licences/<int:pk>/plafond/", costs.subscription_ceiling, name="subscription_ceiling"),
    path("licences/sieges/<int:pk>/rendre/", costs.seat_release, name="seat_release"),
]
