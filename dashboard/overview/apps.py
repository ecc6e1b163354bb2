"""The overview, as a Django app: it keeps what is snoozed."""

from django.apps import AppConfig

from inventory.signals import cache_changed


class OverviewConfig(AppConfig):
    name = "dashboard.overview"
    verbose_name = "Overview"

    def ready(self) -> None:
        from dashboard.overview.snoozing import follow_changes  # needs all apps' models

        cache_changed.connect(follow_changes)
