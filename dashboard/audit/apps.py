"""The audit log, as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dashboard.audit"
    verbose_name = "Audit log"

    def ready(self) -> None:
        from dashboard.audit import checks, signals  # noqa: F401 - registers the check, connects the receivers
