"""Accounts and their roles, as a Django app."""

from contextlib import suppress
from typing import Any

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "dashboard.accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from dashboard.accounts import sessions  # noqa: F401 - connects its receivers

        post_migrate.connect(_sync_roles, sender=self)


def _sync_roles(using: str, apps: Apps = apps, **_: Any) -> None:
    from dashboard.accounts.roles import sync_roles

    with suppress(LookupError):  # where `migrate` stopped short of their tables
        apps.get_model("auth", "Permission")
        sync_roles(using)
