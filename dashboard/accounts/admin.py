"""Django's admin over the accounts of the single sign-on provider: to read, never to change."""

from django.contrib import admin

from dashboard.accounts.models import ProviderAccount
from inventory.admin import ReadOnlyAdmin


@admin.register(ProviderAccount)
class ProviderAccountAdmin(ReadOnlyAdmin):
    list_display = ("account", "subject", "issuer")
    list_select_related = ("account",)
