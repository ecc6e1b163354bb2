"""The overview, as a Django app: it keeps what is snoozed."""

from django.apps import AppConfig

from inventory.signals import refresh_event


class OverviewConfig(AppConfig):
    name = "dashboard.overview"
    verbose_name = "Overview"

    def ready(self) -> None:
        from dashboard.overview.snoozing import follow  # needs all apps' models

        refresh_event.connect(follow)
