"""Django's admin over the audit log: to read, never to change."""

from django.contrib import admin

from dashboard.audit.models import AuditEntry
from inventory.admin import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "action", "detail", "address")
    list_filter = ("action",)
    search_fields = ("who", "detail")
