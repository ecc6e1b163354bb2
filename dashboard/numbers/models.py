"""What an account chose for the list of numbers."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q


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
