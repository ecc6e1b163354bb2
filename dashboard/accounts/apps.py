"""Accounts and their roles, as a Django app."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "dashboard.accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from dashboard.accounts import middleware  # noqa: F401 - connects its receiver
        from dashboard.accounts.roles import sync_after_migrate

        # The next one, when the permissions of this one are there
        post_migrate.connect(sync_after_migrate, sender=apps.get_app_config("auth"))
