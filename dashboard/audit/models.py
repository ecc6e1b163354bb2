"""The audit log's entries."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from inventory.choices import Choices

SEE = "audit.view_auditentry"  # the permission
COMMAND_LINE, SINGLE_SIGN_ON = "command line", "single sign-on"
SYSTEM = (COMMAND_LINE, SINGLE_SIGN_ON)
"""Who acts where no account does. Names with a space, which no account can have."""


class AuditEntry(models.Model):
    """Something that somebody did here, or tried to. Written once; no page changes or deletes it."""

    class Action(Choices):
        SIGN_IN = "sign-in", "Signed in"
        SIGN_IN_REFUSED = "sign-in-refused", "Sign-in refused"
        LOCKED_OUT = "locked-out", "Locked out"
        SIGN_OUT = "sign-out", "Signed out"
        DENIED = "denied", "Denied"
        REFRESH = "refresh", "Started a refresh"
        CANCEL = "cancel", "Cancelled a refresh"
        ACCEPT = "accept", "Accepted removals"
        DISMISS = "dismiss", "Dismissed removals"
        EXPORT = "export", "Exported"
        ROLE = "role", "Changed what an account may do"
        ACCOUNT = "account", "Created, deactivated or deleted an account"
        PASSWORD = "password", "Set a password"
        SECOND_FACTOR = "second-factor", "Changed a second factor"
        CODE_REFUSED = "code-refused", "Second factor refused"
        LINK = "sign-in-link", "Made a sign-in link"
        LINK_REFUSED = "link-refused", "Sign-in link refused"
        UNLOCK = "unlock", "Cleared failed sign-ins"
        PRUNE = "prune", "Deleted audit entries"
        SHARE = "share", "Shared or changed a view for everyone"
        UNSHARE = "unshare", "Made a shared view private"
        DELETE_VIEW = "delete-view", "Deleted a shared view"
        SNOOZE = "snooze", "Snoozed an attention item"
        UNSNOOZE = "unsnooze", "Unsnoozed an attention item"
        NOTE = "note", "Left a note on an attention item"
        RULE = "alert-rule", "Added, changed, paused or deleted an alert rule"
        ALERT_TEST = "alert-test", "Tested an alert channel"
        RESEND = "alert-resend", "Sent an alert again"

    at = models.DateTimeField(default=timezone.now)
    who = models.CharField(max_length=255, blank=True)  # the account's name as it was then; "" where nobody's is known
    action = models.CharField(max_length=20, choices=Action.options)
    detail = models.TextField(blank=True)
    address = models.CharField(max_length=45, blank=True)  # the client's; "" for a command
    request_id = models.CharField(max_length=64, blank=True)  # of the first
    count = models.PositiveIntegerField(default=1)  # how often within a minute, where that can be done at will

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

    @property
    def is_by_system(self) -> bool:
        return self.who in SYSTEM

    def as_fields(self) -> dict[str, Any]:
        """For machines: a line of the log, or of an export."""
        return {
            "at": self.at.isoformat(timespec="milliseconds"),
            "who": self.who,
            "is_by_system": self.is_by_system,
            "action": str(self.action),
            "detail": self.detail,
            "address": self.address,
            "request": self.request_id,
            "count": self.count,
        }
