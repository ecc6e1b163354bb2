"""What is stored for an account besides Django's own user."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from dashboard.accounts.session_store import Session as Session


class ProviderAccount(models.Model):
    """An account's identity at the single sign-on provider: issuer and subject, which are never reused."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_account")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)

    class Meta:
        default_permissions = ("view",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"


class SignInLink(models.Model):
    """A link that signs an account in, once. Only a hash of its token is stored."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"for {self.account}, made {self.made_at:%Y-%m-%d %H:%M}"
