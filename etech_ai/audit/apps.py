from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "etech_ai.audit"
    label = "audit"
    verbose_name = "Audit trail"
