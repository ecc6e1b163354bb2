"""What is stored for an account besides Django's own user."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from dashboard.accounts.sessions import Session as Session

MANAGE = "accounts.manage_people"  # the permission


class ProviderAccount(models.Model):
    """An account's identity at the single sign-on provider: issuer and subject, which are never reused."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_account")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)

    class Meta:
        default_permissions = ("view",)
        permissions: ClassVar = [("manage_people", "Can make and change accounts of Viewers and Admins")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"


class FailedSignIns(models.Model):
    """How often a password was wrong: with an account, from an address and a browser. Kept as long as it counts."""

    name = models.CharField(max_length=150)  # of the account, or a hash of what names none
    address = models.CharField(max_length=45)
    browser = models.CharField(max_length=32)  # the id of one that the account knows, or ""
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "address", "browser"], name="one_count_a_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["address"]), models.Index(fields=["last_at"])]

    def __str__(self) -> str:
        return f"{self.count} with {self.name} from {self.address}"
