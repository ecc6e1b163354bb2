"""What an account keeps for the list of numbers: saved views, some of them shared, and its preferences."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import Q

SHARE = "numbers.share_savedview"  # the permission


class NameTaken(Exception):
    """Another view that is shared with everybody, or the account's own, has the name."""


def delete_private_keep_shared(collector: Any, field: Any, views: Any, using: str) -> None:
    """What happens to an account's views when it is deleted: everybody goes on using the shared ones."""
    models.CASCADE(collector, field, views.filter(is_shared=False), using)
    models.SET_NULL(collector, field, views.filter(is_shared=True), using)


@contextmanager
def taken_names() -> Iterator[None]:
    """The database decides who of two that save a name at once was first."""
    try:
        yield
    except IntegrityError as error:
        raise NameTaken from error


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, account: User) -> "SavedViewQuerySet":
        """The account's own views, then those that others share."""
        return self.filter(Q(owner=account) | Q(is_shared=True)).select_related("owner")

    def pinned_for(self, account: User) -> "SavedViewQuerySet":
        return self.visible_to(account).filter(is_pinned=True).order_by("-is_shared", "name", "pk")


class SavedView(models.Model):
    """A name for a query string of the list of numbers. Private to its owner, or shared with everybody."""

    # None: the account that made this shared view was deleted
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=delete_private_keep_shared, null=True, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.TextField(max_length=4000, blank=True)
    is_default = models.BooleanField(default=False)  # what its owner's list starts with
    # The database's own defaults are for processes of the version before, while an update runs
    is_shared = models.BooleanField(default=False, db_default=False)
    # On the overview: its owner's, or everybody's where it is shared
    is_pinned = models.BooleanField(default=False, db_default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        permissions: ClassVar = [("share_savedview", "Can share views, and change and delete shared ones")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_a_name"),
            models.UniqueConstraint(fields=["owner"], condition=Q(is_default=True), name="one_default_view"),
            models.UniqueConstraint(fields=["name"], condition=Q(is_shared=True), name="one_shared_view_a_name"),
            models.CheckConstraint(
                condition=Q(is_shared=True) | Q(owner__isnull=False), name="a_private_view_has_an_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(
        cls,
        owner: User,
        name: str,
        query: str,
        *,
        is_default: bool = False,
        is_shared: bool = False,
        is_pinned: bool = False,
    ) -> "SavedView":
        """Saves a view under its name, over an earlier one of that name: a shared one over the shared one, which keeps
        its address and its maker, otherwise over the account's own. Raises NameTaken.
        """
        shared = cls.objects.filter(is_shared=True, name=name).first()
        if shared is not None and not is_shared:
            raise NameTaken
        view = shared or cls.objects.filter(owner=owner, name=name).first() or cls(owner=owner, name=name)
        view.query, view.is_shared, view.is_pinned = query, is_shared, is_pinned
        if view.owner_id == owner.pk:
            view.is_default = is_default
        with taken_names(), transaction.atomic():
            if is_default and view.is_default:
                cls.objects.filter(owner=owner).exclude(pk=view.pk).update(is_default=False)
            view.save()
        return view

    @property
    def made_by(self) -> str:
        return self.owner.get_username() if self.owner else "a deleted account"

    def may_be_changed_by(self, account: User) -> bool:
        return account.has_perm(SHARE) if self.is_shared else self.owner_id == account.pk


class Preferences(models.Model):
    """What is kept for an account: the columns of the list of numbers, and up to when it has seen the changes."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    hidden_columns = models.JSONField(default=list, blank=True)
    changes_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of {self.owner}"
