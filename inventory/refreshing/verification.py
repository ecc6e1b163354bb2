"""Record what an answer confirms: one time for all of it, and a mark on each number that it does not confirm."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from inventory.choices import Scope
from inventory.models import Assignment, CacheState, PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing.snapshot import chunks


def mark_unverified(numbers: set[str]) -> None:
    """Mark numbers that the answer should hold and does not, with the time when an answer last did.

    Their digests are cleared, so that the next answer with the number writes it in full, without the mark.
    Call this before record_confirmation.
    """
    if not numbers:
        return
    marked = set(PhoneNumber.objects.unverified().values_list("pk", flat=True))
    whole = CacheState.objects.values_list("confirmed_at", flat=True).first()
    of_users = Assignment.objects.filter(number=OuterRef("pk")).order_by().values("number")
    newest = Subquery(of_users.values(newest=Max("user__confirmed_at")), output_field=DateTimeField())
    times = [F("confirmed_at"), Coalesce(newest, F("confirmed_at")), *([whole] if whole else [])]
    for ids in chunks(numbers - marked):
        found = PhoneNumber.objects.filter(id__in=ids)
        found.update(unverified=True, confirmed_at=Greatest(*times), digest=b"")


def record_confirmation(refresh: Refresh, asked_at: datetime, state: CacheState, *, changed: bool) -> None:
    """Record that an answer confirmed what the refresh asked for, except for marked numbers.

    As of when asking began: Quo may have changed anything since. `state`: the locked row. No time goes back.
    """
    times: dict[str, datetime] = {}
    if refresh.scope == Scope.USER:
        user = WorkspaceUser.objects.filter(Q(confirmed_at=None) | Q(confirmed_at__lt=asked_at), pk=refresh.target)
        user.update(confirmed_at=asked_at)
    elif refresh.scope == Scope.NUMBER:
        number = PhoneNumber.objects.filter(pk=refresh.target, unverified=False, confirmed_at__lt=asked_at)
        number.update(confirmed_at=asked_at)
    elif refresh.scope == Scope.PEOPLE:
        times["people_confirmed_at"] = max(asked_at, state.people_confirmed_at or asked_at)
    else:
        times["confirmed_at"] = max(asked_at, state.confirmed_at or asked_at)
    renew_state(changed=changed, **times)


def renew_state(*, changed: bool, **times: datetime) -> None:
    """Update the row of the cache's state, which is locked, in the transaction that changes the cache.

    Numbers are counted anew, by an index, so that no error accumulates.
    """
    current = PhoneNumber.objects.current().order_by()
    values: dict[str, Any] = {"unverified": current.unverified().count(), **times}
    if changed:
        values |= {"version": uuid.uuid4(), "numbers": current.count()}
    CacheState.objects.update(**values)
