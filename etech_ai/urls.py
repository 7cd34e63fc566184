"""Every address of the portal. French readable paths; names are ``app:noun_verb``."""

from django.conf import settings
from django.urls import include, path, re_path, register_converter

from etech_ai import gallery, health, preferences
from etech_ai.api import errors as api_errors
from etech_ai.converters import SheetForm

register_converter(SheetForm, "sheet")

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("preferences/langue/", preferences.set_language, name="set_language"),
    path("preferences/theme/", preferences.set_theme, name="set_theme"),
    path("", include("people.urls")),
    path("", include("catalog.urls")),
    path("", include("compliance.urls")),
    path("", include("usecases.urls")),
    path("", include("approvals.urls")),
    path("", include("roadmap.urls")),
    re_path(r"^api/", api_errors.not_found, name="api_unknown"),
    path("compte/", include("allauth.urls")),  # after people's, which take the place of some of its pages
]
if settings.DEBUG:
    urlpatterns.append(path("composants/", gallery.components, name="components"))

handler400 = "etech_ai.errors.bad_request"
handler403 = "etech_ai.errors.forbidden"
handler404 = "etech_ai.errors.not_found"
handler500 = "etech_ai.errors.server_error"
