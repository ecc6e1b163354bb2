"""Accounts and their roles, as a Django app."""

from typing import Any

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "dashboard.accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        # Both connect receivers of theirs; all need all apps' models.
        from dashboard.accounts import roles, session_middleware, sessions

        def sync(using: str, apps: Apps = apps, **_: Any) -> None:
            if {"auth_permission", "auth_group"} <= {model._meta.db_table for model in apps.get_models()}:
                roles.sync_roles(using)  # unless `migrate` stopped short of their tables

        self.receivers = (session_middleware.begin, sessions.compare, sync)  # signals hold them weakly
        post_migrate.connect(sync, sender=self)
