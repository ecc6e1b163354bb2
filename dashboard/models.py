"""What the dashboard remembers of the people who sign in. Nothing here is known from Quo."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone


class SavedView(models.Model):
    """A list of numbers as somebody likes it: a name for a query string."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.TextField(max_length=4000, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_a_name"),
            models.UniqueConstraint(fields=["owner"], condition=Q(is_default=True), name="one_default_view"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, owner: Any, name: str, query: str, *, is_default: bool) -> "SavedView":
        """Saves a view under its name, over an earlier one of that name."""
        with transaction.atomic():
            if is_default:
                cls.objects.filter(owner=owner).update(is_default=False)
            view, _ = cls.objects.update_or_create(
                owner=owner, name=name, defaults={"query": query, "is_default": is_default}
            )
        return view


class Preferences(models.Model):
    """What a person chose: the columns of the list of numbers."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    hidden_columns = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of {self.owner}"


class AuditEntry(models.Model):
    """Something that somebody did here, or tried to. Written once; no page changes or deletes it."""

    class Action(models.TextChoices):
        SIGN_IN = "sign-in", "Signed in"
        SIGN_IN_REFUSED = "sign-in-refused", "Sign-in refused"
        LOCKED_OUT = "locked-out", "Locked out"
        SIGN_OUT = "sign-out", "Signed out"
        DENIED = "denied", "Denied"
        REFRESH = "refresh", "Asked for a refresh"
        CANCEL = "cancel", "Cancelled a refresh"
        ACCEPT = "accept", "Accepted removals"
        DISMISS = "dismiss", "Dismissed removals"
        EXPORT = "export", "Exported"
        ROLE = "role", "Changed what an account may do"
        ACCOUNT = "account", "Made, closed or deleted an account"
        PASSWORD = "password", "Set a password"

    at = models.DateTimeField(default=timezone.now)
    who = models.CharField(max_length=255, blank=True)  # the account's name as it was then; "" where nobody's is known
    action = models.CharField(max_length=20, choices=Action)
    detail = models.TextField(blank=True)
    address = models.CharField(max_length=45, blank=True)  # the client's; "" for a command
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "audit entries"
        default_permissions = ("view",)
        indexes: ClassVar = [
            models.Index(fields=["who", "-id"], name="audit_by_account"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.who or 'somebody'}: {self.get_action_display()}"


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
