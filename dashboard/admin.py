"""Django's admin over what the dashboard keeps: the audit to read, and whom the provider's accounts stand for."""

from django.contrib import admin

from dashboard.models import AuditEntry, ProviderAccount
from inventory.admin import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "action", "detail", "address")
    list_filter = ("action",)
    search_fields = ("who", "detail")


@admin.register(ProviderAccount)
class ProviderAccountAdmin(ReadOnlyAdmin):
    list_display = ("account", "subject", "issuer")
    list_select_related = ("account",)
