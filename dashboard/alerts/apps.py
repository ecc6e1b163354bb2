"""Alerts, as a Django app: rules, and the outbox of what they send."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "dashboard.alerts"
    verbose_name = "Alerts"
