"""What changed in the workspace, and when."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Prefetch, Q

from inventory import choices
from inventory.models.numbers import PhoneNumber
from inventory.models.refreshes import Refresh
from inventory.models.users import WorkspaceUser
from inventory.runtime import moments

OWN_FIELDS = ("at", "kind", "field", "old", "new", "is_news", "refresh_id", "number_id", "user_id")
NAMES = (
    "number__name", "number__number", "number__formatted_number",
    "user__first_name", "user__last_name", "user__email",
    "refresh__requested_by_name",
)  # fmt: skip


class ChangeQuerySet(models.QuerySet["Change"]):
    def shown(self) -> Self:
        """Without what people do not read: Quo's own time stamp moves with every other change."""
        return self.exclude(field="updated_at")

    def news(self) -> Self:
        """What people read among the latest changes, newest first."""
        return self.filter(is_news=True).order_by("-at", "-id")

    def with_names(self) -> Self:
        """With what names the number, user and refresh of each, and no more: whole rows have 84 columns.

        Of the past they are looked up: SQLite would put together all of both tables to join them.
        """
        if moments.shown.get():
            people = WorkspaceUser.objects.only("first_name", "last_name", "email")
            names = Prefetch("number", PhoneNumber.objects.names()), Prefetch("user", people)
            return self.select_related("refresh").only(*OWN_FIELDS, NAMES[-1]).prefetch_related(*names)
        return self.select_related("refresh", "number", "user").only(*OWN_FIELDS, *NAMES)


class Change(models.Model):
    """One fact that changed. All changes, in the order of their ids, replay an old inventory into a newer one.

    number-added and user-added carry the first state in `new` as JSON (a number's with its users); a change of
    a field its API name's column in `field`; an assignment the pair's group in `new`.
    """

    refresh = models.ForeignKey(Refresh, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=choices.ChangeKind.options)
    number = models.ForeignKey(PhoneNumber, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    user = models.ForeignKey(WorkspaceUser, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=32, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    # Whether it is told among the latest changes: not what a first import adds, and not only Quo's own time stamp
    is_news = models.BooleanField(default=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["number", "-id"], name="change_of_number"),
            models.Index(fields=["user", "-id"], name="change_of_user"),
            # With what the list filters and counts by, so that this needs no row
            models.Index(
                fields=["-at", "-id", "kind", "field"], name="news_by_time_and_kind", condition=Q(is_news=True)
            ),
            models.Index(fields=["number"], name="change_of_port", condition=Q(field="porting_status")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number_id or ''} {self.user_id or ''} {self.field}".strip()
