"""The inventory: what is known of a workspace's phone numbers, and how it is kept true."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "inventory"
    verbose_name = "Inventory"

    def ready(self) -> None:
        from inventory import checks, database  # noqa: F401 - registers the system checks, and what new connections get
