"""Django's admin over accounts, with the reset of a second factor; the provider's accounts and the audit log to read.

What second factors consist of is shown nowhere: with a key or a recovery code one superuser could be somebody else.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.admin import StaticDeviceAdmin as StaticDeviceAdmin  # registers itself, once
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDeviceAdmin as TOTPDeviceAdmin
from django_otp.plugins.otp_totp.models import TOTPDevice

from dashboard.accounts import second_factor
from dashboard.accounts.models import ProviderAccount
from dashboard.accounts.sessions import end_sessions
from dashboard.audit.models import AuditEntry
from dashboard.audit.record import Action, record
from inventory.admin import ReadOnlyAdmin

admin.site.site_header = admin.site.site_title = "Numbers administration"
admin.site.unregister([User, StaticDevice, TOTPDevice])


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "email", "first_name", "last_name", "is_staff", "is_active", "has_second_factor")
    actions = ("reset_second_factor",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        accounts: QuerySet[User] = super().get_queryset(request)
        return accounts.annotate(enrolled=Exists(devices))

    @admin.display(description="second factor", boolean=True)
    def has_second_factor(self, account: Any) -> bool:
        return bool(account.enrolled)

    def has_reset_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    @admin.action(description="Reset the second factor of the selected accounts", permissions=["reset"])
    def reset_second_factor(self, request: HttpRequest, accounts: QuerySet[User]) -> None:
        """Also ends their sessions: the phone may be in other hands."""
        with transaction.atomic():
            found = [account for account in accounts if second_factor.remove(account)]
            for account in found:
                end_sessions(account.pk, because="Your second factor was reset.", but=request.session.session_key)
                record(request, Action.SECOND_FACTOR, f"reset for account {account.get_username()}")
        names = ", ".join(account.get_username() for account in found)
        self.message_user(request, f"Reset the second factor of {names or 'no account: none had one'}.")


@admin.register(ProviderAccount)
class ProviderAccountAdmin(ReadOnlyAdmin):
    list_display = ("account", "subject", "issuer")
    list_select_related = ("account",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "action", "detail", "address")
    list_filter = ("action",)
    search_fields = ("who", "detail")
