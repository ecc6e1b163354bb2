"""The inventory: what is known of a workspace's phone numbers, and how it is kept true."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "inventory"
    verbose_name = "Inventory"

    def ready(self) -> None:
        from inventory import checks  # noqa: F401 - registers the system checks
        from inventory.refreshing import run  # noqa: F401 - registers what workers do
        from inventory.runtime import database  # noqa: F401 - sets up new connections
