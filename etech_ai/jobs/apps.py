from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "etech_ai.jobs"
    label = "jobs"
    verbose_name = "Background jobs"
