from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "etech_ai"
    label = "portal"
    verbose_name = "etech_ai"
