"""Django's admin over the cache: to look at, never to change. Only a refresh writes it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from inventory.models import Assignment, Change, PhoneNumber, Refresh, RejectedRecord, WorkspaceUser


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PhoneNumber)
class PhoneNumberAdmin(ReadOnlyAdmin):
    list_display = ("name", "number", "country", "kind", "porting_status", "removed_at")
    list_filter = ("kind", "country", "porting_status")
    search_fields = ("number", "name", "id")


@admin.register(WorkspaceUser)
class WorkspaceUserAdmin(ReadOnlyAdmin):
    list_display = ("name", "email", "role", "removed_at")
    list_filter = ("role",)
    search_fields = ("search_text",)


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("number", "user", "group_id")
    list_select_related = ("number", "user")


@admin.register(Refresh)
class RefreshAdmin(ReadOnlyAdmin):
    list_display = ("id", "scope", "target", "requested_by_name", "state", "requested_at", "finished_at")
    list_filter = ("state", "scope")


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "number", "user", "field", "old", "new")
    list_filter = ("kind",)
    list_select_related = ("number", "user")


@admin.register(RejectedRecord)
class RejectedRecordAdmin(ReadOnlyAdmin):
    list_display = ("refresh", "record_id", "path", "reason")
