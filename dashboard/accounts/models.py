"""What is kept of an account besides Django's own user."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from dashboard.accounts.session_store import Session as Session


class ProviderAccount(models.Model):
    """Whom an account stands for at the single sign-on provider: its issuer and subject, which never change hands."""

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
