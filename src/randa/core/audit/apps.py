from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "randa.core.audit"
    label = "core_audit"
