"""The dashboard as Django apps: itself, and the rooms that keep something in the database."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class DashboardConfig(AppConfig):
    name = "dashboard"
    verbose_name = "Dashboard"

    def ready(self) -> None:
        from dashboard import checks  # noqa: F401 - registers the system checks


class NumbersConfig(AppConfig):
    name = "dashboard.numbers"
    verbose_name = "Numbers"


class OverviewConfig(AppConfig):
    name = "dashboard.overview"
    verbose_name = "Overview"

    def ready(self) -> None:
        from dashboard.overview.snoozing import follow  # needs all apps' models
        from inventory.refreshing.lease import refresh_event

        refresh_event.connect(follow)


class AuditConfig(AppConfig):
    name = "dashboard.audit"
    verbose_name = "Audit log"

    def ready(self) -> None:
        from dashboard.audit import record  # noqa: F401 - connects its receivers


class AlertsConfig(AppConfig):
    name = "dashboard.alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        from dashboard.alerts.delivering import Work, send_all  # needs all apps' models
        from inventory.runtime.workers import register

        register("alerts", Work(), finish=send_all)


class AccountsConfig(AppConfig):
    name = "dashboard.accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from dashboard.accounts import middleware  # noqa: F401 - connects its receiver
        from dashboard.accounts.roles import sync_after_migrate

        # The next one, when the permissions of this one are there
        post_migrate.connect(sync_after_migrate, sender=apps.get_app_config("auth"))
