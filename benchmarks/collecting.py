"""The portal's settings for collecting static files once: the same names and manifest, nothing compressed."""

from etech_ai.settings import *  # noqa: F403
from etech_ai.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
