"""The dashboard: what people see."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "dashboard"
    verbose_name = "Dashboard"

    def ready(self) -> None:
        from dashboard import audit_signals, checks  # noqa: F401 - they register themselves
        from dashboard.access import sessions  # noqa: F401
