"""Ends an account's sessions at once when it is deactivated, gets a new password, or its roles change."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver

from dashboard.accounts.session_store import Session, stored

DECISIVE = ("password", "is_active", "is_staff", "is_superuser")


def end_sessions(*accounts: int, but: str | None = None) -> None:
    """`but` is the key of a session that goes on."""
    Session.objects.filter(account__in=accounts).exclude(session_key=stored(but or "")).delete()


@receiver(pre_save, sender=User)
def compare(instance: User, update_fields: frozenset[str] | None, raw: bool = False, **_: Any) -> None:
    """Notes whether the save changes what sessions depend on. Not at each sign-in, which saves its time alone."""
    instance._ends_sessions = False  # type: ignore[attr-defined]
    if raw or instance.pk is None or (update_fields is not None and not {*DECISIVE} & update_fields):
        return
    before = User.objects.filter(pk=instance.pk).values(*DECISIVE).first()
    changed = before is not None and any(before[field] != getattr(instance, field) for field in DECISIVE)
    instance._ends_sessions = changed  # type: ignore[attr-defined]


@receiver(post_save, sender=User)
def end_after_change(instance: User, **_: Any) -> None:
    if instance._ends_sessions:  # type: ignore[attr-defined]
        end_sessions(instance.pk)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def end_after_role_change(instance: Model, action: str, pk_set: set[int] | None, **_: Any) -> None:
    """A session learns of a new role by signing in again. `instance` is the account, or the group that it joins."""
    if action not in ("post_add", "post_remove", "pre_clear") or (action != "pre_clear" and not pk_set):
        return
    if isinstance(instance, User):
        end_sessions(instance.pk)
    elif isinstance(instance, Group):
        end_sessions(*(instance.user_set.values_list("pk", flat=True) if action == "pre_clear" else pk_set or ()))
