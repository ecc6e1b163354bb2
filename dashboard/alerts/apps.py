"""Alerts, as a Django app: rules, and the outbox of what they send."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "dashboard.alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        from dashboard.alerts.delivering import Work, send_all  # needs all apps' models
        from inventory.runtime.workers import register

        register("alerts", Work(), finish=send_all)
